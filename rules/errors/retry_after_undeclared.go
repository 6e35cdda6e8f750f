package errors

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var retryAfterUndeclared = lint.New(lint.Meta{
	ID:       "retry-after-undeclared",
	Title:    "an error that passes doesn't say when",
	Group:    "errors",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Response]bool{}
		eachFailure(api, func(o *spec.Operation, r *spec.Response) {
			declared := r
			if r.Target != nil {
				declared = r.Target
			}
			if r.Status != "429" && r.Status != "503" || seen[declared] || slices.ContainsFunc(r.Headers, saysWhen) {
				return
			}
			seen[declared] = true
			p.Report(&declared.Node, declared.NameSpan,
				fmt.Sprintf("%s answers %s without declaring the header Retry-After: clients retry at once, all of them together, and keep the service down",
					standard.Label(o), r.Status),
				append(addRetryAfter(declared), lint.Cure("declare the header Retry-After (RFC 9110) under headers, and send it"))...)
		})
	},
})

// saysWhen reports whether a header tells when to come back: Retry-After, or the reset of a limit
// (RateLimit-Reset, X-RateLimit-Reset, RateLimit).
func saysWhen(h *spec.Parameter) bool {
	name := strings.ToLower(h.Name)
	return name == "retry-after" || name == "ratelimit" || strings.HasSuffix(name, "ratelimit-reset") || strings.HasSuffix(name, "rate-limit-reset")
}

// addRetryAfter offers to declare the header. It is unsafe, for the service has to send it.
func addRetryAfter(r *spec.Response) []lint.Option {
	added, ok := edit.AddTo(&r.Node, "headers", "Retry-After",
		`{"description": "After how many seconds to try again.", "schema": {"type": "integer", "minimum": 0}}`)
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "declare the header Retry-After", Safety: report.Unsafe, Edits: []report.Edit{added}})}
}
