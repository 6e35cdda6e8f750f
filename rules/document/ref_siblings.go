package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/grammar"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var refSiblings = lint.New(lint.Meta{
	ID:       "ref-siblings",
	Title:    "what stands beside a $ref is ignored",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		var found remarks
		grammar.Read().Walk(api, func(o grammar.Object) {
			if o.Ref() == nil || o.Kind.Name == "pathItem" {
				return
			}
			var ignored []spec.Member
			for _, m := range o.Value.Members {
				if !mayStandBeside(o.Version, m.Key) {
					ignored = append(ignored, m)
				}
			}
			if len(ignored) > 0 {
				found.add(ignored[0].KeySpan, ignoredMessage(ignored), "say it in what the $ref leads to, or write that out here")
			}
		})
		found.report(p, api)
	},
	Field: func(p *lint.Pass, f *spec.Field) { schemaSiblings(p, &f.Node, f.Type) },
	Type: func(p *lint.Pass, t *spec.Type) {
		schemaSiblings(p, &t.Node, t.Items)
		s := t.Schema
		if s == nil {
			return
		}
		schemaSiblings(p, &t.Node, s.AdditionalProperties)
		schemaSiblings(p, &t.Node, s.Not)
		for _, list := range [...][]*spec.Type{s.AllOf, s.AnyOf, s.OneOf} {
			for _, branch := range list {
				schemaSiblings(p, &t.Node, branch)
			}
		}
	},
	Parameter: func(p *lint.Pass, parameter *spec.Parameter) { schemaSiblings(p, &parameter.Node, parameter.Type) },
	MediaType: func(p *lint.Pass, m *spec.MediaType) { schemaSiblings(p, &m.Node, m.Type) },
})

// mayStandBeside reports whether a key means something beside the $ref of an object that is no schema.
func mayStandBeside(v grammar.Version, key string) bool {
	return key == "$ref" || strings.HasPrefix(key, "x-") || v > 30 && (key == "description" || key == "summary")
}

// schemaSiblings looks at a reference to a schema, beside which OpenAPI 3.0 ignores everything. What is
// written there as documentation alone stays where it is lost to few.
func schemaSiblings(p *lint.Pass, n *spec.Node, t *spec.Type) {
	if t == nil || t.Kind != spec.KindReference || t.Syntax == nil {
		return
	}
	if a, ok := t.Attr("$ref"); !ok || !isOld(p.API, a.NameSpan.File) {
		return
	}
	var ignored []spec.Member
	for _, a := range t.Syntax.Attributes() {
		if !mayStandBeside(30, a.Name) {
			ignored = append(ignored, spec.Member{Key: a.Name, KeySpan: a.NameSpan})
		}
	}
	if len(ignored) > 0 {
		p.Report(n, bare(ignored[0].KeySpan), ignoredMessage(ignored), lint.Cure("put the $ref alone into allOf, beside which they count, or raise the document to 3.1"))
	}
}

func ignoredMessage(ignored []spec.Member) string {
	names := slices.Collect(func(yield func(string) bool) {
		for _, m := range ignored {
			if !yield(m.Key) {
				return
			}
		}
	})
	is := "is"
	if len(names) > 1 {
		is = "are"
	}
	return fmt.Sprintf("%s %s ignored beside a $ref: what stands there reaches neither documentation nor code", phrase.And(phrase.Fit(names, 80)), is)
}
