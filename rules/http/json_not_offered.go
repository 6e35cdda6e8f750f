package http

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type jsonNotOfferedOptions struct {
	Types []string `json:"types"`
}

var jsonNotOffered = lint.NewWith(lint.Meta{
	ID:       "json-not-offered",
	Title:    "structured data can't be exchanged as JSON",
	Group:    "http",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, jsonNotOfferedOptions{[]string{"multipart/", "text/event-stream", "application/octet-stream"}}, func(options jsonNotOfferedOptions) lint.Hooks {
	check := func(p *lint.Pass, content []*spec.MediaType) {
		if len(content) == 0 || slices.ContainsFunc(content, options.offers) {
			return
		}
		m := content[0]
		if t := m.Type.Resolve(); t != nil && t.Kind == spec.KindObject && len(t.AllFields()) > 0 {
			p.Report(&m.Node, m.NameSpan,
				fmt.Sprintf("an object travels as %s and never as JSON: clients need a second encoder, and how lists and nested objects are written is anybody's guess", m.Name),
				lint.Cure("offer application/json beside it"))
		}
	}
	return lint.Hooks{
		Payload:  func(p *lint.Pass, body *spec.Payload) { check(p, body.Content) },
		Response: func(p *lint.Pass, r *spec.Response) { check(p, r.Content) },
	}
})

// offers reports whether a media type is JSON, a sequence of JSON, or one of those that are as good.
func (o jsonNotOfferedOptions) offers(m *spec.MediaType) bool {
	name := strings.ToLower(m.Name)
	return strings.Contains(name, "json") || strings.Contains(name, "*") ||
		slices.ContainsFunc(o.Types, func(prefix string) bool { return strings.HasPrefix(name, strings.ToLower(prefix)) })
}
