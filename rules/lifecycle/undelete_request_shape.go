package lifecycle

import (
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/spec"
)

type undeleteRequestShapeOptions struct {
	Optional []string `json:"optional"`
}

var undeleteRequestShape = lint.NewWith(lint.Meta{
	ID:       "undelete-request-shape",
	Title:    "an undelete asks for its resource in another way than others do",
	Group:    "lifecycle",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{164},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, undeleteRequestShapeOptions{[]string{}}, func(options undeleteRequestShapeOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if s, ok := family.RequestOf(p, o, family.Undelete); ok {
			s.Check(nameOfResource())
			s.CheckOthers(options.Optional, "name")
		}
	}}
})

// nameOfResource returns the field by which callers say which resource a method is about.
func nameOfResource() family.Part {
	return family.Part{Name: "name", Type: "string", Needed: true, Sent: true, Refers: true}
}
