package openapi

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// loadFiles loads openapi.yaml of the files.
func loadFiles(t testing.TB, files map[string]string) (*spec.API, []report.Finding) {
	t.Helper()
	apis, findings := Load(t.Context(), Config{Tree: memtree.New(files), Roots: []string{"openapi.yaml"}})
	if len(apis) == 0 {
		return nil, findings
	}
	return apis[0], findings
}

// clean loads one document and fails if anything is said about it.
func clean(t testing.TB, document string) *spec.API {
	t.Helper()
	return cleanFiles(t, map[string]string{"openapi.yaml": document})
}

func cleanFiles(t testing.TB, files map[string]string) *spec.API {
	t.Helper()
	api, findings := loadFiles(t, files)
	for _, f := range findings {
		t.Errorf("unexpected finding: %s", said(f))
	}
	if api == nil {
		t.Fatal("nothing was loaded")
	}
	return api
}

// said writes a finding as one line: place, rule, element, message, cure.
func said(f report.Finding) string {
	at := f.Span.Position()
	line := fmt.Sprintf("%s:%d:%d %s", f.Span.Path(), at.Line, at.Column, f.Rule)
	if f.Element != "" {
		line += fmt.Sprintf(" [%s]", f.Element)
	}
	line += " " + f.Message
	if f.Cure != "" {
		line += " | " + f.Cure
	}
	return line
}

