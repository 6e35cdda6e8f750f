package layout

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var groupField = lint.New(lint.Meta{
	ID:       "group-field",
	Title:    "a field is a group",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if t.Proto == nil || !t.Proto.Group || p.API.Format != spec.Proto {
			return
		}
		p.Report(&t.Node, t.NameSpan,
			fmt.Sprintf("%s is a group, which proto3 and several languages don't know, so its message can be used nowhere else", t.Name),
			lint.Cure(fmt.Sprintf("declare a message %s and a field of it with a new number", t.Name)))
	},
})
