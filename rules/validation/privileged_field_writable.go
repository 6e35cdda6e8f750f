package validation

import (
	_ "embed"
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/rules/internal/vocabulary"
	"github.com/bylaw-dev/bylaw/spec"
)

//go:embed privileged.txt
var privilegedText string

var privilegedFieldWritable = lint.NewWith(lint.Meta{
	ID:       "privileged-field-writable",
	Title:    "callers can give themselves rights",
	Group:    "validation",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, vocabulary.Unchanged(), func(options vocabulary.Options) lint.Hooks {
	privileged := vocabulary.Parse(privilegedText, options)
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		c := privilegeCheck{p, privileged, map[*spec.Field]bool{}}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				c.operation(o)
			}
		}
	}}
})

// privilegeCheck looks at the bodies of the operations that write a thing among its other values. An
// operation that grants a right and nothing else is there to do so.
type privilegeCheck struct {
	pass  *lint.Pass
	terms vocabulary.Terms
	seen  map[*spec.Field]bool
}

func (c privilegeCheck) operation(o *spec.Operation) {
	method := standard.Classify(c.pass.Words, o)
	if o.Kind != spec.Call || method != standard.Create && method != standard.Update {
		return
	}
	for _, input := range o.Inputs() {
		if input.In != spec.InBody {
			continue
		}
		c.field(o, input.Field)
		if t := input.Type.Resolve(); input.Number > 0 && t.Kind == spec.KindObject {
			for _, f := range t.Fields {
				c.field(o, f)
			}
		}
	}
}

func (c privilegeCheck) field(o *spec.Operation, f *spec.Field) {
	kind, ok := c.terms.Is(f.Name)
	if !ok || c.seen[f] || f.Behavior.Has(spec.BehaviorOutputOnly) || f.Deprecated != nil || kind == "flag" && f.Type.Resolve().Kind != spec.KindBoolean {
		return
	}
	c.seen[f] = true
	c.pass.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("whoever may call %s may set %s beside the rest: one check forgotten in the code, and callers give themselves what only the service grants", standard.Label(o), f.Name),
		lint.Cure(privilegeCure(c.pass.API.Format, f.Name)))
}

func privilegeCure(format spec.Format, name string) string {
	if format == spec.Proto {
		return fmt.Sprintf("mark %s OUTPUT_ONLY, and grant it by an operation of its own", name)
	}
	return fmt.Sprintf("mark %s readOnly, and grant it by an operation of its own", name)
}
