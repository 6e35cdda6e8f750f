package longrunning

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var acceptedAndDone = lint.New(lint.Meta{
	ID:       "accepted-and-done",
	Title:    "an operation is now done at once, now later",
	Group:    "longrunning",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{151},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		accepted := answers(o, "202")
		if accepted == nil {
			return
		}
		for _, r := range o.Responses {
			if r != accepted && strings.HasPrefix(r.Status, "2") {
				p.Report(&o.Node, accepted.NameSpan,
					fmt.Sprintf("%s answers %s and 202: every caller has to be written for both, and the one that is rare is tried by no test", standard.Label(o), r.Status),
					lint.Cure("answer 202 always, with a job that may be done already, or declare two operations"))
				return
			}
		}
	},
})
