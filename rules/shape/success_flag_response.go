package shape

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/failure"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var successFlagResponse = lint.New(lint.Meta{
	ID:       "success-flag-response",
	Title:    "a success can say that it is a failure",
	Group:    "shape",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{193},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		answer := o.ResponseType()
		if o.Kind != spec.Call || o.Streaming != 0 || answer == nil || failure.Judges(p.Words, o) {
			return
		}
		if flag := failure.Flag(answer.AllFields()); flag != nil {
			reportFlag(p, o, flag)
		}
	},
})

func reportFlag(p *lint.Pass, o *spec.Operation, flag *spec.Field) {
	cure := "answer failures with a 4xx or 5xx and an error body (application/problem+json), and leave " + flag.Name + " out"
	if p.API.Format == spec.Proto {
		cure = "return a gRPC status (google.rpc.Status with ErrorInfo) for failures, and leave " + flag.Name + " out"
	}
	p.Report(&flag.Node, flag.NameSpan,
		fmt.Sprintf("%s answers failures as successes, told by %s: retries, alerts and generated clients take them for successes",
			standard.Label(o), flag.Name),
		lint.Cure(cure), lint.Related(o.NameSpan, "the operation"))
}
