package resources

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

type outputOnlyOptions struct {
	Fields []string `json:"fields"`
}

var outputOnlyUnmarked = lint.NewWith(lint.Meta{
	ID:       "output-only-unmarked",
	Title:    "callers may set what the server alone knows",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{148, 203},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended | lint.AIP,
}, outputOnlyOptions{
	Fields: []string{"create_time", "created_at", "creation_time", "delete_time", "deleted_at", "uid", "update_time", "updated_at"},
}, func(options outputOnlyOptions) lint.Hooks {
	return lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
		const set = spec.BehaviorOutputOnly | spec.BehaviorInputOnly | spec.BehaviorImmutable | spec.BehaviorRequired
		if f.Owner == nil || f.Owner.Resource == nil || f.Behavior&set != 0 || !slices.Contains(options.Fields, f.Name) {
			return
		}
		if f.Owner.Direction != spec.InResponse && imports(p.API, f, "google/api/field_behavior.proto") {
			reportUnmarkedOutput(p, f)
		}
	}}
})

func reportUnmarkedOutput(p *lint.Pass, f *spec.Field) {
	options := []lint.Option{lint.Cure("mark it with (google.api.field_behavior) = OUTPUT_ONLY")}
	if change, ok := edit.Insert(f.Syntax, "(google.api.field_behavior)", "OUTPUT_ONLY"); ok && f.Behavior == 0 {
		options = append(options, lint.Fix(report.Fix{Title: "mark it as OUTPUT_ONLY", Safety: report.Unsafe, Edits: []report.Edit{change}}))
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s of resource %s is set by the server, and nothing says so: forms and declarative tools let callers set it, and see their value vanish",
			f.Name, f.Owner.Name), options...)
}
