package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var embeddedResource = lint.New(lint.Meta{
	ID:       "embedded-resource",
	Title:    "a resource holds another instead of referring to it",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
	if f.Owner == nil || f.Owner.Resource == nil {
		return
	}
	held := partOf(f.Type)
	if held == nil || held.Resource == nil || held == f.Owner {
		return
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s of resource %s holds the resource %s: there are two copies of it to read and to write, with rights and etags of their own", f.Name, f.Owner.Name, held.Name),
		lint.Cure(fmt.Sprintf("refer to it: string %s with a resource_reference to %s", f.Name, held.Resource.Type)))
}})
