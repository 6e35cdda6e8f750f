package errors

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/failure"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var errorWithoutBody = lint.New(lint.Meta{
	ID:       "error-without-body",
	Title:    "an error says nothing but its status",
	Group:    "errors",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{193},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Response]bool{}
		eachFailure(api, func(o *spec.Operation, r *spec.Response) {
			declared := r
			if r.Target != nil {
				declared = r.Target
			}
			if len(r.Content) > 0 || seen[declared] {
				return
			}
			seen[declared] = true
			p.Report(&declared.Node, declared.NameSpan,
				fmt.Sprintf("%s answers %s and declares no body: clients have no type to read the reason from, and log a bare number", standard.Label(o), r.Status),
				lint.Cure(bodyCure(api)))
		})
	},
})

// bodyCure names what the document already has for the purpose.
func bodyCure(api *spec.API) string {
	if r := failure.Response(api); r != nil {
		return fmt.Sprintf(`refer to {$ref: "#/components/responses/%s"}, or declare its content here`, r.Name)
	}
	if t := failure.Schema(api); t != nil {
		return fmt.Sprintf("declare a content whose schema is %s", t.Name)
	}
	return "declare its content, such as application/problem+json (RFC 9457)"
}
