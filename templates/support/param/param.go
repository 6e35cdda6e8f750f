// Package param turns the text of parameters and forms into nodes of a tape and back, in every style
// of OpenAPI 3.0 to 3.2. It knows RFC 6570 and percent-encoding; it must not know requests, nor which
// parameters an operation has.
package param

import (
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Style says how a value is written, and what the contract demands of it.
type Style uint16

// The styles, one of which is set, and what may be added to one.
const (
	Form           Style = 1 << iota // color=blue,black
	Simple                           // blue,black
	Label                            // .blue,black
	Matrix                           // ;color=blue,black
	SpaceDelimited                   // color=blue%20black
	PipeDelimited                    // color=blue%7Cblack
	DeepObject                       // color[R]=100
	Cookie                           // color=blue; color=black, never percent-encoded (OpenAPI 3.2)
	JSON                             // content: application/json
	Explode
	Required
	AllowReserved // reserved characters are not percent-encoded
	AllowEmpty    // an empty text stands for no value, where it is none
)

func (s Style) is(bit Style) bool { return s&bit != 0 }

// Shape says what a text may stand for. A text alone doesn't tell 1 from "1".
type Shape struct {
	Scalars    wire.Kind  // kinds of a scalar
	Items      *Shape     // of an array
	Properties []Property // of an object
	Additional *Shape     // of an object's other members
	File       bool       // a file of a multipart body
}

// Property is a member of an object.
type Property struct {
	Name  string
	Shape *Shape
}

// Shapes that most parameters have. They are shared: don't change them.
var (
	Text    = &Shape{Scalars: wire.KindString}
	Integer = &Shape{Scalars: wire.KindInteger}
	Number  = &Shape{Scalars: wire.KindNumber}
	Bool    = &Shape{Scalars: wire.KindBool}
)

// Encoding says how one property of a form is written.
type Encoding struct {
	Name        string
	Style       Style  // 0: the default of the form
	ContentType string // of a part, "" for the default; several are separated by commas
}

func (s *Shape) object() bool { return s.Properties != nil || s.Additional != nil }

// property is the shape of a member; one that nobody declared is text, for the reader to refuse.
func (s *Shape) property(name string) *Shape {
	for i := range s.Properties {
		if s.Properties[i].Name == name {
			return s.Properties[i].Shape
		}
	}
	if s.Additional != nil {
		return s.Additional
	}
	return Text
}

// declares says whether an exploded object owns the name.
func (s *Shape) declares(name string) bool {
	for i := range s.Properties {
		if s.Properties[i].Name == name {
			return true
		}
	}
	return false
}

// source is one parameter that is being read.
type source struct {
	r     *wire.Reader
	in    errors.Location
	name  string
	style Style
	code  coding
	bad   bool // something has been reported, so the node is worthless
}

func (s *source) fail(code, description string) {
	s.bad = true
	s.r.Report(s.in, s.name, code, description)
}

// missing reports a required parameter that isn't there.
func (s *source) missing() (wire.Node, bool) {
	if s.style.is(Required) && !s.bad {
		s.fail(errors.Required, "is required")
	}
	return -1, false
}

func (s *source) done(n wire.Node) (wire.Node, bool) { return n, !s.bad }

// decode undoes the encoding of a text; what is malformed is reported and becomes empty.
func (s *source) decode(text string) string {
	plain, ok := s.code.decode(text)
	if !ok {
		s.fail(errors.Format, "has a malformed percent-encoding")
	}
	return plain
}

// scalar adds a leaf. A text that may be a string is never null: nobody could write the word then.
func (s *source) scalar(text string, shape *Shape) wire.Node {
	return s.plain(s.decode(text), shape)
}

func (s *source) plain(text string, shape *Shape) wire.Node {
	kinds := shape.Scalars
	if kinds&wire.KindString != 0 {
		kinds &^= wire.KindNull
	}
	return s.r.AddScalar(text, kinds)
}

// empty says that the text stands for no value: AllowEmpty, where no string could be meant.
func (s *source) empty(text string, shape *Shape) bool {
	return text == "" && s.style.is(AllowEmpty) && shape.Scalars&wire.KindString == 0
}

func (s *source) json(text string) (wire.Node, bool) {
	if text = s.decode(text); s.bad {
		return -1, false
	}
	return s.r.AddJSON([]byte(text), wire.Limits{})
}

// nested adds the JSON text of a member; null takes its place if it is none.
func (s *source) nested(text string) {
	plain, ok := s.code.decode(text)
	if !ok {
		s.decode(text) // says so
		s.r.AddLiteral("null", wire.KindNull)
	} else if _, ok := s.r.AddJSON([]byte(plain), wire.Limits{}); !ok {
		s.bad = true
	}
}

// leaf adds a scalar, or the JSON text of what is none.
func (s *source) leaf(text string, shape *Shape) {
	if shape.Scalars == 0 && (shape.Items != nil || shape.object()) {
		s.nested(text)
		return
	}
	s.scalar(text, shape)
}

// Plain reads a body that is one scalar; without a shape it is text.
func Plain(r *wire.Reader, text string, shape *Shape) (wire.Node, bool) {
	r.At(errors.Body, "")
	if shape == nil {
		shape = Text
	}
	s := &source{r: r, in: errors.Body}
	return s.done(s.plain(text, shape))
}
