package recorded

import (
	"fmt"
	"mime"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/secret"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// deepestBody is how far the objects and arrays of a body are looked through.
const deepestBody = 200

// Body returns content as it travelled, without its secrets. What it says stands at one place of the
// file.
func (s *Side) Body(content []byte, contentType string, span source.Span) contract.Body {
	kind, _, _ := mime.ParseMediaType(contentType)
	switch {
	case len(content) == 0:
		return contract.Body{Presence: contract.Empty, Span: span}
	case strings.HasPrefix(kind, "multipart/"):
		s.Skip(span, "a body of several parts is not taken: secrets in it can't be told", "write it into the contract by hand")
		return contract.Body{Span: span}
	case !utf8.Valid(content):
		return contract.Body{Presence: contract.Present, Content: content, ContentType: contentType, Encoded: "base64", Span: span}
	case kind == "application/x-www-form-urlencoded":
		return s.form(string(content), span)
	}
	if v := parseJSON(content, kind); v != nil {
		return s.JSON(v, span)
	}
	if pact.IsJSON(kind) {
		s.Skip(span, "the body is said to be JSON, but is none that can be looked through: it is taken as text", "")
	}
	text, found := secret.Text(string(content))
	if found {
		s.Redact(span, "a part of the body")
	}
	return contract.Body{Presence: contract.Present, Content: []byte(text), Span: span}
}

// parseJSON returns the value if the content is JSON and shallow enough to be looked through.
func parseJSON(content []byte, kind string) *spec.Value {
	first := strings.TrimLeft(string(content[:min(len(content), 100)]), " \t\r\n")
	if !pact.IsJSON(kind) && (kind != "" && kind != "text/plain" || !strings.HasPrefix(first, "{") && !strings.HasPrefix(first, "[")) {
		return nil
	}
	document, _ := tree.Parse(source.NewFile("", content))
	if document == nil || document.YAML || deeper(document.Root, deepestBody) {
		return nil
	}
	return document.Root
}

func deeper(v *spec.Value, levels int) bool {
	if levels == 0 {
		return true
	}
	for _, item := range v.Items {
		if deeper(item, levels-1) {
			return true
		}
	}
	for _, m := range v.Members {
		if deeper(m.Value, levels-1) {
			return true
		}
	}
	return false
}

// JSON returns a body that is a JSON value, without its secrets.
func (s *Side) JSON(v *spec.Value, span source.Span) contract.Body {
	clean, found := secret.Value(v)
	for _, f := range found {
		path := bodyPath(f.Path)
		s.Redact(span, fmt.Sprintf("%s in the body (%s)", path, f.Name))
		s.Ask(contract.InBody, path, &contract.Matcher{Kind: contract.Type, Name: "type"}, span)
	}
	if clean.Kind == spec.Null {
		return contract.Body{Presence: contract.Null, JSON: &spec.Value{Span: span}, Span: span}
	}
	// Its parts have no places of their own in the file, so that the value need not be kept beside the text.
	return contract.Body{Presence: contract.Present, Content: contract.AppendJSON(nil, clean), Encoded: "JSON", Span: span}
}

func bodyPath(steps []secret.Step) contract.Path {
	path := contract.Path{Steps: []contract.Step{{Kind: contract.Root}}}
	for _, s := range steps {
		step := contract.Step{Kind: contract.Field, Name: s.Name}
		if s.Item {
			step = contract.Step{Kind: contract.Index, Index: s.Index}
		}
		path.Steps = append(path.Steps, step)
	}
	path.Text = path.String()
	return path
}

// form returns a body of form fields, without secret ones.
func (s *Side) form(content string, span source.Span) contract.Body {
	pairs := strings.Split(content, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		plain := unescape(value)
		clean, found := secret.Text(plain)
		if secret.Named(unescape(name)) && value != "" {
			clean, found = secret.Redacted, true
		}
		if found {
			s.Redact(span, fmt.Sprintf("the field %q of the form", unescape(name)))
			pairs[i] = name + "=" + url.QueryEscape(clean)
			path := contract.Path{Steps: []contract.Step{{Kind: contract.Root}, {Kind: contract.Field, Name: unescape(name)}}}
			path.Text = path.String()
			s.Ask(contract.InBody, path, &contract.Matcher{Kind: contract.Type, Name: "type"}, span)
		}
	}
	return contract.Body{Presence: contract.Present, Content: []byte(strings.Join(pairs, "&")), Span: span}
}
