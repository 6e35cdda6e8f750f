package versioning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var missingDeprecationHeader = lint.New(lint.Meta{
	ID:       "missing-deprecation-header",
	Title:    "the answers of a deprecated operation don't say so",
	Group:    "versioning",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		success := o.Success()
		if o.Deprecated == nil || o.Kind != spec.Call || success == nil {
			return
		}
		wanted := "Deprecation"
		if day, _ := (element{Node: &o.Node}).sunset(); day != "" {
			wanted = "Sunset"
		}
		if slices.ContainsFunc(success.Headers, func(h *spec.Parameter) bool {
			return strings.EqualFold(h.Name, "Deprecation") || strings.EqualFold(h.Name, "Sunset")
		}) {
			return
		}
		p.Report(&o.Node, success.NameSpan,
			fmt.Sprintf("%s is deprecated and its answer %s declares no header %s, so clients that are running never tell anybody", standard.Label(o), success.Status, wanted),
			lint.Cure(fmt.Sprintf("declare the header %s (RFC 9745, RFC 8594) in the answer", wanted)))
	},
})
