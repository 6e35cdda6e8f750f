package document

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var invalidStatusCode = lint.New(lint.Meta{
	ID:       "invalid-status-code",
	Title:    "a response stands under what is no status code",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		for _, o := range operations(api) {
			for _, r := range o.Responses {
				if !isStatus(r.Status) && !isNumber(r.Status) {
					p.Report(&r.Node, r.NameSpan, fmt.Sprintf("%q is no status code, so no answer of the operation is this response", r.Status), lint.Cure(meantStatus(r.Status)))
				}
			}
		}
	},
})

// isStatus accepts the codes of RFC 9110, the ranges of OpenAPI (4XX) and default.
func isStatus(status string) bool {
	if status == "default" {
		return true
	}
	if len(status) != 3 || status[0] < '1' || status[0] > '5' {
		return false
	}
	return status[1:] == "XX" || isDigit(status[1]) && isDigit(status[2])
}

// isNumber tells the numbers that unassigned-status speaks of: of three digits, and none that HTTP has.
func isNumber(status string) bool {
	return len(status) == 3 && isDigit(status[0]) && isDigit(status[1]) && isDigit(status[2])
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func meantStatus(status string) string {
	if upper := strings.ToUpper(status); isStatus(upper) {
		return "write " + upper
	}
	if lower := strings.ToLower(status); isStatus(lower) {
		return "write " + lower
	}
	return "write a code from 100 to 599, a range such as 4XX, or default"
}
