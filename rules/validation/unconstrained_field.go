package validation

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type unconstrainedFieldOptions struct {
	Kinds                []string `json:"kinds"`
	WithoutProtovalidate bool     `json:"without_protovalidate"`
}

// Validate refuses kinds that do not exist.
func (o unconstrainedFieldOptions) Validate() error {
	for _, kind := range o.Kinds {
		if !slices.Contains(allKinds(), kind) {
			return fmt.Errorf("kind %q is none of %s", kind, phrase.And(allKinds()))
		}
	}
	return nil
}

var unconstrainedField = lint.NewWith(lint.Meta{
	ID:       "unconstrained-field",
	Title:    "a request takes values of any size",
	Group:    "validation",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict,
}, unconstrainedFieldOptions{Kinds: allKinds()}, func(options unconstrainedFieldOptions) lint.Hooks {
	return lint.Hooks{
		API: func(p *lint.Pass, api *spec.API) {
			if options.WithoutProtovalidate || canConstrain(api) {
				(&checker{p, options}).api(api)
			}
		},
	}
})

// canConstrain reports whether the contract has a way to declare bounds: a proto package has none
// until it takes up protovalidate, and then a field without bounds is one that was forgotten.
func canConstrain(api *spec.API) bool {
	if api.Format == spec.OpenAPI {
		return true
	}
	return slices.ContainsFunc(api.Documents, func(d *spec.Document) bool {
		return slices.ContainsFunc(d.Imports, func(i spec.Import) bool {
			return i.Path == "buf/validate/validate.proto" || i.Path == "validate/validate.proto"
		})
	})
}

// checker looks at one API.
type checker struct {
	pass    *lint.Pass
	options unconstrainedFieldOptions
}

func (c *checker) api(api *spec.API) {
	spec.Walk(api, &spec.Visitor{
		Field:     func(f *spec.Field) { c.field(f, f.Type) },
		Parameter: func(p *spec.Parameter) { c.field(&p.Field, p.Type) },
	})
	for _, t := range api.Types {
		c.value(&t.Node, nil, t)
	}
}

func (c *checker) field(f *spec.Field, t *spec.Type) {
	if f.Behavior.Has(spec.BehaviorOutputOnly) || f.Deprecated != nil || f.Reference != nil {
		return // a resource's name has the pattern of its resource
	}
	if f.Policy != nil && f.Policy.Bounded != nil && *f.Policy.Bounded {
		return
	}
	if t != nil && isNumber(t) && isIdentifier(f.Name) {
		return
	}
	c.value(&f.Node, f, t)
}

// value reports one declaration of a value that callers send. What a reference stands for is
// reported where it is declared; f is nil where no field declares it.
func (c *checker) value(n *spec.Node, f *spec.Field, t *spec.Type) {
	if t == nil || !t.Direction.Has(spec.InRequest) || t.Kind == spec.KindReference {
		return
	}
	open := openness(t)
	if open.kind == "" || !slices.Contains(c.options.Kinds, open.kind) {
		return
	}
	c.pass.Report(n, n.NameSpan, fmt.Sprintf("%s %s", n.Name, open.harm()),
		append(c.declareDocumented(n, f, open), lint.Cure(open.cure(c.pass.API.Format)))...)
}

// isIdentifier tells numbers that name something: they have no size.
func isIdentifier(name string) bool {
	parts := words.Split(name)
	if len(parts) == 0 {
		return false
	}
	switch parts[len(parts)-1] {
	case "id", "ids", "number", "no", "timestamp", "time", "at":
		return true
	}
	return false
}
