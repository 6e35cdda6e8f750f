package schema

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// Form is what kind of Go type a value has.
type Form uint8

// The forms.
const (
	Raw    Form = iota // wire.Raw: any JSON text
	Scalar             // string, int64, time.Time …
	Enum               // a declared string or integer type with constants
	Struct             // a declared struct; methods have pointer receivers
	Slice              // []T, or a declared type of it
	Map                // map[string]T, or a declared type of it
	Union              // a sealed interface
	Null               // only null is allowed: struct{}
	File               // wire.File: a part of a multipart body
)

// Shape is how the values of one schema look in Go. The reader in scope of its statements is called
// r, the writer w.
type Shape struct {
	Go       string // "string", "OrderDraft", "[]OrderItem", "wire.Raw"
	Form     Form
	Nullable bool // null is allowed besides; Slot makes room for it

	types    *Types
	schema   *spec.Type
	forced   bool         // null is allowed whatever the checks say
	parts    []*spec.Type // what is left to check after reading
	done     keyword      // of parts
	basic    *basic       // Scalar
	constant *spec.Value  // Scalar: the only value
	element  *Slot        // Slice and Map
	declared bool         // Go is a declared type with methods, or a union
	kinds    kinds
	layout   *layout // Struct
	enum     *enum   // Enum
	union    *union  // Union
}

// flattened are the keywords that are dealt with when the parts of a schema are collected.
const flattened = keywordType | keywordRef | keywordAllOf

// Read returns the statements that read node with the reader r into the addressable expression dst,
// with all checks. Null is an error there: that is for Slot.
func (s *Shape) Read(dst, node string) []string {
	checks := s.checks(node)
	if s.Form == Slice && len(checks) > 0 && strings.HasPrefix(checks[0], "r.MaxItems(") {
		// Nothing is allocated for an array that is too long.
		guarded := block("if "+checks[0]+" {", []string{s.read(dst, node)})
		return append(guarded, checks[1:]...)
	}
	return append([]string{s.read(dst, node)}, checks...)
}

// read returns the statement that reads without checks other than those of declared types.
func (s *Shape) read(dst, node string) string {
	switch s.Form {
	case Scalar:
		if s.basic.read == "" {
			return s.basic.reader + "(" + address(dst) + ", r, " + node + ")"
		}
		return dst + " = " + s.basic.read + "(" + node + ")"
	case Slice, Map:
		if !s.declared {
			return s.container() + "(r, " + node + ", " + address(dst) + ", " + s.element.reader() + ")"
		}
	case Union:
		return s.union.reader + "(" + address(dst) + ", r, " + node + ")"
	case Null:
		return "r.Type(" + node + ", wire.KindNull)"
	case Raw:
		return dst + " = r.Raw(" + node + ")"
	case File:
		return "wire.ReadFile(" + address(dst) + ", r, " + node + ")"
	}
	return receiver(dst) + ".ReadJSON(r, " + node + ")"
}

func (s *Shape) container() string {
	if s.Form == Map {
		return "wire.Map"
	}
	return "wire.Array"
}

// checks returns the statements for what reading alone doesn't decide.
func (s *Shape) checks(node string) []string {
	if s.Form == Raw {
		return s.types.apply(s.schema, node, s.types.called(s.schema))
	}
	for _, part := range s.parts {
		if s.types.exotic(part) {
			return s.unlessNull(node, []string{s.types.untyped(s.schema, s.types.called(s.schema)) + "(r, " + node + ")"})
		}
	}
	body := s.basic.limits(node)
	for _, part := range s.parts {
		body = append(body, s.types.checks(part, node, s.done|s.kinds.strange())...)
	}
	return s.unlessNull(node, maxItemsFirst(body))
}

// unlessNull keeps checks from null that is allowed by something else than what they are about: whether
// null is allowed has been decided.
func (s *Shape) unlessNull(node string, body []string) []string {
	if len(body) == 0 || !s.forced && (!s.Nullable || !slices.ContainsFunc(body, speaksOfNull)) {
		return body
	}
	return block("if !r.IsNull("+node+") {", body)
}

// speaksOfNull reports whether a statement may refuse null: most keywords are about other values.
func speaksOfNull(statement string) bool {
	for _, name := range [...]string{"Not(", "If(", "AnyOf(", "OneOf(", "Const(", "In(", "Type("} {
		if strings.HasPrefix(statement, "r."+name) {
			return true
		}
	}
	return strings.HasPrefix(statement, "check")
}

// maxItemsFirst moves the limit on items to where it guards the reading.
func maxItemsFirst(body []string) []string {
	for i, statement := range body {
		if strings.HasSuffix(statement, "{") {
			return body // within a block it is about another array
		}
		if strings.HasPrefix(statement, "r.MaxItems(") {
			copy(body[1:i+1], body[:i])
			body[0] = statement
			return body
		}
	}
	return body
}

