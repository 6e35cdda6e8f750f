package http

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var wildcardResponse = lint.New(lint.Meta{
	ID:       "wildcard-response",
	Title:    "an answer may be of any media type",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.MediaType]bool{}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				for _, r := range o.Responses {
					for _, m := range r.Content {
						if o.Kind == spec.Call && strings.Contains(m.Name, "*") && !seen[m] && !isFile(m) {
							seen[m] = true
							p.Report(&m.Node, m.NameSpan,
								fmt.Sprintf("%s answers %s with %s: clients can't know how to decode it, and generated ones take it for bytes", standard.Label(o), r.Status, m.Name),
								lint.Cure("declare the media types that are sent, such as application/json"))
						}
					}
				}
			}
		}
	},
})

// isFile reports whether a body is what somebody once uploaded, of whatever type that was.
func isFile(m *spec.MediaType) bool {
	t := m.Type.Resolve()
	return t == nil || t.Kind == spec.KindAny || t.Kind == spec.KindString
}
