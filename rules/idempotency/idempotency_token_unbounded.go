package idempotency

import (
	"fmt"
	"regexp"
	"sync"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type idempotencyTokenUnboundedOptions struct {
	Prose bool `json:"prose"`
}

var idempotencyTokenUnbounded = lint.NewWith(lint.Meta{
	ID:       "idempotency-token-unbounded",
	Title:    "an idempotency token may be of any length",
	Group:    "idempotency",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{155},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended | lint.AIP,
}, idempotencyTokenUnboundedOptions{true}, func(options idempotencyTokenUnboundedOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		token, ok := tokenOf(o)
		if !ok || o.Kind != spec.Call || onlyReads(p.Words, o) || token.Type.Resolve().Kind != spec.KindString || boundedString(token.Type) {
			return
		}
		if options.Prose && docSaysBound(token) {
			return
		}
		cure := []lint.Option{lint.Cure("declare what it is: " + boundIn(p.API.Format))}
		if fix, ok := boundFix(p.API, token); ok {
			cure = append(cure, lint.Fix(fix))
		}
		declared := standard.Declared(&token)
		p.Report(declared, declared.NameSpan,
			fmt.Sprintf("%s may be of any length: the service has to store whatever comes, or refuses what no client knew to be too long", token.Name),
			cure...)
	}}
})

// boundedString reports whether a string has an end, by its format, length, pattern or values.
func boundedString(t *spec.Type) bool {
	for ; t != nil; t = t.Target {
		switch t.Format {
		case "uuid", "ulid", "tuuid":
			return true
		}
		if c := t.Constraints; c != nil && (c.MaxLength != nil || c.MaxBytes != nil || c.Pattern != "" || len(c.In) > 0 || c.Const != nil) {
			return true
		}
	}
	return false
}

func docSaysBound(token spec.Input) bool {
	doc := tokenDoc(token)
	return fixedLength().MatchString(doc) || paging.SaysMaximum(doc)
}

// fixedLength are the words by which documentation says that a token is one of a known length.
var fixedLength = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:uuid|guid|ulid|rfc ?(?:4122|9562))|universally unique|\b\d+[- ](?:bytes?|characters?|bits?|digits?)\b`)
})

func boundIn(format spec.Format) string {
	if format == spec.Proto {
		return "[(buf.validate.field).string.uuid = true], (google.api.field_info).format = UUID4, or max_len"
	}
	return "format: uuid, or maxLength: 64"
}

// boundFix offers to bound the token where it is declared in place, and where nothing has to be
// imported for it. It is unsafe: a client may send something else today.
func boundFix(api *spec.API, token spec.Input) (report.Fix, bool) {
	fix := report.Fix{Title: "demand a UUID", Safety: report.Unsafe}
	node, name, literal := &token.Type.Node, "format", quotedLike(token.Type, "uuid")
	if api.Format == spec.Proto {
		node, name, literal = &token.Field.Node, "(buf.validate.field).string.uuid", "true"
	}
	if node.Syntax == nil || token.Type.Kind != spec.KindString || token.Type.Format != "" || !canSay(api, token) {
		return fix, false
	}
	at, text, ok := node.Syntax.Insertion(name, literal)
	fix.Edits = []report.Edit{{Span: at, New: text}}
	return fix, ok
}

// quotedLike writes a word in the quotes in which the type's own name stands, if any.
func quotedLike(t *spec.Type, word string) string {
	if name := t.AttrSpan("type").Text(); name != "" && (name[0] == '"' || name[0] == '\'') {
		return name[:1] + word + name[:1]
	}
	return word
}

// canSay reports whether the token's file imports what its bound is written with.
func canSay(api *spec.API, token spec.Input) bool {
	for _, d := range api.Documents {
		if d.File != token.Span.File {
			continue
		}
		for _, i := range d.Imports {
			if i.Path == "buf/validate/validate.proto" {
				return true
			}
		}
	}
	return api.Format == spec.OpenAPI
}
