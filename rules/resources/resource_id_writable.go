package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

var resourceIDWritable = lint.New(lint.Meta{
	ID:       "resource-id-writable",
	Title:    "a resource has an identifier beside its name, and callers may set it",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122, 148, 203},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{Type: func(p *lint.Pass, t *spec.Type) {
	if t.Resource == nil || t.Direction == spec.InResponse || !hasField(t, "name") {
		return
	}
	own := words.Snake.Write(annotation{Resource: t.Resource}.noun()) + "_id"
	for _, f := range t.Fields {
		const unset = spec.BehaviorOutputOnly | spec.BehaviorInputOnly | spec.BehaviorImmutable
		if (f.Name == "id" || f.Name == own || f.Name == words.Snake.Write(t.Name)+"_id") && f.Behavior&unset == 0 {
			reportWritableID(p, t, f)
		}
	}
}})

func hasField(t *spec.Type, name string) bool {
	for _, f := range t.Fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

func reportWritableID(p *lint.Pass, t *spec.Type, f *spec.Field) {
	options := []lint.Option{lint.Cure("mark it with (google.api.field_behavior) = OUTPUT_ONLY, or call it uid if the server makes it up")}
	if change, ok := edit.Insert(f.Syntax, "(google.api.field_behavior)", "OUTPUT_ONLY"); ok && f.Behavior == 0 && imports(p.API, f, "google/api/field_behavior.proto") {
		options = append(options, lint.Fix(report.Fix{Title: "mark it as OUTPUT_ONLY", Safety: report.Unsafe, Edits: []report.Edit{change}}))
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s.%s says in part what the name says, and may be written: callers can send two that contradict each other", t.Name, f.Name), options...)
}
