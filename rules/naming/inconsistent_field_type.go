package naming

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type inconsistentOptions struct {
	Uses int `json:"uses"` // how many fields of the name must have one type before another is reported
}

// Validate refuses numbers by which any two fields would be a convention.
func (o inconsistentOptions) Validate() error {
	if o.Uses < 2 {
		return fmt.Errorf("uses must be 2 or more, not %d", o.Uses)
	}
	return nil
}

var inconsistentFieldType = lint.NewWith(lint.Meta{
	ID:       "inconsistent-field-type",
	Title:    "a field has another type than everywhere else",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, inconsistentOptions{4}, func(options inconsistentOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		uses := namesakes{}
		spec.Walk(api, &spec.Visitor{Field: uses.add, Parameter: func(parameter *spec.Parameter) {
			if parameter.In != spec.InHeader && parameter.Target == nil {
				uses.add(&parameter.Field)
			}
		}})
		for _, fields := range uses {
			reportOdd(p, fields, options.Uses)
		}
	}}
})

// namesakes are the fields of an API with scalar types, by their names in snake_case.
type namesakes map[string][]*spec.Field

// add leaves out what is deprecated, and names of one word: a value or a state is of any type.
func (n namesakes) add(f *spec.Field) {
	name := words.Snake.Write(f.Name)
	if len(words.Split(name)) > 1 && f.Deprecated == nil && f.OneOf == nil && shapeOf(f.Type) != "" {
		n[name] = append(n[name], f)
	}
}

// shapeOf says which type a field has, as far as consumers must not take one for another; "" if that is no scalar.
// Numbers of all widths are one, and so are enums and texts, which JSON writes alike.
func shapeOf(t *spec.Type) string {
	switch t = t.Resolve(); t.Kind {
	case spec.KindBoolean:
		return "a boolean"
	case spec.KindInteger, spec.KindNumber:
		return "a number"
	case spec.KindString, spec.KindEnum:
		return "a text"
	}
	if t.ID() == "google.protobuf.Timestamp" || t.ID() == "google.protobuf.Duration" {
		return "a " + t.Name
	}
	return ""
}

// reportOdd reports the fields whose type is not that of most of their namesakes.
func reportOdd(p *lint.Pass, fields []*spec.Field, uses int) {
	count := map[string]int{}
	for _, f := range fields {
		count[shapeOf(f.Type)]++
	}
	usual := shapeOf(slices.MaxFunc(fields, func(a, b *spec.Field) int { return cmp.Compare(count[shapeOf(a.Type)], count[shapeOf(b.Type)]) }).Type)
	if len(count) < 2 || count[usual] < uses || 5*(len(fields)-count[usual]) > len(fields) {
		return
	}
	for _, f := range fields {
		if shape := shapeOf(f.Type); shape != usual {
			p.Report(&f.Node, f.Type.NameSpan,
				fmt.Sprintf("%s is %s here and %s in %d other places: consumers write code for one of them, and it fails at the other", f.Name, shape, usual, count[usual]),
				lint.Cure(fmt.Sprintf("give it the type that it has elsewhere, %s, or another name", usual)))
		}
	}
}
