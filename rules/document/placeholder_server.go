package document

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var placeholderServer = lint.New(lint.Meta{
	ID:       "placeholder-server",
	Title:    "a server is an example that was never replaced",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		for _, s := range servers(api) {
			if name := host(s.URL); isPlaceholder(name) {
				p.Report(&s.Node, s.NameSpan,
					fmt.Sprintf("server %s is an example, so every client that is generated from the document calls nobody", s.URL),
					lint.Cure("write the URL of the API"))
			}
		}
	},
})

// isPlaceholder tells the second-level names that RFC 2606 sets apart. Its top-level names (.example,
// .test, .localhost) are what documents for practice and for development use on purpose.
func isPlaceholder(host string) bool {
	for _, name := range [...]string{"example.com", "example.org", "example.net"} {
		if host == name || strings.HasSuffix(host, "."+name) {
			return true
		}
	}
	return false
}
