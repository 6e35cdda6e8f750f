package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

var nameNotIdentifier = lint.New(lint.Meta{
	ID:       "name-not-identifier",
	Title:    "the name of a resource isn't marked as its identifier",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{203},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.AIP,
}, lint.Hooks{Type: func(p *lint.Pass, t *spec.Type) {
	if t.Resource == nil {
		return
	}
	name := nameFieldOf(t)
	for _, f := range t.Fields {
		if f.Name == name && f.Type.Kind == spec.KindString && !f.Behavior.Has(spec.BehaviorIdentifier) {
			reportUnidentified(p, t, f)
		}
	}
}})

func reportUnidentified(p *lint.Pass, t *spec.Type, f *spec.Field) {
	options := []lint.Option{lint.Cure("mark it with (google.api.field_behavior) = IDENTIFIER")}
	if change, ok := edit.Insert(f.Syntax, "(google.api.field_behavior)", "IDENTIFIER"); ok && f.Behavior == 0 && imports(p.API, f, "google/api/field_behavior.proto") {
		options = append(options, lint.Fix(report.Fix{Title: "mark it as IDENTIFIER", Safety: report.Unsafe, Edits: []report.Edit{change}}))
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s of resource %s isn't marked as its identifier: tools ask for it where it is chosen by the server, and offer to change it", f.Name, t.Name), options...)
}
