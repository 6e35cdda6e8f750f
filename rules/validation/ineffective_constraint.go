package validation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var ineffectiveConstraint = lint.New(lint.Meta{
	ID:       "ineffective-constraint",
	Title:    "a constraint is one of another type",
	Group:    "validation",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		types := declaredTypes(t)
		if len(types) == 0 {
			return
		}
		for _, a := range t.Syntax.Attributes() {
			wanted := typesOf(a.Name)
			if wanted == "" || meets(types, wanted) {
				continue
			}
			p.Report(&t.Node, a.NameSpan,
				fmt.Sprintf("%s says nothing about %s, so whatever is sent passes, and the author believes that it doesn't", a.Name, phrase.Or(plurals(types))),
				lint.Cure(fmt.Sprintf("declare type: %s if that is what it is, or delete %s", strings.Split(wanted, " ")[0], a.Name)))
		}
	},
})

// declaredTypes returns the `type` of a schema that may have a keyword of another one; nil for those
// whose keywords all fit, which are most.
func declaredTypes(t *spec.Type) []string {
	fits := t.Constraints == nil && (t.Kind == spec.KindObject || t.Kind == spec.KindArray || len(t.Fields) == 0 && t.Items == nil)
	if fits || t.Syntax == nil {
		return nil
	}
	declared, ok := t.Attr("type")
	switch {
	case !ok:
		return nil
	case declared.Value.Kind == spec.Str:
		return []string{declared.Value.Text}
	}
	var types []string
	for _, v := range declared.Value.Items {
		types = append(types, v.String())
	}
	return types
}

// typesOf returns the types of values that a keyword of JSON Schema is about; "" for all others.
func typesOf(keyword string) string {
	switch keyword {
	case "minLength", "maxLength", "pattern":
		return "string"
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf":
		return "number integer"
	case "minItems", "maxItems", "uniqueItems", "items", "prefixItems", "contains":
		return "array"
	case "minProperties", "maxProperties", "properties", "patternProperties", "required", "dependentRequired":
		return "object"
	}
	return ""
}

func meets(types []string, wanted string) bool {
	return slices.ContainsFunc(types, func(name string) bool { return strings.Contains(wanted, name) })
}

func plurals(types []string) []string {
	var all []string
	for _, name := range types {
		if name == "null" {
			all = append(all, name)
		} else {
			all = append(all, name+"s")
		}
	}
	return all
}
