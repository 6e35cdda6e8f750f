package longrunning

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var operationInfoUnresolved = lint.New(lint.Meta{
	ID:       "operation-info-unresolved",
	Title:    "what a long-running operation ends in is declared nowhere",
	Group:    "longrunning",
	Severity: report.Error,
	Formats:  lint.ProtoOnly,
	AIP:      []int{151},
	Since:    "2026.1",
	Presets:  lint.Relaxed | lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if info := o.LongRunning; info != nil {
			checkName(p, o, info.ResponseName, info.Response, "response_type")
			checkName(p, o, info.MetadataName, info.Metadata, "metadata_type")
		}
	},
})

// checkName reports a name that stands for no message. It is a mere string, so no compiler does.
func checkName(p *lint.Pass, o *spec.Operation, name string, t *spec.Type, option string) {
	if name == "" || t != nil {
		return
	}
	p.Report(&o.Node, spanOf(o, option),
		fmt.Sprintf("%s of %s names %s, which is declared nowhere: generated clients don't compile, or fail when the operation is done", option, o.Name, name),
		lint.Cure("name a message that exists, with its package if that is another one"))
}

func spanOf(o *spec.Operation, option string) source.Span {
	if info, ok := o.Attr("(google.longrunning.operation_info)"); ok && info.Value.Get(option) != nil {
		return info.Value.Get(option).Span
	}
	return o.NameSpan
}
