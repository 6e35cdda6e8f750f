package longrunning

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var streamedOperation = lint.New(lint.Meta{
	ID:       "streamed-operation",
	Title:    "long-running operations come as a stream",
	Group:    "longrunning",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{151},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if !handsOutOperation(o) || o.Streaming&spec.ServerStreaming == 0 {
			return
		}
		p.Report(&o.Node, o.Responses[0].NameSpan,
			fmt.Sprintf("%s streams Operations: an Operation is there so that nobody has to keep a connection open until the work is done", o.Name),
			lint.Cure("return one google.longrunning.Operation, or stream the results themselves"))
	},
})
