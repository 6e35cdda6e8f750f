package layout

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var closedEnum = lint.New(lint.Meta{
	ID:       "closed-enum",
	Title:    "readers of an enum lose the values that they don't know yet",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if t.Kind != spec.KindEnum || t.Proto == nil || t.Proto.Open {
			return
		}
		p.Report(&t.Node, t.NameSpan,
			fmt.Sprintf("%s is closed, so a consumer that is older than a value reads its field as not set, and loses it from lists", t.Name),
			lint.Cure("declare it in proto3, or with features.enum_type = OPEN in an edition"))
	},
})
