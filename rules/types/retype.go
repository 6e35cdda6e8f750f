package types

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

// retypeField offers a message from the file instead of a field's scalar type, and the name that the
// field then should have. It is display-only: whoever reads the old type can't read the new one.
func retypeField(api *spec.API, f *spec.Field, message, file, name string) []lint.Option {
	if !retypable(f) || !edit.Free(f, name) || !allowed(f.Syntax, "deprecated", "(google.api.field_behavior)", "debug_redact") {
		return nil
	}
	steps := []edit.Step{
		edit.One(report.Edit{Span: typeSpan(f.Type), New: written(api, message)}, true),
		edit.Many(edit.Import(api, f.Span.File, file)),
	}
	if name != f.Name {
		steps = append(steps, edit.One(edit.Rename(f.NameSpan, f.Name, name)))
	}
	return displayed("declare it "+message+" "+name, steps...)
}

// written is how files of the API write the name of one of Google's messages: with a dot before it
// where google alone is the package's own.
func written(api *spec.API, message string) string {
	if strings.Contains(api.Name, ".google.") {
		return "." + message
	}
	return message
}

// retypable reports whether a field's scalar type stands at the field alone.
func retypable(f *spec.Field) bool {
	t := f.Type
	if t.Kind == spec.KindArray {
		t = t.Items
	}
	return f.Owner != nil && f.Default == nil && (t.Kind == spec.KindInteger || t.Kind == spec.KindNumber || t.Kind == spec.KindString)
}

// retypeSchema offers that a schema be a string, with the format or pattern that says which. It is
// display-only like retypeField.
func retypeSchema(f *spec.Field, keyword, value string) []lint.Option {
	t := f.Type
	if t.Kind == spec.KindArray {
		t = t.Items
	}
	declared, ok := t.Attr("type")
	if t.Kind == spec.KindReference || !ok || !allowed(t.Syntax, "type", "format", "title", "description", "nullable", "deprecated", "readOnly", "writeOnly") {
		return nil
	}
	scalar := [...]string{spec.KindInteger: "integer", spec.KindNumber: "number", spec.KindString: "string"}[t.Kind]
	steps := []edit.Step{qualify(t, keyword, edit.Literal(declared.Span, value))}
	if t.Kind != spec.KindString {
		steps = append(steps, edit.One(edit.Rename(typeSpan(t), scalar, "string")))
	}
	return displayed("make it a string with "+keyword+" "+value, steps...)
}

// qualify sets the keyword in place of the format, which said something about the old type.
func qualify(t *spec.Type, keyword, literal string) edit.Step {
	format, has := t.Attr("format")
	if !has || keyword == "format" {
		return edit.One(edit.Set(&t.Node, keyword, literal))
	}
	key, ok := edit.Rename(format.NameSpan, "format", keyword)
	return edit.Many([]report.Edit{key, {Span: format.Value.Span, New: literal}}, ok && format.Span.Contains(format.Value.Span))
}

// allowed reports whether a declaration says nothing but what the names and extensions are.
func allowed(s spec.Syntax, names ...string) bool {
	return s != nil && !slices.ContainsFunc(s.Attributes(), func(a spec.Attribute) bool {
		return !slices.Contains(names, a.Name) && !strings.HasPrefix(a.Name, "x-")
	})
}

// displayed is a display-only fix of the steps, if each can be made.
func displayed(title string, steps ...edit.Step) []lint.Option {
	edits, ok := edit.All(steps...)
	if !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{Title: title, Safety: report.DisplayOnly, Edits: edits})}
}
