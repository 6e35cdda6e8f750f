package schema

import (
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/spec"
)

// Slot is a place that holds a value: a field, a parameter, a body. It decides between the value
// itself, Optional, Nullable, a pointer and nil.
type Slot struct {
	Go       string // "value.Optional[string]"
	Shape    *Shape
	Required bool

	mode  mode
	dflt  *spec.Value
	owner *spec.Type
}

// mode is how a slot makes room for absence and null.
type mode uint8

const (
	plain           mode = iota
	optional             // value.Optional[T]
	nullable             // value.Nullable[T]
	optionalNull         // value.Optional[value.Nullable[T]]
	pointer              // *T, nil: absent
	nullPointer          // *T, nil: null
	optionalPointer      // value.Optional[*T]
	box                  // *T, because T holds itself
	nilAbsent            // T, nil: absent
	nilNull              // T, nil: null
	optionalNil          // value.Optional[T], nil: null
)

// Slot returns the place for a value of the schema. dflt is the value that stands for an absent
// one; nil: none.
func (t *Types) Slot(s *spec.Type, name string, required bool, dflt *spec.Value) *Slot {
	if s == nil {
		s = anything
	}
	return t.slot(s, naming.Ensure(name), required, dflt)
}

func (t *Types) slot(s *spec.Type, name string, required bool, dflt *spec.Value) *Slot {
	shape := t.use(s, name)
	slot := &Slot{Shape: shape, Required: required, owner: s, mode: shape.mode(required)}
	if !required && dflt != nil && slot.accepts(dflt) {
		slot.dflt = dflt
	}
	slot.Go = slot.goType()
	return slot
}

func (s *Shape) mode(required bool) mode {
	switch s.Form {
	case Raw:
		return either(required, plain, nilAbsent)
	case Slice, Map, Union:
		if s.Nullable {
			return either(required, nilNull, optionalNil)
		}
		return either(required, plain, nilAbsent)
	case Struct:
		if s.Nullable {
			return either(required, nullPointer, optionalPointer)
		}
		return either(required, plain, pointer)
	}
	if s.Nullable {
		return either(required, nullable, optionalNull)
	}
	return either(required, plain, optional)
}

func either(required bool, then, els mode) mode {
	if required {
		return then
	}
	return els
}

func (s *Slot) goType() string {
	switch s.mode {
	case optional, optionalNil:
		return "value.Optional[" + s.Shape.Go + "]"
	case nullable:
		return "value.Nullable[" + s.Shape.Go + "]"
	case optionalNull:
		return "value.Optional[value.Nullable[" + s.Shape.Go + "]]"
	case pointer, nullPointer, box:
		return "*" + s.Shape.Go
	case optionalPointer:
		return "value.Optional[*" + s.Shape.Go + "]"
	}
	return s.Shape.Go
}

// Read returns the statements that read node with the reader r into dst.
func (s *Slot) Read(dst, node string) []string {
	switch {
	case s.mode == plain || s.mode == nilAbsent:
		return s.Shape.Read(dst, node)
	case s.mode == nilNull:
		return block("if !r.IsNull("+node+") {", s.Shape.Read(dst, node))
	case s.mode == optional && s.Shape.Form == Scalar && s.Shape.basic.read != "":
		return append([]string{dst + ".Set(" + s.Shape.basic.read + "(" + node + "))"}, s.Shape.checks(node)...)
	}
	read := s.function("wire.") + "(r, " + node + ", " + address(dst) + ", " + s.Shape.plainReader() + ")"
	return append([]string{read}, s.Shape.checks(node)...)
}

// function names the support function for the mode.
func (s *Slot) function(prefix string) string {
	names := map[mode]string{
		optional: "Optional", nullable: "Nullable", optionalNull: "OptionalNullable", pointer: "Pointer", box: "Pointer",
		nullPointer: "NullablePointer", optionalPointer: "OptionalPointer", optionalNil: "OptionalNil",
	}
	return prefix + names[s.mode]
}

// reader returns an expression of type func(*T, *wire.Reader, wire.Node), T being the slot's type.
func (s *Slot) reader() string {
	if s.mode == plain || s.mode == nilAbsent {
		return s.Shape.Reader()
	}
	return closure("func(x *"+s.goType()+", r *wire.Reader, n wire.Node) {", s.Read("*x", "n"))
}

// writer returns an expression of type func(*T, *wire.Writer); the slot is a required one.
func (s *Slot) writer() string {
	if s.mode == plain {
		return s.Shape.Writer()
	}
	return closure("func(x *"+s.goType()+", w *wire.Writer) {", s.value("*x", "w"))
}

// Write returns the statements that write src with the writer w. begin, such as w.Key("x"), is run
// only if there is something to write.
func (s *Slot) Write(src string, begin []string) []string {
	if s.Shape.holdsFiles() {
		return nil
	}
	switch s.mode {
	case optional, optionalNull, optionalPointer, optionalNil:
		present := *s
		present.mode = s.mode.present()
		if s.Shape.Form == Null {
			return block("if "+src+".IsSet() {", append(begin[:len(begin):len(begin)], "w.Null()"))
		}
		return block("if v, ok := "+src+".Get(); ok {", append(begin[:len(begin):len(begin)], present.value("v", "w")...))
	case pointer, nilAbsent:
		return block("if "+src+" != nil {", append(begin[:len(begin):len(begin)], s.value(src, "w")...))
	}
	return append(begin[:len(begin):len(begin)], s.value(src, "w")...)
}

// present returns how the value within an Optional looks.
func (m mode) present() mode {
	switch m {
	case optionalNull:
		return nullable
	case optionalPointer:
		return nullPointer
	case optionalNil:
		return nilNull
	}
	return plain
}

// value returns the statements that write a value that is there, if only as null.
func (s *Slot) value(src, writer string) []string {
	switch s.mode {
	case nullable:
		return []string{"wire.WriteNullable(" + writer + ", " + address(src) + ", " + s.Shape.Writer() + ")"}
	case nullPointer, box:
		return []string{"wire.WritePointer(" + writer + ", " + src + ", " + s.Shape.Writer() + ")"}
	case nilNull:
		if function := s.Shape.orNull(); function != "" {
			return []string{"wire." + function + "(" + writer + ", " + src + ", " + s.Shape.element.writer() + ")"}
		}
		if s.Shape.Form == Union {
			return []string{s.Shape.write(src, writer)}
		}
		return []string{"if " + src + " == nil {", writer + ".Null()", "} else {", s.Shape.write(src, writer), "}"}
	}
	return []string{s.Shape.write(src, writer)}
}

func quote(name string) string { return goString(strings.ToValidUTF8(name, "\uFFFD")) }
