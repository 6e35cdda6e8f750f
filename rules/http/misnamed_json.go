package http

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var misnamedJSON = lint.New(lint.Meta{
	ID:       "misnamed-json",
	Title:    "JSON travels under a name that is not its own",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	MediaType: func(p *lint.Pass, m *spec.MediaType) {
		name, _, _ := strings.Cut(strings.ToLower(m.Name), ";")
		if name = strings.TrimSpace(name); !misnames(name, m.Type.Resolve()) {
			return
		}
		p.Report(&m.Node, m.NameSpan,
			fmt.Sprintf("%s is not the name of JSON: clients and frameworks that decode application/json (RFC 8259) hand this out as a text", m.Name),
			lint.Cure("declare application/json, or a type that ends in +json"))
	},
})

// misnames reports whether a media type is one that JSON was called by before it had a name, or that of
// a text beside a schema with properties.
func misnames(name string, t *spec.Type) bool {
	switch name {
	case "text/json", "text/x-json", "application/x-json":
		return true
	case "text/plain", "text/html", "text/javascript", "application/javascript", "application/x-javascript":
		return t != nil && t.Kind == spec.KindObject && len(t.AllFields()) > 0
	}
	return false
}
