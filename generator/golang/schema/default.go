package schema

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// accepts reports whether a default is a value that the schema allows; if not, that is told.
func (s *Slot) accepts(dflt *spec.Value) bool {
	shape := s.Shape
	kind := kindOfValue(dflt)
	ok := shape.Form == Raw || kind == kindNull && shape.Nullable || shape.kinds&kind != 0
	if ok && shape.Form == Enum && kind != kindNull {
		ok = shape.enum.constants[jsonText(dflt)] != ""
	}
	if ok && kind == kindInteger && shape.Form == Scalar && shape.basic.read != "" {
		ok = fit([]*spec.Value{dflt}) || shape.Go != "int64"
	}
	if !ok {
		shape.types.warn(s.owner, "default", "generate/default",
			"the default is no value of this schema, so that an absent value stays absent", "correct the default")
	}
	return ok
}

// Default returns the statements that give dst the declared default, to be run before anything is
// read; nil if there is none.
func (s *Slot) Default(dst string) []string {
	if s.dflt == nil {
		return nil
	}
	shape := s.Shape
	if s.dflt.Kind == spec.Null {
		return s.defaultNull(dst)
	}
	literal := s.literal()
	if literal == "" {
		literal = "*wire.Default(" + goString(jsonText(s.dflt)) + ", " + shape.plainReader() + ")"
		if s.mode == pointer {
			return []string{dst + " = " + literal[1:]}
		}
	}
	switch s.mode {
	case optional, optionalNil:
		return []string{dst + ".Set(" + literal + ")"}
	case optionalNull:
		return []string{dst + ".Set(value.NotNull(" + typed(shape.Go, literal) + "))"}
	case optionalPointer:
		return []string{dst + ".Set(" + literal[1:] + ")"}
	}
	return []string{dst + " = " + literal}
}

func (s *Slot) defaultNull(dst string) []string {
	switch s.mode {
	case optionalNull:
		return []string{dst + ".Set(value.Null[" + s.Shape.Go + "]())"}
	case optionalPointer, optionalNil:
		return []string{dst + ".Set(nil)"}
	case nilAbsent:
		return []string{dst + ` = wire.Raw("null")`}
	}
	return nil
}

// literal writes the default as a Go constant; "" if it has to be read from JSON.
func (s *Slot) literal() string {
	shape := s.Shape
	switch {
	case shape.Form == Enum:
		return shape.enum.constants[jsonText(s.dflt)]
	case shape.Form == Raw:
		return "wire.Raw(" + goString(jsonText(s.dflt)) + ")"
	case shape.Form == Scalar && constantTypes[shape.Go]:
		return goLiteral(s.dflt)
	case shape.Form == Slice && s.dflt.Kind == spec.List && !shape.declared:
		return shape.element.list(shape.Go, s.dflt.Items)
	case shape.Form == Map && len(s.dflt.Members) == 0 && !shape.declared:
		return shape.Go + "{}"
	}
	return ""
}

// list writes a slice of constants; "" if the elements are none.
func (s *Slot) list(goType string, items []*spec.Value) string {
	var texts []string
	for _, item := range items {
		element := Slot{Shape: s.Shape, dflt: item}
		if s.mode != plain || s.Shape.kinds&kindOfValue(item) == 0 || element.literal() == "" {
			return ""
		}
		texts = append(texts, element.literal())
	}
	return goType + "{" + strings.Join(texts, ", ") + "}"
}

// constantTypes are those that Go has constants of.
var constantTypes = map[string]bool{
	"string": true, "bool": true, "int64": true, "int32": true, "uint32": true, "uint64": true, "float64": true, "float32": true,
}

// typed gives an untyped constant the type that inference would not choose.
func typed(goType, literal string) string {
	if goType == "string" || goType == "bool" || !constantTypes[goType] {
		return literal
	}
	return goType + "(" + literal + ")"
}
