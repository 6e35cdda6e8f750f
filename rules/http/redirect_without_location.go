package http

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

var redirectWithoutLocation = lint.New(lint.Meta{
	ID:       "redirect-without-location",
	Title:    "a redirection doesn't say where to",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Response]bool{}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				for _, r := range o.Responses {
					if declared := declaredResponse(r); redirects(r.Status) && !seen[declared] && !hasHeader(r, "Location") {
						seen[declared] = true
						reportRedirect(p, o, r.Status, declared)
					}
				}
			}
		}
	},
})

// declaredResponse returns what stands behind a $ref.
func declaredResponse(r *spec.Response) *spec.Response {
	if r.Target != nil {
		return r.Target
	}
	return r
}

// redirects picks the statuses that are about another URI (RFC 9110, section 15.4). 300 may list
// several in its body, and 304 is about none.
func redirects(status string) bool {
	switch status {
	case "301", "302", "303", "307", "308":
		return true
	}
	return false
}

func hasHeader(r *spec.Response, name string) bool {
	return slices.ContainsFunc(r.Headers, func(h *spec.Parameter) bool { return strings.EqualFold(h.Name, name) })
}

func reportRedirect(p *lint.Pass, o *spec.Operation, status string, r *spec.Response) {
	p.Report(&r.Node, r.NameSpan,
		fmt.Sprintf("%s answers %s without declaring the header Location: clients know that it is elsewhere, and not where", standard.Label(o), status),
		append(addLocation(r, "Where it is to be found.", report.Safe), lint.Cure("declare the header Location under headers"))...)
}

// addLocation offers to declare the header.
func addLocation(r *spec.Response, description string, safety report.Safety) []lint.Option {
	added, ok := edit.AddTo(&r.Node, "headers", "Location",
		fmt.Sprintf(`{"description": %q, "schema": {"type": "string", "format": "uri-reference"}}`, description))
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: "declare the header Location", Safety: safety, Edits: []report.Edit{added}})}
}
