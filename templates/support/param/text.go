package param

import (
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// What separates the items of a list.
var (
	comma      = []string{","}
	dot        = []string{"."}
	semicolon  = []string{";"}
	anyOfSpace = []string{"%20", "+", " "}
	anyOfPipe  = []string{"%7C", "|"}
)

// value adds what one text holds: items, or members, divided by the separator.
func (s *source) value(text string, shape *Shape, separator []string, pairs bool) (wire.Node, bool) {
	if s.empty(text, shape) {
		return -1, false
	}
	if s.style.is(JSON) {
		return s.json(text)
	}
	if shape.Scalars != 0 {
		if _, _, several := cutAny(text, separator); !several {
			return s.done(s.scalar(text, shape))
		}
	}
	switch {
	case shape.Items != nil:
		return s.done(s.items(text, shape.Items, separator))
	case shape.object() && pairs:
		return s.done(s.members(text, shape, separator))
	case shape.object():
		return s.done(s.alternate(text, shape, separator))
	}
	return s.done(s.scalar(text, shape))
}

// items reads blue,black. An empty text is an empty list.
func (s *source) items(text string, shape *Shape, separator []string) wire.Node {
	n := s.r.OpenArray()
	for more := text != ""; more; {
		var item string
		item, text, more = cutAny(text, separator)
		s.scalar(s.trim(item), shape)
	}
	s.r.Close(n)
	return n
}

// members reads R=100,G=200.
func (s *source) members(text string, shape *Shape, separator []string) wire.Node {
	n := s.r.OpenObject()
	for more := text != ""; more; {
		var member string
		member, text, more = cutAny(text, separator)
		name, value, _ := cutAny(s.trim(member), []string{"="})
		s.member(name, value, shape)
	}
	s.r.Close(n)
	return n
}

// alternate reads R,100,G,200.
func (s *source) alternate(text string, shape *Shape, separator []string) wire.Node {
	n := s.r.OpenObject()
	for more := text != ""; more; {
		var name, value string
		if name, text, more = cutAny(text, separator); !more {
			s.fail(errors.Format, "is no list of names and values by turns: a value is missing")
			break
		}
		value, text, more = cutAny(text, separator)
		s.member(s.trim(name), s.trim(value), shape)
	}
	s.r.Close(n)
	return n
}

func (s *source) member(name, value string, shape *Shape) {
	name = s.decode(name)
	s.r.AddKey(name)
	s.scalar(value, shape.property(name))
}

// trim takes the blanks off that a list in a header may have around its commas.
func (s *source) trim(item string) string {
	if s.in != errors.Header {
		return item
	}
	for item != "" && (item[0] == ' ' || item[0] == '\t') {
		item = item[1:]
	}
	for item != "" && (item[len(item)-1] == ' ' || item[len(item)-1] == '\t') {
		item = item[:len(item)-1]
	}
	return item
}
