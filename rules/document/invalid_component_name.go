package document

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var invalidComponentName = lint.New(lint.Meta{
	ID:       "invalid-component-name",
	Title:    "a component has a name that OpenAPI does not allow",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		var found remarks
		for _, d := range api.Documents {
			if d.Syntax == nil {
				continue
			}
			components, _ := d.Syntax.Attribute("components")
			if components.Value == nil {
				continue
			}
			for _, section := range components.Value.Members {
				for _, m := range section.Value.Members {
					if !isComponentName(m.Key) && !strings.HasPrefix(section.Key, "x-") && m.KeySpan.Len() > 0 {
						found.add(m.KeySpan, fmt.Sprintf("the name %q under %s is none that OpenAPI allows, so tools refuse it or change it", m.Key, section.Key),
							"use letters, digits, and . _ - alone")
					}
				}
			}
		}
		found.report(p, api)
	},
})

// isComponentName goes by the pattern that OpenAPI gives: ^[a-zA-Z0-9._-]+$
func isComponentName(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '.' || r == '_' || r == '-')
	}) < 0
}
