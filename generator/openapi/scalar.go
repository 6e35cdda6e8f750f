package openapi

import (
	"github.com/bylaw-dev/bylaw/spec"
)

// place is where a value travels, which decides how ProtoJSON writes it.
type place uint8

const (
	answered place = iota // JSON that only answers hold
	sent                  // JSON that requests may hold
	asText                // a path or a query
)

// value returns the shape of one use of a type, with the rules for it.
func (s *schemas) value(t *spec.Type, at place) *shape {
	var out *shape
	switch t.Kind {
	case spec.KindReference:
		return s.named(t, at)
	case spec.KindArray:
		out = newShape("array").keyword("items", s.element(t.Items, at))
	case spec.KindMap:
		out = newShape("object").keyword("additionalProperties", s.element(t.Items, at))
		if keys := s.keys(t.Keys); keys != nil {
			out.put("propertyNames", keys)
		}
	default:
		out = scalar(t, at)
	}
	s.rules(out, t, t)
	return out
}

// element returns the schema of an item or of a map's value, none of which is ever null.
func (s *schemas) element(t *spec.Type, at place) *spec.Value {
	return s.value(t, at).schema("", false)
}

// named returns the shape of a message or of an enum.
func (s *schemas) named(use *spec.Type, at place) *shape {
	t := use.Resolve()
	if inner := wrapper(t); inner != nil {
		out := scalar(inner, at)
		s.rules(out, use, inner)
		return out
	}
	out := wellKnown(t)
	switch {
	case out != nil:
	case t.Kind == spec.KindReference: // it leads nowhere
		return newShape()
	case t.Kind == spec.KindEnum && restricted(use):
		out = newShape("string").keyword("enum", texts(valueNames(t)))
	default:
		out = &shape{ref: s.component(t, variant{}), builder: object()}
	}
	s.rules(out, use, t)
	return out
}

// keys returns the schema of a map's keys, which are texts in JSON; nil: any.
func (s *schemas) keys(t *spec.Type) *spec.Value {
	out := newShape()
	switch t.Kind {
	case spec.KindBoolean:
		out.put("enum", texts([]string{"false", "true"}))
	case spec.KindInteger:
		out.put("pattern", text(integerPattern(unsigned(t.Format))))
	default:
		out.types = []string{"string"}
		s.rules(out, t, t)
		out.types = nil
	}
	if len(out.v.Members) == 0 && len(out.notes) == 0 {
		return nil
	}
	return out.schema("", false)
}

// scalar returns the shape of a value that is no message, without rules.
func scalar(t *spec.Type, at place) *shape {
	switch t.Kind {
	case spec.KindBoolean:
		return newShape("boolean")
	case spec.KindInteger:
		return integer(t, at)
	case spec.KindNumber:
		return newShape("number").keyword("format", text(t.Format))
	case spec.KindBytes:
		return newShape("string").keyword("format", text("byte")).keyword("contentEncoding", text("base64"))
	}
	return newShape("string")
}

func integer(t *spec.Type, at place) *shape {
	wide, positive := is64(t.Format), unsigned(t.Format)
	out := newShape("integer")
	out.put("format", text(map[bool]map[bool]string{
		false: {false: "int32", true: "uint32"}, true: {false: "int64", true: "uint64"},
	}[wide][positive]))
	if wide && at != asText {
		// A double holds no more than 53 bits, so that ProtoJSON writes texts. It reads numbers as well.
		out.types = []string{"string"}
		if at == sent {
			out.types = []string{"string", "integer"}
		}
		out.put("pattern", text(integerPattern(positive)))
	}
	if positive && out.is("integer") {
		out.put("minimum", number("0"))
		if !wide {
			out.put("maximum", number("4294967295"))
		}
	}
	return out
}

// integerPattern matches what JSON reads as an integer, as text.
func integerPattern(positive bool) string {
	if positive {
		return `^(0|[1-9][0-9]{0,19})$`
	}
	return `^(0|-?[1-9][0-9]{0,18})$`
}

func is64(format string) bool {
	switch format {
	case "int64", "sint64", "sfixed64", "uint64", "fixed64":
		return true
	}
	return false
}

func unsigned(format string) bool {
	switch format {
	case "uint32", "uint64", "fixed32", "fixed64":
		return true
	}
	return false
}

func valueNames(t *spec.Type) []string {
	var names []string
	for _, v := range t.Values {
		names = append(names, v.Name)
	}
	return names
}
