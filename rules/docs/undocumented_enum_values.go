package docs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type enumValuesOptions struct {
	MinValues int `json:"min_values"`
}

var undocumentedEnumValues = lint.NewWith(lint.Meta{
	ID:       "undocumented-enum-values",
	Title:    "an enum lists its values and says nothing of them",
	Group:    "docs",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, enumValuesOptions{MinValues: 4}, func(options enumValuesOptions) lint.Hooks {
	return lint.Hooks{
		Type: func(p *lint.Pass, t *spec.Type) {
			if t.Name != "" {
				options.check(p, &t.Node, t, t.Name, "")
			}
		},
		Field:     func(p *lint.Pass, f *spec.Field) { options.check(p, &f.Node, f.Type, f.Name, f.Doc) },
		Parameter: func(p *lint.Pass, f *spec.Parameter) { options.check(p, &f.Node, f.Type, f.Name, f.Doc) },
	}
})

func (o enumValuesOptions) check(p *lint.Pass, n *spec.Node, t *spec.Type, name, doc string) {
	if t == nil || t.Kind != spec.KindEnum || len(t.Values) < o.MinValues || n.Deprecated != nil || describesValues(t) || namesPlaces(t) {
		return
	}
	doc = strings.ToLower(doc + " " + t.Doc)
	named := slices.ContainsFunc(t.Values, func(v *spec.EnumValue) bool {
		return v.Value != nil && v.Value.Kind == spec.Str && len(v.Value.Text) > 2 && strings.Contains(doc, strings.ToLower(v.Value.Text))
	})
	if named || strings.Contains(doc, "http") {
		return
	}
	p.Report(n, n.NameSpan,
		fmt.Sprintf("%s has %d values and its documentation explains none of them, so consumers guess which one they will meet when", name, len(t.Values)),
		lint.Cure("say in the description what each value stands for"))
}

// namesPlaces reports whether the values are the places in an HTTP message, which need no words.
func namesPlaces(t *spec.Type) bool {
	return !slices.ContainsFunc(t.Values, func(v *spec.EnumValue) bool {
		return !slices.Contains([]string{"body", "cookie", "header", "path", "query"}, v.Name)
	})
}

// describesValues reports whether an extension or a union explains the values.
func describesValues(t *spec.Type) bool {
	for _, name := range [...]string{"x-enum-descriptions", "x-enumDescriptions", "x-enum-varnames", "x-ms-enum"} {
		if _, ok := t.Attr(name); ok {
			return true
		}
	}
	return false
}
