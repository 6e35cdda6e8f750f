package errors

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var unstructuredError = lint.New(lint.Meta{
	ID:       "unstructured-error",
	Title:    "an error is a text, or a list",
	Group:    "errors",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{193},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.MediaType]bool{}
		eachFailure(api, func(o *spec.Operation, r *spec.Response) {
			if len(r.Content) == 0 || slices.ContainsFunc(r.Content, isStructured) {
				return
			}
			if m := r.Content[0]; !seen[m] {
				seen[m] = true
				p.Report(&m.Node, m.NameSpan,
					fmt.Sprintf("%s answers %s with %s: no program can read from it what went wrong, or what to do", standard.Label(o), r.Status, shapeOf(m)),
					lint.Cure("answer with an object that has a code, such as application/problem+json (RFC 9457)"))
			}
		})
	},
})

// isStructured reports whether a body has parts that a program can tell apart, or may have them: what
// has no schema, or one of anything, is for missing-schema and untyped-schema.
func isStructured(m *spec.MediaType) bool {
	return shapeOf(m) == ""
}

func shapeOf(m *spec.MediaType) string {
	t := m.Type.Resolve()
	switch {
	case t == nil:
		return ""
	case t.Kind == spec.KindArray:
		return "a bare list"
	case t.Kind == spec.KindBoolean:
		return "a bare boolean"
	case t.Kind == spec.KindString || m.Name == "text/plain" || m.Name == "text/html":
		return "a bare text"
	}
	return ""
}
