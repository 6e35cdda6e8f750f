package document

import (
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var missingServer = lint.New(lint.Meta{
	ID:       "missing-server",
	Title:    "the document does not say where the API is",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		if len(calls(api)) > 0 && len(servers(api)) == 0 {
			p.Report(&api.Node, api.NameSpan,
				"the document names no server, so clients take the host that they read the document from for the API's",
				lint.Cure("add servers with the URL of production, or url: / where that is meant"))
		}
	},
})
