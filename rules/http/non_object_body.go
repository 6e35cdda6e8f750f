package http

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var nonObjectBody = lint.New(lint.Meta{
	ID:       "non-object-body",
	Title:    "a request body has no place for what comes later",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call || o.Request == nil {
			return
		}
		for _, m := range o.Request.Content {
			t := m.Type.Resolve()
			if t == nil || !spec.IsJSON(m.Name) || m.Name == "application/json-patch+json" || !isBare(t.Kind) {
				continue
			}
			p.Report(&m.Node, m.Type.AttrSpan("type"),
				fmt.Sprintf("%s takes a bare %s: the first option, token or flag that it needs some day has no place in it, and breaks every caller", standard.Label(o), bareName(t.Kind)),
				lint.Cure("take an object with it as a property"))
			return
		}
	},
})

func isBare(kind spec.Kind) bool { return bareName(kind) != "" }

func bareName(kind spec.Kind) string {
	switch kind {
	case spec.KindArray:
		return "list"
	case spec.KindString, spec.KindEnum:
		return "text"
	case spec.KindInteger, spec.KindNumber:
		return "number"
	case spec.KindBoolean:
		return "boolean"
	}
	return ""
}
