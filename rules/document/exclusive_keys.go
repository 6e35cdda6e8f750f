package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/grammar"
	"github.com/bylaw-dev/bylaw/spec"
)

var exclusiveKeys = lint.New(lint.Meta{
	ID:       "exclusive-keys",
	Title:    "an object has two keys of which it may have one",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		var found remarks
		grammar.Read().Walk(api, func(o grammar.Object) {
			if o.Ref() != nil {
				return
			}
			for _, pair := range exclusivePairs(o.Kind.Name) {
				if a, b := o.Value.Member(pair[0]), o.Value.Member(pair[1]); a != nil && b != nil {
					found.add(b.KeySpan, fmt.Sprintf("%s has %s and %s, and OpenAPI allows one of them: which counts is up to each tool", phraseOf(o.Kind), pair[0], pair[1]),
						"take one of them away", lint.Related(bare(a.KeySpan), "the other"))
				}
			}
		})
		found.report(p, api)
	},
	Type: func(p *lint.Pass, t *spec.Type) {
		if c := t.Constraints; c != nil && (c.Minimum != nil || c.Maximum != nil) {
			reportBounds(p, t, "minimum", "exclusiveMinimum")
			reportBounds(p, t, "maximum", "exclusiveMaximum")
		}
	},
})

// reportBounds looks for two bounds on one side of a number. In OpenAPI 3.0 the one is a flag of the other.
func reportBounds(p *lint.Pass, t *spec.Type, inclusive, exclusive string) {
	a, ok := t.Attr(inclusive)
	b, both := t.Attr(exclusive)
	if ok && both && b.Value.Kind == spec.Num {
		p.Report(&t.Node, b.NameSpan, fmt.Sprintf("%s has %s and %s, of which the tighter one alone counts: what the other says never holds", label(t), inclusive, exclusive),
			lint.Cure("take one of them away"), lint.Related(a.NameSpan, "the other"))
	}
}

// exclusivePairs returns the keys of an object of which one alone may stand there.
func exclusivePairs(kind string) [][2]string {
	switch kind {
	case "parameter", "header":
		return [][2]string{{"schema", "content"}, {"example", "examples"}}
	case "mediaType":
		return [][2]string{{"example", "examples"}, {"encoding", "prefixEncoding"}, {"encoding", "itemEncoding"}}
	case "example":
		return [][2]string{{"value", "externalValue"}, {"value", "dataValue"}, {"value", "serializedValue"}, {"serializedValue", "externalValue"}}
	case "link":
		return [][2]string{{"operationRef", "operationId"}}
	case "license":
		return [][2]string{{"identifier", "url"}}
	}
	return nil
}
