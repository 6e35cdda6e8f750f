package batch

import (
	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/spec"
)

type batchRequestShapeOptions struct {
	Optional []string `json:"optional"`
}

var batchRequestShape = lint.NewWith(lint.Meta{
	ID:       "batch-request-shape",
	Title:    "a batch takes its items in another way than batches do",
	Group:    "batch",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{231, 233, 234, 235},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, batchRequestShapeOptions{[]string{}}, func(options batchRequestShapeOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		s, ok := family.RequestOf(p, o, family.Batch)
		if !ok {
			return
		}
		names := family.Part{Name: "names", Type: "string", Many: true, Sent: true, Refers: true}
		requests := family.Part{Name: "requests", Type: "message", Many: true, Sent: true, Of: single(s.Member) + "Request"}
		switch {
		case !takesNames(s.Member):
			requests.Needed = true
			s.Check(s.Parent(false), requests)
		case s.Field("names") == nil:
			names.Needed = s.Field("requests") == nil
			s.Check(s.Parent(false), names, requests)
		case s.Field("requests") != nil:
			s.Check(s.Parent(false))
			s.Report(&s.Field("requests").Node, "takes names and requests, of which one says all", "leave one of them out")
		default:
			s.Check(s.Parent(false), names)
		}
		s.CheckOthers(options.Optional, "parent", "names", "requests")
	}}
})

// single returns the method that does to one thing what the batch does to many: "CreateOrder".
func single(m family.Member) string { return words.Pascal.Join(m.Before[1:]) + m.Resource() }

// takesNames reports whether a batch needs to know no more of each item than which it is.
func takesNames(m family.Member) bool { return m.Name == "batch get" || m.Name == "batch delete" }
