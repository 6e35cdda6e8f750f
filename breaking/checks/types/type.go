package types

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/breaking/checks/internal/subject"
	"github.com/bylaw-dev/bylaw/spec"
)

var typ = breaking.New(breaking.Meta{
	ID: "type", Title: "what sort of value it is", Group: "types",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed}, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"type", "features.message_encoding"},
}, breaking.Hooks{Field: compareFieldType, Type: compareSchemaType})

// compareFieldType compares proto fields as they are declared.
func compareFieldType(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if p.Format != spec.Proto || !pair.Both() {
		return
	}
	before, after := pair.Old.Type, pair.New.Type
	touches := retyped(p, before, after)
	if len(touches) == 0 || calledOtherwise(p, before, after) {
		return
	}
	from, to := asWritten(before), asWritten(after)
	p.Report(breaking.Change{
		Attribute: "type", From: from, To: to, Old: before.Span, New: after.Span,
		Message: fmt.Sprintf("the type of %q was %s and is %s: %s", pair.New.Name, from, to, fieldConsequence(touches)),
		Cure:    fmt.Sprintf("keep %s; a new field, with a new number, can have the new type", from),
	}, touches...)
}

func fieldConsequence(touches []breaking.Touch) string {
	var shape, values breaking.Axis
	for _, t := range touches {
		switch {
		case t.Fact == breaking.Shape:
			shape |= t.On
		case t.Effect != breaking.None:
			values |= t.On
		}
	}
	switch {
	case shape&breaking.Wire != 0 && shape&breaking.JSON != 0:
		return "neither bytes nor JSON of the one can be read as the other"
	case shape&breaking.Wire != 0:
		return "bytes of the one can't be read as the other, and generated code has another type"
	case shape&breaking.JSON != 0:
		return "JSON is written in another way, and generated code has another type"
	case values != 0:
		return "not every value of the one is one of the other, and generated code has another type"
	}
	return "generated code has another type"
}

// calledOtherwise reports whether all that happened is that the definition got a new name, of which
// the check definition tells once.
func calledOtherwise(p *breaking.Pass, before, after *spec.Type) bool {
	if before.Kind == spec.KindArray && after.Kind == spec.KindArray || before.Kind == spec.KindMap && after.Kind == spec.KindMap {
		return calledOtherwise(p, before.Items, after.Items) &&
			(before.Keys == nil || after.Keys == nil || len(retyped(p, before.Keys, after.Keys)) == 0)
	}
	old, new := before.Resolve(), after.Resolve()
	return kindName(before) == kindName(after) && old.Kind == new.Kind && old.ID() != new.ID() &&
		find(p.API.Old.Types, old.ID()) != nil && heir(old, p.API.Old, p.API.New, p.Same) == new
}

// compareSchemaType compares JSON types. Unions are compared branch by branch, elsewhere.
func compareSchemaType(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if p.Format != spec.OpenAPI {
		return
	}
	if !retypedSchema(pair.Old, pair.New) {
		compareSaid(p, pair)
		return
	}
	before, after := jsonTypes(pair.Old), jsonTypes(pair.New)
	from, to := before.text(pair.Old), after.text(pair.New)
	effect := before.effect(after)
	if p.Text {
		effect = before.asText().effect(after.asText())
	}
	fact := breaking.Shape
	if before == after {
		fact = breaking.Alternative
		if effect = breaking.Narrows; pair.Old.Kind == spec.KindEnum {
			effect = breaking.Widens
		}
	}
	c := p.Changed("type", from, to, fmt.Sprintf("%s was %s and is %s", subject.Of(&pair.New.Node), from, to),
		breaking.On(breaking.JSON, fact, effect), breaking.On(breaking.Source, breaking.Shape, breaking.Incomparable))
	c.Message += consequence(c.Touches[0], c)
	switch {
	case c.Backward.On(breaking.JSON) == breaking.Safe:
	case from == "anything":
		c.Cure = "leave it open, and say in the description what is preferred"
	default:
		c.Cure = fmt.Sprintf("keep it %s; a new property can have the new type", from)
	}
}

// compareSaid tells that a type is said now which the other keywords implied, or no longer. Strictly
// it allows or refuses values of other types; but who writes properties means an object, and no one
// sends anything else, so that it is told and breaks nobody.
func compareSaid(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	was, is := saidTypes(pair.Old), saidTypes(pair.New)
	if union(pair.Old) || union(pair.New) || composed(pair.Old) || composed(pair.New) || (was == "") == (is == "") {
		return
	}
	effect, message := breaking.Narrows, fmt.Sprintf("%s says its type now: %s", subject.Of(&pair.New.Node), is)
	if is == "" {
		effect, message = breaking.Widens, fmt.Sprintf("%s no longer says its type, which was %s", subject.Of(&pair.New.Node), was)
	}
	p.Changed("type", was, is, message, breaking.On(breaking.JSON, breaking.Metadata, effect))
}

