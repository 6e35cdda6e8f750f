package versioning

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var writableState = lint.New(lint.Meta{
	ID:       "writable-state",
	Title:    "the contract lets callers write the state of a resource",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{203, 216},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	Field: func(p *lint.Pass, f *spec.Field) {
		t := f.Type.Resolve()
		if t == nil || t.Kind != spec.KindEnum || !strings.HasSuffix(t.Name, "State") || f.Behavior.Has(spec.BehaviorOutputOnly) ||
			isMessageOfOperation(f.Owner) || f.Extendee != "" || f.Owner.Direction == spec.InResponse {
			return
		}
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is a state that callers may write, so nobody can tell which changes of it the service allows and what else they set off", f.Name),
			lint.Cure("add (google.api.field_behavior) = OUTPUT_ONLY, and change it by an operation for each transition, such as CancelOrder"))
	},
})
