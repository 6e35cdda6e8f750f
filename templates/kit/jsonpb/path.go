package jsonpb

import (
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// step is one element of the path to the value that is being read.
type step struct {
	field protoreflect.FieldDescriptor // nil: name says what it is called
	name  string                       // empty: no name, only a subscript
	sub   subscript
	at    int // the index, or the node of the key
}

type subscript uint8

const (
	nothing subscript = iota
	anIndex
	aKey    // of a number or a bool
	aString // a key in quotes
)

func (x *reader) push(fd protoreflect.FieldDescriptor) { x.path = append(x.path, step{field: fd}) }

func (x *reader) pop() { x.path = x.path[:len(x.path)-1] }

// at goes to an item or an entry of what the path ends with.
func (x *reader) at(sub subscript, at int) {
	last := &x.path[len(x.path)-1]
	last.sub, last.at = sub, at
}

// appendPath spells out a path as protovalidate does: order.items[2].labels["colour"].[shop.v1.extra].
func appendPath(r *wire.Reader, path []step) string {
	var b []byte
	for i := range path {
		s := &path[i]
		b = s.appendName(b)
		switch text := ""; s.sub {
		case anIndex:
			b = append(strconv.AppendInt(append(b, '['), int64(s.at), 10), ']')
		case aKey, aString:
			text = shortened(r.Text(wire.Node(s.at)))
			if s.sub == aString {
				text = strconv.Quote(text)
			}
			b = append(append(append(b, '['), text...), ']')
		}
	}
	return string(b)
}

func (s *step) appendName(b []byte) []byte {
	name := s.name
	if s.field != nil {
		name = nameOf(s.field)
	} else if name != "" && !protoreflect.Name(name).IsValid() {
		return append(append(append(b, '['), strconv.Quote(shortened(name))...), ']')
	}
	if len(b) > 0 && name != "" {
		b = append(b, '.')
	}
	return append(b, shortened(name)...)
}

// longestName is how many bytes of a name of the caller's are shown.
const longestName = 128

func shortened(name string) string {
	if len(name) <= longestName {
		return name
	}
	return strings.ToValidUTF8(name[:longestName], "") + "…"
}

// nameOf is what a path calls a field.
func nameOf(fd protoreflect.FieldDescriptor) string {
	if fd.IsExtension() {
		return "[" + string(fd.FullName()) + "]"
	}
	return string(fd.Name())
}

// memberNames lists the members of a oneof.
func memberNames(one protoreflect.OneofDescriptor) string {
	fields := one.Fields()
	names := make([]string, fields.Len())
	for i := range names {
		names[i] = string(fields.Get(i).Name())
	}
	return listed(names)
}

// longestList is how many names a description lists.
const longestList = 20

func listed(names []string) string {
	if len(names) > longestList {
		return strings.Join(names[:longestList], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// numbers is a set of numbers from 0.
type numbers struct {
	small uint64
	large map[int]bool
}

func (s *numbers) has(i int) bool {
	if i < 64 {
		return s.small>>i&1 == 1
	}
	return s.large[i]
}

// add says whether i is new.
func (s *numbers) add(i int) bool {
	if s.has(i) {
		return false
	}
	if i < 64 {
		s.small |= 1 << i
		return true
	}
	if s.large == nil {
		s.large = map[int]bool{}
	}
	s.large[i] = true
	return true
}
