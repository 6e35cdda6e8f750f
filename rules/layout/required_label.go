package layout

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var requiredLabel = lint.New(lint.Meta{
	ID:       "required-label",
	Title:    "a field is required on the wire",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Field: func(p *lint.Pass, f *spec.Field) {
		if f.Presence != spec.PresenceRequired {
			return
		}
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is required on the wire, so a message without it can't be read at all, and no version can ever do without it", f.Name),
			lint.Cure("make it optional, and say by (google.api.field_behavior) = REQUIRED or a rule of protovalidate that requests need it"))
	},
})