// expectFindings compares all findings with the lines expected.
func expectFindings(t *testing.T, findings []report.Finding, want ...string) {
	t.Helper()
	var got []string
	for _, f := range findings {
		got = append(got, said(f))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got findings\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// head is the beginning of a document of a version.
func head(version string) string {
	return "openapi: " + version + "\ninfo: {title: T, version: '1'}\n"
}

// indent shifts a YAML fragment to the right.
func indent(text string, columns int) string {
	pad := strings.Repeat(" ", columns)
	return pad + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n"+pad) + "\n"
}

// schemaDocument puts a schema named S, and others beside it, into a document.
func schemaDocument(version, s, others string) string {
	document := head(version) + "paths: {}\ncomponents:\n  schemas:\n    S:\n" + indent(s, 6)
	if others != "" {
		document += indent(others, 4)
	}
	return document
}

// named returns the definition with that name.
func named(t testing.TB, api *spec.API, name string) *spec.Type {
	t.Helper()
	for _, definition := range api.Types {
		if definition.Name == name {
			return definition
		}
	}
	t.Fatalf("there is no type %s", name)
	return nil
}

// operation returns the operation with that ID.
func operation(t testing.TB, api *spec.API, id spec.ID) *spec.Operation {
	t.Helper()
	var known []string
	for _, o := range api.Services[0].Operations {
		if o.ID() == id {
			return o
		}
		known = append(known, string(o.ID()))
	}
	t.Fatalf("there is no operation %s among %q", id, known)
	return nil
}

var kindNames = map[spec.Kind]string{
	spec.KindAny: "any", spec.KindReference: "ref", spec.KindObject: "object", spec.KindMap: "map",
	spec.KindArray: "array", spec.KindEnum: "enum", spec.KindBoolean: "boolean", spec.KindInteger: "integer",
	spec.KindNumber: "number", spec.KindString: "string", spec.KindNull: "null", spec.KindUnion: "union",
	spec.KindNever: "never",
}

// show writes a type and all it declares in a short form: object{id!: string(uuid), tags: array<string>}.
func show(t *spec.Type) string {
	if t == nil {
		return "nil"
	}
	var b strings.Builder
	b.WriteString(kindNames[t.Kind])
	switch {
	case t.Kind == spec.KindReference && t.Target == nil:
		b.WriteString(" nowhere")
	case t.Kind == spec.KindReference:
		b.WriteString(" " + string(t.Target.ID()))
	}
	if t.Format != "" {
		fmt.Fprintf(&b, "(%s)", t.Format)
	}
	if t.Nullable {
		b.WriteString("?")
	}
	showItems(&b, t)
	showList(&b, "[", values(t.Values), "]")
	showList(&b, "{", fields(t.Fields), "}")
	showList(&b, " with ", constraintsOf(t.Constraints), "")
	showList(&b, " and ", keywordsOf(t), "")
	return b.String()
}

func showItems(b *strings.Builder, t *spec.Type) {
	if t.Keys != nil {
		fmt.Fprintf(b, "<%s: %s>", show(t.Keys), show(t.Items))
	} else if t.Items != nil {
		fmt.Fprintf(b, "<%s>", show(t.Items))
	}
}

func showList(b *strings.Builder, open string, parts []string, end string) {
	if len(parts) > 0 {
		b.WriteString(open + strings.Join(parts, ", ") + end)
	}
}

func values(list []*spec.EnumValue) []string {
	var names []string
	for _, v := range list {
		names = append(names, v.Name)
	}
	return names
}

func fields(list []*spec.Field) []string {
	var parts []string
	for _, f := range list {
		part := f.Name
		if f.Required {
			part += "!"
		}
		if f.Behavior.Has(spec.BehaviorOutputOnly) {
			part += " out"
		}
		if f.Behavior.Has(spec.BehaviorInputOnly) {
			part += " in"
		}
		parts = append(parts, part+": "+show(f.Type))
	}
	return parts
}

func constraintsOf(c *spec.Constraints) []string {
	if c == nil {
		return nil
	}
	var parts []string
	for _, limit := range []struct {
		name string
		l    *spec.Limit
	}{
		{"minLength", c.MinLength}, {"maxLength", c.MaxLength}, {"minItems", c.MinItems}, {"maxItems", c.MaxItems},
		{"minProperties", c.MinProperties}, {"maxProperties", c.MaxProperties},
	} {
		if limit.l != nil {
			parts = append(parts, fmt.Sprintf("%s %d", limit.name, limit.l.N))
		}
	}
	for _, bound := range []struct {
		inclusive, exclusive string
		b                    *spec.Bound
	}{{">=", ">", c.Minimum}, {"<=", "<", c.Maximum}, {"multiple of", "?", c.MultipleOf}} {
		if bound.b != nil && bound.b.Exclusive {
			parts = append(parts, bound.exclusive+" "+bound.b.Text)
		} else if bound.b != nil {
			parts = append(parts, bound.inclusive+" "+bound.b.Text)
		}
	}
	if c.Pattern != "" {
		parts = append(parts, "pattern "+c.Pattern)
	}
	if c.UniqueItems {
		parts = append(parts, "unique")
	}
	if c.Const != nil {
		parts = append(parts, "const "+c.Const.Text)
	}
	return parts
}

// keywordsOf writes the sub-schemas that the keywords hold, each with its name.
func keywordsOf(t *spec.Type) []string {
	s := cmp.Or(t.Schema, &spec.Schema{})
	var parts []string
	list := func(name string, types ...*spec.Type) {
		for _, sub := range types {
			if sub != nil {
				parts = append(parts, name+" "+show(sub))
			}
		}
	}
	list("allOf", s.AllOf...)
	list("anyOf", s.AnyOf...)
	list("oneOf", s.OneOf...)
	list("not", s.Not)
	list("if", s.If)
	list("then", s.Then)
	list("else", s.Else)
	list("additionalProperties", s.AdditionalProperties)
	list("propertyNames", s.PropertyNames)
	list("unevaluatedProperties", s.UnevaluatedProperties)
	list("prefixItems", s.PrefixItems...)
	list("additionalItems", s.AdditionalItems)
	list("contains", s.Contains)
	list("unevaluatedItems", s.UnevaluatedItems)
	list("contentSchema", s.ContentSchema)
	list("dynamicTarget", s.DynamicTarget)
	list("$defs", t.Types...)
	for _, f := range fields(s.PatternProperties) {
		parts = append(parts, "patternProperties "+f)
	}
	for _, f := range fields(s.DependentSchemas) {
		parts = append(parts, "dependentSchemas "+f)
	}
	return parts
}
