package batch

import (
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/spec"
)

var batchResponseShape = lint.New(lint.Meta{
	ID:       "batch-response-shape",
	Title:    "a batch doesn't answer with a list of what it worked on",
	Group:    "batch",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{231, 233, 234, 235},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		s, ok := family.AnswerOf(p, o, family.Batch)
		if !ok || o.Streaming != 0 || len(s.Message.Fields) == 0 || slices.ContainsFunc(s.Message.Fields, isList) {
			return
		}
		for _, f := range s.Message.Fields {
			if f.Type.Resolve().Name == s.Member.Resource() {
				s.Report(&f.Node, "holds one "+f.Name+" and not a list of them", "declare it repeated, in the order of the request")
				return
			}
		}
		s.Report(&s.Message.Node, "has no list of what the batch worked on", "declare repeated "+s.Member.Resource()+", in the order of the request")
	},
})

func isList(f *spec.Field) bool {
	kind := f.Type.Resolve().Kind
	return kind == spec.KindArray || kind == spec.KindMap
}
