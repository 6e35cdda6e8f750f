package resources

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var resourceNameField = lint.New(lint.Meta{
	ID:       "resource-name-field",
	Title:    "a resource has no string that holds its name",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{122, 123, 148},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{Type: func(p *lint.Pass, t *spec.Type) {
	if t.Resource == nil {
		return
	}
	name := nameFieldOf(t)
	at := slices.IndexFunc(t.Fields, func(f *spec.Field) bool { return f.Name == name })
	if at < 0 {
		p.Report(&t.Node, t.NameSpan,
			fmt.Sprintf("resource %s has no field %s: who gets one from a list or a stream can't read, change or refer to it", t.Name, name),
			lint.Cure(fmt.Sprintf("add string %s = 1, or say with name_field which field it is", name)))
		return
	}
	checkNameField(p, t, t.Fields[at])
}})

// nameFieldOf returns what the field is called that holds a resource's name. There are whole APIs that
// call it resource_name and don't say so, beside a name for people.
func nameFieldOf(t *spec.Type) string {
	for _, f := range t.Fields {
		own := f.Reference != nil && f.Reference.Type == t.Resource.Type
		if f.Name == "resource_name" && t.Resource.NameField == "" && (own || !hasField(t, "name")) {
			return f.Name
		}
	}
	return cmp.Or(t.Resource.NameField, "name")
}

func checkNameField(p *lint.Pass, t *spec.Type, f *spec.Field) {
	switch {
	case f.Type.Kind != spec.KindString:
		p.Report(&f.Node, f.Type.NameSpan,
			fmt.Sprintf("the name of resource %s is no string: it can't be passed on to the calls that take a name", t.Name),
			lint.Cure(fmt.Sprintf("declare string %s = %d", f.Name, f.Number)))
	case declaresOptional(p.API, f):
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("the name of resource %s is optional: callers have to tell an absent name from an empty one, and no resource has either", t.Name),
			append(deleteKeyword(f), lint.Cure("delete the keyword optional"))...)
	}
}

// declaresOptional reports whether a field of proto3, where it needn't be said, is called optional.
func declaresOptional(api *spec.API, f *spec.Field) bool {
	return strings.HasPrefix(f.Span.Text(), "optional ") && slices.ContainsFunc(api.Documents, func(d *spec.Document) bool {
		return d.File == f.Span.File && d.Dialect == "proto3"
	})
}

// deleteKeyword is unsafe: generated code has one accessor less.
func deleteKeyword(f *spec.Field) []lint.Option {
	return []lint.Option{lint.Fix(report.Fix{
		Title: "delete optional", Safety: report.Unsafe, Edits: []report.Edit{{Span: f.Span.Slice(0, len("optional "))}},
	})}
}
