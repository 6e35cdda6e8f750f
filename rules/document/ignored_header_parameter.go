package document

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var ignoredHeaderParameter = lint.New(lint.Meta{
	ID:       "ignored-header-parameter",
	Title:    "a header is declared that OpenAPI ignores",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Parameter: func(p *lint.Pass, parameter *spec.Parameter) {
		if parameter.In != spec.InHeader {
			return
		}
		_, inRequest := parameter.Attr("in")
		if cure := derivedHeader(parameter.Name, inRequest); cure != "" {
			p.Report(&parameter.Node, parameter.NameSpan,
				fmt.Sprintf("tools ignore the header %s here, as OpenAPI demands: what is declared of it reaches no one", parameter.Name),
				lint.Cure(cure))
		}
	},
})

// derivedHeader says what decides about a header that OpenAPI derives from other declarations; ""
// for all other headers.
func derivedHeader(name string, inRequest bool) string {
	switch name = strings.ToLower(name); {
	case name == "content-type":
		return "declare a media type under content for each type there is"
	case inRequest && name == "accept":
		return "declare a media type under the content of the responses for each type there is"
	case inRequest && name == "authorization":
		return "declare a security scheme, and name it under security"
	}
	return ""
}