// composed reports whether a type is made of others, or one of those, any of which may say what it is.
func composed(t *spec.Type) bool {
	return slices.ContainsFunc([]string{"allOf", "oneOf", "anyOf", "$ref"}, func(keyword string) bool {
		_, used := t.Attr(keyword)
		return used || strings.HasPrefix(t.Local, "/"+keyword+"/")
	})
}

func saidTypes(t *spec.Type) string {
	if t.Schema == nil {
		return ""
	}
	return strings.Join(slices.DeleteFunc(slices.Clone(t.Schema.Types), func(name string) bool { return name == "null" }), ", ")
}

// consequence says what a touch does to consumers of the old version, in the directions in which
// the value travels.
func consequence(t breaking.Touch, c *breaking.Change) string {
	switch {
	case t.Fact == breaking.Metadata:
	case t.Effect == breaking.Incomparable:
		return ": what was valid is not any more"
	case t.Effect == breaking.Narrows && c.Direction != spec.InResponse:
		return ": values that were accepted are refused"
	case t.Effect == breaking.Widens && c.Direction != spec.InRequest:
		return ": consumers get values that they could not expect"
	case c.Backward.On(breaking.Source) != breaking.Safe:
		return ": generated code has another type for it"
	}
	return ""
}

// retypedSchema reports whether two schemas are of different sorts, so that nothing else of them
// can be compared.
func retypedSchema(before, after *spec.Type) bool {
	if union(before) || union(after) || unresolved(before) || unresolved(after) {
		return false
	}
	return jsonTypes(before) != jsonTypes(after) || (before.Kind == spec.KindEnum) != (after.Kind == spec.KindEnum)
}

func union(t *spec.Type) bool { return t.Kind == spec.KindUnion || breaking.Alternatives(t) != nil }

// jsonSet is a set of JSON types, null aside.
type jsonSet uint8

const (
	jsonObject jsonSet = 1 << iota
	jsonArray
	jsonString
	jsonBoolean
	jsonInteger
	jsonFraction // numbers that are no integers

	anyJSON = jsonObject | jsonArray | jsonString | jsonBoolean | jsonInteger | jsonFraction
)

func jsonTypes(t *spec.Type) jsonSet {
	switch t.Kind {
	case spec.KindObject, spec.KindMap:
		return jsonObject
	case spec.KindArray:
		return jsonArray
	case spec.KindString, spec.KindBytes:
		return jsonString
	case spec.KindBoolean:
		return jsonBoolean
	case spec.KindInteger:
		return jsonInteger
	case spec.KindNumber:
		return jsonInteger | jsonFraction
	case spec.KindNull, spec.KindNever:
		return 0
	case spec.KindEnum:
		return literalTypes(t.Values) & declaredTypes(t)
	}
	return anyJSON
}

// declaredTypes returns what `type` beside an enum leaves of its literals.
func declaredTypes(t *spec.Type) jsonSet {
	if t.Schema == nil || len(t.Schema.Types) == 0 {
		return anyJSON
	}
	var set jsonSet
	for _, name := range t.Schema.Types {
		switch name {
		case "object":
			set |= jsonObject
		case "array":
			set |= jsonArray
		case "string":
			set |= jsonString
		case "boolean":
			set |= jsonBoolean
		case "integer":
			set |= jsonInteger
		case "number":
			set |= jsonInteger | jsonFraction
		}
	}
	return set
}

func literalTypes(values []*spec.EnumValue) (set jsonSet) {
	for _, v := range values {
		if v.Value == nil {
			continue
		}
		switch _, whole := v.Value.Int(); {
		case v.Value.Kind == spec.Str:
			set |= jsonString
		case v.Value.Kind == spec.Bool:
			set |= jsonBoolean
		case v.Value.Kind == spec.List:
			set |= jsonArray
		case v.Value.Kind == spec.Map:
			set |= jsonObject
		case whole:
			set |= jsonInteger
		default:
			set |= jsonInteger | jsonFraction
		}
	}
	return set
}

// asText returns what a value can be where all is text: a text can look like any scalar.
func (s jsonSet) asText() jsonSet {
	if s&jsonString != 0 {
		return s | jsonBoolean | jsonInteger | jsonFraction
	}
	return s
}

func (s jsonSet) effect(after jsonSet) breaking.Effect {
	switch {
	case s == after:
		return breaking.None
	case s&after == s:
		return breaking.Widens
	case s&after == after:
		return breaking.Narrows
	}
	return breaking.Incomparable
}

func (s jsonSet) text(t *spec.Type) string {
	switch {
	case t.Kind == spec.KindEnum && s != 0:
		return "an enum of " + strings.Join(s.names(), "s and ") + "s"
	case t.Kind == spec.KindNull:
		return "null"
	case s == 0:
		return "nothing"
	case s == anyJSON:
		return "anything"
	}
	return strings.Join(s.names(), " or ")
}

func (s jsonSet) names() []string {
	var names []string
	for i, name := range [...]string{"object", "array", "string", "boolean", "integer", "number"} {
		bit := jsonSet(1) << i
		if s&bit == 0 || bit == jsonInteger && s&jsonFraction != 0 {
			continue
		}
		names = append(names, name)
	}
	return names
}
