package document

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

var serverTrailingSlash = lint.New(lint.Meta{
	ID:       "server-trailing-slash",
	Title:    "a server's URL ends with a slash",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		for _, s := range servers(api) {
			if len(s.URL) > 1 && strings.HasSuffix(s.URL, "/") {
				p.Report(&s.Node, s.NameSpan,
					fmt.Sprintf("server %s ends with a slash and paths begin with one: clients that append the path, as OpenAPI says, call //", s.URL),
					append(cutSlash(s), lint.Cure("take the slash at the end away"))...)
			}
		}
	},
})

func cutSlash(s *spec.Server) []lint.Option {
	renamed, ok := edit.Rename(s.NameSpan, s.URL, strings.TrimRight(s.URL, "/"))
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "take the slash away", Safety: report.Unsafe, Edits: []report.Edit{renamed}})}
}
