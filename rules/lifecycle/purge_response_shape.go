package lifecycle

import (
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/spec"
)

var purgeResponseShape = lint.New(lint.Meta{
	ID:       "purge-response-shape",
	Title:    "a purge doesn't say how much it purged, or would",
	Group:    "lifecycle",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{165},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if s, ok := family.AnswerOf(p, o, family.Purge); ok {
			s.Check(
				family.Part{Name: "purge_count", Type: "int32", Needed: true},
				family.Part{Name: "purge_sample", Type: "string", Many: true, Needed: true, Refers: true},
			)
		}
	},
})
