package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var undefinedRequiredProperty = lint.New(lint.Meta{
	ID:       "undefined-required-property",
	Title:    "a schema requires a property that it does not describe",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		s := t.Schema
		if s == nil || len(s.Required) == 0 || isBranch(t) || t.Kind != spec.KindObject && t.Kind != spec.KindMap {
			return
		}
		names, ok := describedProperties(t)
		if !ok {
			return
		}
		for _, required := range s.Required {
			if names[required.Name] || required.Name == "" {
				continue
			}
			p.Report(&t.Node, required.Span, fmt.Sprintf("%s requires %s, %s", label(t), required.Name, missingProperty(t)),
				lint.Cure(declareProperty(names, required.Name)))
		}
	},
})

func missingProperty(t *spec.Type) string {
	if closed := t.Schema.AdditionalProperties; closed != nil && closed.Kind == spec.KindNever {
		return "which additionalProperties: false refuses: no value is valid"
	}
	return "and no property of that name says what it is: anything will do, and generated types lack it"
}

func declareProperty(names map[string]bool, name string) string {
	var all []string
	for n := range names {
		all = append(all, n)
	}
	if len(all) > 0 {
		if meant := spelling.Closest(name, sorted(all)); meant != "" {
			return fmt.Sprintf("write %s, or declare %s under properties", meant, name)
		}
	}
	return fmt.Sprintf("declare %s under properties, or take it out of required", name)
}

// describedProperties returns the names of the properties that the schema or a schema that it is composed of
// describes. It is not ok where patterns or conditions may describe more.
func describedProperties(t *spec.Type) (names map[string]bool, ok bool) {
	d := description{map[string]bool{}, map[*spec.Type]bool{}, true}
	d.add(t)
	return d.names, d.known
}

type description struct {
	names map[string]bool
	seen  map[*spec.Type]bool
	known bool
}

func (d *description) add(t *spec.Type) {
	if t = t.Resolve(); t == nil || d.seen[t] {
		return
	}
	d.seen[t] = true
	for _, f := range t.Fields {
		d.names[f.Name] = true
	}
	s := t.Schema
	if t.Kind == spec.KindReference || t.Kind == spec.KindMap || s != nil && (len(s.PatternProperties) > 0 || s.DynamicRef != "") {
		d.known = false // what it refers to is not there, or it describes properties by their value alone
		return
	}
	if s == nil {
		return
	}
	for _, branches := range [...][]*spec.Type{s.AllOf, s.AnyOf, s.OneOf} {
		for _, branch := range branches {
			d.add(branch)
		}
	}
	for _, branch := range [...]*spec.Type{s.If, s.Then, s.Else} {
		if branch != nil {
			d.add(branch)
		}
	}
}
