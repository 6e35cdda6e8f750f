package schema

import "strings"

// member returns the statements that write src as the member of an object with that name: one line
// where a support function knows the form.
func (s *Slot) member(src, name string) []string {
	if s.Shape.holdsFiles() {
		return nil
	}
	switch s.mode {
	case plain, nullable, nullPointer, box:
		return s.value(src, "w.Key("+quote(name)+")")
	case nilNull:
		if !s.Shape.declared || s.Shape.Form == Union {
			return s.value(src, "w.Key("+quote(name)+")")
		}
	case nilAbsent:
		return s.some(src, name)
	}
	function, argument := s.memberFunction(src)
	if function == "" {
		return s.Write(src, []string{"w.Key(" + quote(name) + ")"})
	}
	return []string{"wire." + function + "(w, " + quote(name) + ", " + argument + ", " + s.Shape.Writer() + ")"}
}

// memberFunction names the support function that writes a member, if it is there, and what it is
// told of it; "": there is none for the form.
func (s *Slot) memberFunction(src string) (function, argument string) {
	scalar := s.Shape.Form == Scalar || s.Shape.Form == Enum
	switch {
	case s.mode == pointer:
		return "WriteSome", src
	case s.mode == optionalPointer:
		return "WriteOptionalPointer", address(src)
	case s.mode == optional && scalar, s.mode == optionalNil && s.Shape.Form == Union:
		return "WriteOptional", address(src)
	case s.mode == optionalNull && scalar:
		return "WriteOptionalNullable", address(src)
	}
	return "", ""
}

// some returns the statements that write a member, unless it is nil.
func (s *Slot) some(src, name string) []string {
	shape := s.Shape
	switch {
	case shape.Form == Union:
		return []string{"wire.WriteSomeUnion(w, " + quote(name) + ", " + src + ")"}
	case shape.Form == Raw:
		return []string{"wire.WriteSomeRaw(w, " + quote(name) + ", " + src + ")"}
	case shape.declared:
		return block("if "+src+" != nil {", s.value(src, "w.Key("+quote(name)+")"))
	}
	function := "WriteSome" + strings.TrimPrefix(shape.container(), "wire.")
	return []string{"wire." + function + "(w, " + quote(name) + ", " + src + ", " + shape.element.writer() + ")"}
}

// holdsFiles reports whether the values are files or lists of files, which travel as parts of a
// multipart body and not in its object.
func (s *Shape) holdsFiles() bool {
	return s.Form == File || s.Form == Slice && s.element != nil && s.element.Shape.Form == File
}

// orNull names the support function that writes a slice or a map, or null if it is nil.
func (s *Shape) orNull() string {
	if s.declared || s.Form == Union {
		return ""
	}
	return "Write" + strings.TrimPrefix(s.container(), "wire.") + "OrNull"
}
