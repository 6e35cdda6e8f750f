package http

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type unassignedStatusOptions struct {
	Add []string `json:"add"`
}

var unassignedStatus = lint.NewWith(lint.Meta{
	ID:       "unassigned-status",
	Title:    "a status is none that HTTP knows",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, unassignedStatusOptions{[]string{}}, func(options unassignedStatusOptions) lint.Hooks {
	known := assigned(options.Add)
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		for _, r := range o.Responses {
			if len(r.Status) == 3 && r.Status < "600" && !strings.HasSuffix(strings.ToUpper(r.Status), "XX") && !known[r.Status] {
				p.Report(&r.Node, r.NameSpan,
					fmt.Sprintf("%s answers %s, which HTTP has given no meaning: clients, proxies and metrics see no more in it than %cXX",
						standard.Label(o), r.Status, r.Status[0]),
					lint.Cure("choose a status of the IANA registry, and say the rest by a code in the body"))
			}
		}
	}}
})

// assigned returns the statuses of the IANA registry, as of November 2026, and the added ones. 306
// and 418 are there as unused, and so not here.
func assigned(add []string) map[string]bool {
	const registry = "100 101 102 103 104 200 201 202 203 204 205 206 207 208 226 300 301 302 303 304 305 307 308 " +
		"400 401 402 403 404 405 406 407 408 409 410 411 412 413 414 415 416 417 421 422 423 424 425 426 428 429 431 451 " +
		"500 501 502 503 504 505 506 507 508 510 511"
	known := map[string]bool{}
	for _, status := range append(strings.Fields(registry), add...) {
		known[status] = true
	}
	return known
}
