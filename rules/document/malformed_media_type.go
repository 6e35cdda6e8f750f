package document

import (
	"fmt"
	"mime"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var malformedMediaType = lint.New(lint.Meta{
	ID:       "malformed-media-type",
	Title:    "a body stands under what is no media type",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	MediaType: func(p *lint.Pass, m *spec.MediaType) {
		if isMediaType(m.Name) || strings.HasPrefix(m.Local, "/components/") {
			return
		}
		cure := "write a media type such as application/json"
		switch strings.ToLower(m.Name) {
		case "json", "application-json", "applicationjson":
			cure = "write application/json"
		}
		p.Report(&m.Node, m.NameSpan, fmt.Sprintf("%q is no media type, so no body that is sent is this one", m.Name), lint.Cure(cure))
	},
})

// isMediaType accepts what RFC 9110 calls a media type or a media range, and components of OpenAPI 3.2,
// which have names of their own.
func isMediaType(name string) bool {
	kind, _, err := mime.ParseMediaType(name)
	if err != nil {
		return false
	}
	_, subtype, found := strings.Cut(kind, "/")
	return found && subtype != ""
}
