package longrunning

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var operationInfoIncomplete = lint.New(lint.Meta{
	ID:       "operation-info-incomplete",
	Title:    "a long-running operation doesn't say what it ends in, or what it tells until then",
	Group:    "longrunning",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{151},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if !handsOutOperation(o) || strings.HasSuffix(o.Name, "Operation") { // of whatever method
			return
		}
		info := o.LongRunning
		switch {
		case info == nil || info.ResponseName == "":
			reportInfo(p, o, "what it ends in", "unpack its response", "response_type")
		case info.MetadataName == "" || strings.HasSuffix(info.MetadataName, "google.protobuf.Empty"):
			reportInfo(p, o, "how far it has got", "show its progress", "metadata_type")
		}
	},
})

func reportInfo(p *lint.Pass, o *spec.Operation, unsaid, use, option string) {
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("%s hands out an Operation and no type says %s: generated clients can't %s", o.Name, unsaid, use),
		lint.Cure(fmt.Sprintf("name a message of its own in %s of option (google.longrunning.operation_info)", option)))
}
