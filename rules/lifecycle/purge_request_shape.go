package lifecycle

import (
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/spec"
)

var purgeRequestShape = lint.New(lint.Meta{
	ID:       "purge-request-shape",
	Title:    "a purge doesn't let its callers say what is purged, or look before it is",
	Group:    "lifecycle",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{165},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		s, ok := family.RequestOf(p, o, family.Purge)
		if !ok {
			return
		}
		s.Check(
			s.Parent(true),
			family.Part{Name: "filter", Type: "string", Needed: true, Sent: true},
			family.Part{Name: "force", Type: "bool", Needed: true},
		)
	},
})
