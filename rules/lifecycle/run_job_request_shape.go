package lifecycle

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/spec"
)

var runJobRequestShape = lint.New(lint.Meta{
	ID:       "run-job-request-shape",
	Title:    "the run of a job asks for the job in another way than others do",
	Group:    "lifecycle",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{152},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		s, ok := family.RequestOf(p, o, family.RunJob)
		if !ok {
			return
		}
		s.Check(nameOfResource())
		if f := s.Field("name"); f != nil && f.Reference != nil && strings.Contains(f.Reference.Type, "/") && !strings.HasSuffix(f.Reference.Type, "Job") {
			s.Report(&f.Node, fmt.Sprintf("refers to %s, which is no job", f.Reference.Type), "refer to the job, or call the rpc after what it runs")
		}
	},
})
