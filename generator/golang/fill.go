package golang

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// fill makes the statements that write an error as a value of a schema.
type fill struct {
	*lowering
	media *media
}

// subject is what a schema is filled from.
type subject uint8

const (
	wholeError subject = iota
	oneViolation
)

const deepestError = 6

// value returns the statements that write the subject as a value of the schema, and whether it can be.
func (f fill) value(t *spec.Type, of subject, depth int) ([]string, bool) {
	t = t.Resolve()
	if depth > deepestError {
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
	case t.Kind == spec.KindAny || t.Kind == spec.KindObject || t.Kind == spec.KindMap && t.Items.Resolve().Kind == spec.KindAny:
		if of == wholeError && t.Constraints == nil {
			return []string{"w.Raw(errors.AppendProblem(nil, e))"}, true
		}
	case t.Kind == spec.KindString:
		return f.text(t, textOf(of))
	case t.Kind == spec.KindArray && of == wholeError && depth == 0:
		return f.list(t, true, depth)
	}
	return nil, false
}

// textOf is the expression of what the subject says to people.
func textOf(of subject) string {
	if of == oneViolation {
		return "v.Description"
	}
	return "cmp.Or(e.Detail, e.Title)"
}

func (f fill) object(t *spec.Type, of subject, depth int) ([]string, bool) {
	lines := []string{"w.Object()"}
	for _, property := range t.AllFields() {
		needed := required(t, property) && !property.Behavior.Has(spec.BehaviorInputOnly)
		value, ok := f.property(t, property, of, needed, depth)
		if !ok && needed {
			value, ok = f.constant(property)
			if !ok {
				return nil, false
			}
		}
		if ok {
			lines = append(lines, value...)
		}
	}
	return append(lines, "w.EndObject()"), true
}

// property returns the statements that write a property with its key, if the subject has what its
// name asks for.
func (f fill) property(owner *spec.Type, p *spec.Field, of subject, needed bool, depth int) ([]string, bool) {
	key := fmt.Sprintf("w.Key(%q)", p.Name)
	t := p.Type.Resolve()
	name := canonical(p.Name)
	if of == wholeError && t.Kind == spec.KindArray && listsViolations(name) {
		return f.listProperty(p, key, needed, depth)
	}
	if of == wholeError && wrapsError(name) && len(t.AllFields()) > 0 {
		inner, ok := f.value(t, of, depth+1)
		return append([]string{key}, inner...), ok
	}
	if of == wholeError && name == "type" && t.Kind == spec.KindString && isProblem(owner) {
		value, ok := f.text(t, `"about:blank"`) // RFC 9457 §4.2.1
		return append([]string{key}, value...), ok
	}
	value, ok := f.scalar(t, name, of)
	return append([]string{key}, value...), ok
}

