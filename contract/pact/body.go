package pact

import (
	"encoding/base64"
	"mime"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/go-json-experiment/json/jsontext"
)

// body reads the body of a request or response.
func (r *reader) body(v *spec.Value, headers []contract.Values) contract.Body {
	declared, _ := contract.Header(headers, "Content-Type")
	if r.version >= contract.V4 {
		return r.wrapped(v, "body", declared)
	}
	return r.bare(v, "body", declared)
}

// bare reads content as versions up to 3 have it: a JSON value stands for itself, other content is
// in a string.
func (r *reader) bare(v *spec.Value, key, declared string) contract.Body {
	content := v.Get(key)
	switch {
	case content == nil:
		return contract.Body{Span: v.Span}
	case content.Kind == spec.Null:
		return contract.Body{Presence: contract.Null, JSON: content, Span: content.Span}
	case content.Kind == spec.Str:
		return bareText(content, declared)
	}
	return contract.Body{Presence: contract.Present, Content: contract.AppendJSON(nil, content), Encoded: "JSON", JSON: content, Span: content.Span}
}

// bareText reads a string, which is content as it is; only where JSON is declared and the string is
// none, it is the JSON string itself.
func bareText(v *spec.Value, declared string) contract.Body {
	b := contract.Body{Presence: contract.Present, Content: []byte(v.Text), Span: v.Span}
	if v.Text == "" {
		return contract.Body{Presence: contract.Empty, Span: v.Span}
	}
	if IsJSON(declared) && !jsontext.Value(v.Text).IsValid() {
		b.Content, b.Encoded, b.JSON = contract.AppendJSON(nil, v), "JSON", v
	}
	return b
}

// wrapped reads content as version 4 has it: with its type and encoding beside it.
func (r *reader) wrapped(v *spec.Value, key, declared string) contract.Body {
	outer := v.Get(key)
	switch {
	case outer == nil:
		return contract.Body{Span: v.Span}
	case outer.Kind == spec.Null:
		return contract.Body{Presence: contract.Null, JSON: outer, Span: outer.Span}
	case outer.Kind != spec.Map:
		r.fail(outer.Span, `"`+key+`" is `+article(outer)+", but must be an object with the content in it", `write {"contentType": "…", "encoded": false, "content": …}`)
		return contract.Body{Span: outer.Span}
	}
	b := contract.Body{ContentType: r.text(outer, "contentType"), Hint: r.text(outer, "contentTypeHint"), Span: outer.Span}
	r.dropped(outer, "contentType", "contentTypeHint", "content", "encoded")
	content := outer.Get("content")
	if content == nil {
		return b
	}
	b.Span = content.Span
	r.content(&b, content, outer.Get("encoded"), declared)
	return b
}

// content decodes the content by what "encoded" says of it.
func (r *reader) content(b *contract.Body, content, encoded *spec.Value, declared string) {
	if encoded != nil && (encoded.Kind == spec.Str || encoded.Bool()) {
		b.Encoded = encoded.Text
	}
	switch {
	case content.Kind == spec.Null:
		b.Presence, b.JSON = contract.Null, content
	case content.Kind != spec.Str, strings.EqualFold(b.Encoded, "json"):
		b.Presence, b.Content, b.JSON, b.Encoded = contract.Present, contract.AppendJSON(nil, content), content, "JSON"
	case content.Text == "":
		b.Presence = contract.Empty
	case b.Encoded == "" || b.Encoded == "false":
		*b = textBody(*b, content, declared)
	case strings.EqualFold(b.Encoded, "base64") || b.Encoded == "true":
		r.base64(b, content)
	default:
		r.say(report.Finding{
			Rule: Unsupported, Severity: report.Error, Span: encoded.Span,
			Message: "content encoded as " + b.Encoded + " can't be read", Cure: "write base64, JSON or false",
		})
	}
}

// textBody is a body written as text; where JSON is declared and the text is none, it is the string.
func textBody(b contract.Body, content *spec.Value, declared string) contract.Body {
	kind := b.ContentType
	if kind == "" {
		kind = declared
	}
	text := bareText(content, kind)
	b.Presence, b.Content, b.JSON, b.Encoded = text.Presence, text.Content, text.JSON, text.Encoded
	return b
}

func (r *reader) base64(b *contract.Body, content *spec.Value) {
	raw, err := base64.StdEncoding.DecodeString(content.Text)
	if err != nil {
		r.fail(content.Span, "the content is said to be base64, but is not: "+err.Error(), "")
		return
	}
	b.Presence, b.Content, b.Encoded = contract.Present, raw, "base64"
}

// IsJSON reports whether a media type is JSON (RFC 6838's +json included).
func IsJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json") || kind == "text/json" || kind == "application/json-rpc")
}