// Write returns the statements that write src with the writer w.
func (s *Shape) Write(src string) []string { return []string{s.write(src, "w")} }

// write returns the statement that writes src; writer is the expression of the writer.
func (s *Shape) write(src, writer string) string {
	switch s.Form {
	case Scalar:
		if s.basic.write == "" {
			return s.basic.writer + "(" + address(src) + ", " + writer + ")"
		}
		return writer + "." + s.basic.write + "(" + src + ")"
	case Slice, Map:
		if !s.declared {
			name := "wire.WriteArray("
			if s.Form == Map {
				name = "wire.WriteMap("
			}
			return name + writer + ", " + src + ", " + s.element.writer() + ")"
		}
	case Union:
		return "wire.WriteUnion(" + address(src) + ", " + writer + ")"
	case Null:
		return writer + ".Null()"
	case Raw:
		return writer + ".Raw(" + src + ")"
	case File:
		return writer + ".Null()"
	}
	return receiver(src) + ".WriteJSON(" + writer + ")"
}

// Reader returns an expression of type func(*T, *wire.Reader, wire.Node).
func (s *Shape) Reader() string {
	if len(s.checks("n")) > 0 {
		return closure("func(x *"+s.Go+", r *wire.Reader, n wire.Node) {", s.Read("*x", "n"))
	}
	return s.plainReader()
}

// plainReader is Reader without checks.
func (s *Shape) plainReader() string {
	switch {
	case s.Form == Scalar:
		return s.basic.reader
	case s.Form == Union:
		return s.union.reader
	case s.Form == Raw:
		return "wire.ReadRaw"
	case s.Form == File:
		return "wire.ReadFile"
	case s.declared:
		return "(*" + s.Go + ").ReadJSON"
	}
	if s.ofStructs() {
		return "wire.ReadArray[" + s.element.Shape.Go + "]"
	}
	return closure("func(x *"+s.Go+", r *wire.Reader, n wire.Node) {", []string{s.read("*x", "n")})
}

// ofStructs reports whether the shape is an array of declared types, which support functions know.
func (s *Shape) ofStructs() bool {
	return s.Form == Slice && !s.declared && s.element.mode == plain && s.element.Shape.declared &&
		s.element.Shape.Form != Union && len(s.element.Shape.checks("n")) == 0
}

// Writer returns an expression of type func(*T, *wire.Writer).
func (s *Shape) Writer() string {
	switch {
	case s.Form == Scalar:
		return s.basic.writer
	case s.Form == Union:
		return "wire.WriteUnion[" + s.Go + "]"
	case s.Form == Raw:
		return "wire.WriteRaw"
	case s.declared:
		return "(*" + s.Go + ").WriteJSON"
	case s.ofStructs():
		return "wire.WriteItems[" + s.element.Shape.Go + "]"
	}
	return closure("func(x *"+s.Go+", w *wire.Writer) {", []string{s.write("*x", "w")})
}

// Check returns an expression of type wire.Check.
func (s *Shape) Check() string {
	switch {
	case s.Form == Raw:
		return s.types.checkOf(s.schema, s.types.called(s.schema))
	case s.declared && s.Form != Union && len(s.checks("n")) == 0:
		return "wire.Checks[" + s.Go + "]"
	case s.Form == Null:
		return closure("func(r *wire.Reader, n wire.Node) {", s.Read("", "n"))
	}
	if s.ofStructs() && len(s.checks("n")) == 0 {
		return "wire.CheckArray[" + s.element.Shape.Go + "]"
	}
	body := append([]string{"var x " + s.Go}, s.Read("x", "n")...)
	if s.Form == Scalar {
		body[1] = s.basic.demand("n")
		body = body[1:]
	}
	return closure("func(r *wire.Reader, n wire.Node) {", body)
}

// closure writes a function literal.
func closure(open string, body []string) string {
	if len(body) == 1 && !strings.Contains(body[0], "\n") {
		return open + " " + body[0] + " }"
	}
	return open + "\n" + strings.Join(body, "\n") + "\n}"
}

// address returns the pointer to an addressable expression.
func address(expression string) string {
	if pointer, ok := strings.CutPrefix(expression, "*"); ok {
		return pointer
	}
	return "&" + expression
}

// receiver returns the expression to call pointer methods of an addressable expression on.
func receiver(expression string) string { return strings.TrimPrefix(expression, "*") }

// called names a schema for a check.
func (t *Types) called(s *spec.Type) string {
	if name := t.named[s]; name != "" {
		return name
	}
	return t.hints[s]
}