// isProblem reports whether an object looks like RFC 9457's, whose type is a URI.
func isProblem(t *spec.Type) bool {
	title, detail := false, false
	for _, f := range t.AllFields() {
		title, detail = title || f.Name == "title", detail || f.Name == "detail"
	}
	return title && detail
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
	item, ok := f.value(t.Items, oneViolation, depth+1)
	if !ok {
		return nil, false
	}
	var lines []string
	source := "e.Violations"
	least, most := itemLimits(t)
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

func itemLimits(t *spec.Type) (least, most uint64) {
	if c := t.Constraints; c != nil {
		if c.MinItems != nil {
			least = c.MinItems.N
		}
		if c.MaxItems != nil {
			most = c.MaxItems.N
		}
	}
	return least, most
}

// scalar returns the statement that writes what the name asks for.
func (f fill) scalar(t *spec.Type, name string, of subject) ([]string, bool) {
	switch t.Kind {
	case spec.KindString:
		if expr := stringOf(name, of); expr != "" {
			return f.text(t, expr)
		}
	case spec.KindEnum:
		return choice(t, stringOf(name, of), f.places())
	case spec.KindInteger, spec.KindNumber:
		if holdsStatus(name) && of == wholeError && admitsStatus(t) {
			return []string{"w.Int64(int64(e.Status))"}, true
		}
	case spec.KindBoolean:
		if name == "retryable" && of == wholeError && unconstrained(t) {
			return []string{"w.Bool(e.Retryable)"}, true
		}
		if (name == "success" || name == "ok") && of == wholeError && unconstrained(t) {
			return []string{"w.Bool(false)"}, true
		}
	}
	return nil, false
}

// text writes a text as a string of the schema: cut where it may be too long. What a pattern or a
// format demands no text of an error fulfils.
func (f fill) text(t *spec.Type, expr string) ([]string, bool) {
	c := t.Constraints
	switch {
	case len(stringValues(t)) > 0:
		return choice(t, expr, f.places())
	case strings.HasPrefix(t.Format, "uri") && expr == "e.Code":
		return f.text(t, `"about:blank"`)
	case strings.HasPrefix(t.Format, "uri") && expr == `"about:blank"` && (c == nil || c.Pattern == "" && c.Const == nil && (c.MaxLength == nil || c.MaxLength.N >= 11)):
		return []string{"w.String(" + expr + ")"}, true
	case t.Format == "uuid" && expr == "e.RequestID" && c == nil:
		f.requestUUIDs = true
		return []string{"w.String(" + expr + ")"}, true
	case t.Format != "" && t.Format != "string" && checkedFormat(t.Format):
		return nil, false
	case c == nil:
		return []string{"w.String(" + expr + ")"}, true
	case c.Pattern != "" || c.Const != nil || c.MinLength != nil && c.MinLength.N > 1:
		return nil, false
	case c.MaxLength != nil:
		return []string{fmt.Sprintf("w.String(boundary.Clip(%s, %d))", expr, c.MaxLength.N)}, true
	}
	return []string{"w.String(" + expr + ")"}, true
}

// checkedFormat reports whether a string of the format is not just any text.
func checkedFormat(format string) bool {
	switch format {
	case "date-time", "date", "time", "duration", "uuid", "uri", "uri-reference", "email", "hostname", "ipv4", "ipv6", "byte", "decimal", "regex", "json-pointer":
		return true
	}
	return false
}

func unconstrained(t *spec.Type) bool { return t.Constraints == nil }

// admitsStatus reports whether every status of an error is a value of the number's schema.
func admitsStatus(t *spec.Type) bool {
	c := t.Constraints
	if c == nil {
		return true
	}
	if c.Const != nil || c.MultipleOf != nil || len(c.In) > 0 {
		return false
	}
	within := func(b *spec.Bound, ok func(limit float64) bool) bool {
		if b == nil {
			return true
		}
		limit, err := strconv.ParseFloat(b.Text, 64)
		return err == nil && ok(limit)
	}
	return within(c.Minimum, func(least float64) bool { return least < 400 || least == 400 && !c.Minimum.Exclusive }) &&
		within(c.Maximum, func(most float64) bool { return most > 599 || most == 599 && !c.Maximum.Exclusive })
}

// constant writes a value of the schema that says nothing, for a property that must be there.
func (f fill) constant(p *spec.Field) ([]string, bool) {
	key := fmt.Sprintf("w.Key(%q)", p.Name)
	if p.Type.Resolve().Nullable {
		return []string{key, "w.Null()"}, true
	}
	text, err := f.sampler.JSON(p.Type, spec.InResponse)
	if err != nil {
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

func canonical(name string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(name) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// places are where the boundary may find something wrong: in bodies, and where the API has parameters.
func (l *lowering) places() []string {
	places := []string{"body"}
	for _, o := range l.operations {
		for _, f := range o.Parameters {
			if place := f.In.String(); f.In != spec.InQueryString && !slices.Contains(places, place) {
				places = append(places, place)
			}
		}
	}
	return places
}
