package golang

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
)

// fill makes the statements that write an error as a value of a schema.
type fill struct {
	*lowering
	media *media
}

// value returns the statements that write the subject as a value of the schema, and whether it can be.
func (f fill) value(t *spec.Type, of httpapi.Subject, depth int) ([]string, bool) {
	t = t.Resolve()
	if depth > httpapi.DeepestError {
		return nil, false
	}
	switch {
	case len(t.AllFields()) > 0:
		return f.object(t, of, depth)
	case t.Kind == spec.KindUnion && t.Schema != nil:
		for _, branch := range append(append([]*spec.Type(nil), t.Schema.OneOf...), t.Schema.AnyOf...) {
			if lines, ok := f.value(branch, of, depth+1); ok {
				return lines, true
			}
		}
	case httpapi.HoldsProblem(t) && of == httpapi.WholeError:
		return []string{"w.Raw(errors.AppendProblem(nil, e))"}, true
	case t.Kind == spec.KindString:
		return f.text(t, httpapi.TextWord("message", of))
	case t.Kind == spec.KindArray && of == httpapi.WholeError && depth == 0:
		return f.list(t, true, depth)
	}
	return nil, false
}

func (f fill) object(t *spec.Type, of httpapi.Subject, depth int) ([]string, bool) {
	lines := []string{"w.Object()"}
	for _, property := range t.AllFields() {
		needed := httpapi.Needs(t, property)
		value, ok := f.property(t, property, of, needed, depth)
		if !ok && needed {
			value, ok = f.constant(property)
			if !ok {
				return nil, false
			}
		}
		if ok && f.types.Hides(t, property.Name) {
			value = slices.Concat([]string{"w.Hide()"}, value, []string{"w.Show()"})
		}
		if ok {
			lines = append(lines, value...)
		}
	}
	return append(lines, "w.EndObject()"), true
}

// property returns the statements that write a property with its key, if the subject has what its
// name asks for.
func (f fill) property(owner *spec.Type, p *spec.Field, of httpapi.Subject, needed bool, depth int) ([]string, bool) {
	key := fmt.Sprintf("w.Key(%q)", p.Name)
	t := p.Type.Resolve()
	name := httpapi.Canonical(p.Name)
	if of == httpapi.WholeError && t.Kind == spec.KindArray && httpapi.ListsViolations(name) {
		return f.listProperty(p, key, needed, depth)
	}
	if of == httpapi.WholeError && httpapi.WrapsError(name) && len(t.AllFields()) > 0 {
		inner, ok := f.value(t, of, depth+1)
		return append([]string{key}, inner...), ok
	}
	if of == httpapi.WholeError && name == "type" && t.Kind == spec.KindString && httpapi.IsProblem(owner) {
		value, ok := f.text(t, httpapi.AboutBlank)
		return append([]string{key}, value...), ok
	}
	value, ok := f.scalar(t, name, of)
	return append([]string{key}, value...), ok
}

// listProperty writes the violations; without any, a property that may be absent is.
func (f fill) listProperty(p *spec.Field, key string, needed bool, depth int) ([]string, bool) {
	inner, ok := f.list(p.Type.Resolve(), needed, depth)
	if !ok {
		return nil, false
	}
	lines := append([]string{key}, inner...)
	if !needed {
		lines = append(append([]string{"if len(e.Violations) > 0 {"}, lines...), "}")
	}
	return lines, true
}

// list writes an element for each violation, and for the error as a whole if there must be one.
func (f fill) list(t *spec.Type, needed bool, depth int) ([]string, bool) {
	if t.Items == nil {
		return nil, false
	}
	item, ok := f.value(t.Items, httpapi.OneViolation, depth+1)
	if !ok {
		return nil, false
	}
	var lines []string
	source := "e.Violations"
	least, most := httpapi.ItemLimits(t)
	if least > 1 {
		return nil, false
	}
	if needed && least == 1 {
		source = "violations"
		lines = append(lines, "violations := e.Violations", "if len(violations) == 0 {",
			"violations = []errors.Violation{{Location: errors.Body, Code: e.Code, Description: cmp.Or(e.Detail, e.Title)}}", "}")
	}
	if most > 0 {
		source = fmt.Sprintf("%s[:min(len(%s), %d)]", source, source, most)
	}
	lines = append(lines, "w.Array()", "for _, v := range "+source+" {")
	lines = append(lines, item...)
	return append(lines, "}", "w.EndArray()"), true
}

// scalar returns the statement that writes what the name asks for.
func (f fill) scalar(t *spec.Type, name string, of httpapi.Subject) ([]string, bool) {
	switch t.Kind {
	case spec.KindString:
		if word := httpapi.TextWord(name, of); word != httpapi.NoWord {
			return f.text(t, word)
		}
	case spec.KindEnum:
		return f.choice(t, httpapi.TextWord(name, of))
	case spec.KindInteger, spec.KindNumber:
		if httpapi.HoldsStatus(name) && of == httpapi.WholeError && httpapi.AdmitsStatus(t) {
			return []string{"w.Int64(int64(e.Status))"}, true
		}
	case spec.KindBoolean:
		if of == httpapi.WholeError && t.Constraints == nil {
			return flag(httpapi.FlagWord(name))
		}
	}
	return nil, false
}

// flag returns the statement that writes a word as a boolean.
func flag(word httpapi.Word) ([]string, bool) {
	switch word {
	case httpapi.Retryable:
		return []string{"w.Bool(e.Retryable)"}, true
	case httpapi.Success:
		return []string{"w.Bool(false)"}, true
	}
	return nil, false
}

// text writes a word as a string of the schema: cut where it may be too long.
func (f fill) text(t *spec.Type, word httpapi.Word) ([]string, bool) {
	if len(httpapi.StringValues(t)) > 0 {
		return f.choice(t, word)
	}
	fitted, ok := httpapi.FitText(t, word)
	if !ok {
		return nil, false
	}
	f.requestUUIDs = f.requestUUIDs || fitted.UUID
	expr := textOf(fitted.Word)
	if fitted.Most != nil {
		expr = fmt.Sprintf("boundary.Clip(%s, %d)", expr, fitted.Most.N)
	}
	return []string{"w.String(" + expr + ")"}, true
}

// constant writes a value of the schema that says nothing, for a property that must be there.
func (f fill) constant(p *spec.Field) ([]string, bool) {
	key := fmt.Sprintf("w.Key(%q)", p.Name)
	if p.Type.Resolve().Nullable {
		return []string{key, "w.Null()"}, true
	}
	text, err := f.sampler.JSON(p.Type, spec.InResponse)
	if err != nil || f.types.HoldsInternal(p.Type) && !f.types.Internal(p.Type) {
		return nil, false
	}
	f.warn(&p.Node, p.NameSpan, "error-constant", fmt.Sprintf("nothing of an error fits the required property %s, so the boundary's errors always say %s", p.Name, shorten(string(text))),
		"make it optional, or name it after what it holds: code, message, status, request_id")
	return []string{key, fmt.Sprintf("w.Raw(wire.Raw(%s))", strconv.Quote(string(text)))}, true
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

// places are where the boundary may find something wrong.
func (l *lowering) places() []string {
	var operations []*spec.Operation
	for _, o := range l.operations {
		operations = append(operations, o.Operation)
	}
	return httpapi.Places(operations)
}
