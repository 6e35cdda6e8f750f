package jsonpb

import (
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Text reads the texts of one query parameter or path variable into the field of m that path names, by json or proto
// names: filter.minTotal. Violations have the path by proto names and no Location. A path that m doesn't have is
// unknown_field, and nothing at all with o.DiscardUnknown.
func Text(m protoreflect.Message, path string, texts []string, o Options) []errors.Violation {
	var t Texts
	t.Reset(m, o)
	t.Set(path, texts, "")
	return t.Violations()
}

// Texts reads many parameters into one message, and sees when two of them mean the same field.
type Texts struct {
	message protoreflect.Message
	discard bool
	depth   int
	given   map[string]bool // paths by proto names
	found   []errors.Violation
}

// Reset makes t ready to fill m.
func (t *Texts) Reset(m protoreflect.Message, o Options) {
	clear(t.given)
	*t = Texts{message: m, discard: o.DiscardUnknown, depth: o.Limits.Depth, given: t.given}
	if t.depth <= 0 {
		t.depth = mostNested
	}
}

// Violations gives what is wrong, in the order of the calls.
func (t *Texts) Violations() []errors.Violation { return t.found }

// Set reads the texts of one parameter. in becomes the Location of its violations. False: something was wrong, or the
// path is unknown.
func (t *Texts) Set(path string, texts []string, in errors.Location) bool {
	l := locate(t.message.Descriptor(), path, t.depth)
	if l.code == "" && len(texts) > 0 {
		if t.given[l.path] {
			l.problem = problem{errors.DuplicateKey, "is given more than once, perhaps by its other name"}
		} else {
			t.give(l.path)
			l.problem = l.fill(t.message, texts)
		}
	}
	if l.code != "" && !(t.discard && l.code == errors.UnknownField) {
		t.found = append(t.found, errors.Violation{Location: in, Field: l.path, Code: l.code, Description: l.description})
	}
	return l.code == ""
}

func (t *Texts) give(path string) {
	if t.given == nil {
		t.given = map[string]bool{}
	}
	t.given[path] = true
}

// Find follows a path of json or proto names and gives it by proto names, as violations have it. False: there is no
// such field.
func Find(md protoreflect.MessageDescriptor, path string) (names string, ok bool) {
	l := locate(md, path, mostNested)
	return l.path, l.code != errors.UnknownField
}

// location is the field that a path leads to, or why it leads to none.
type location struct {
	fields []protoreflect.FieldDescriptor
	path   string // by proto names, as far as they are known
	problem
}

// locate follows a path of json or proto names to a field that can be a text.
func locate(md protoreflect.MessageDescriptor, path string, depth int) (l location) {
	for more := true; more && l.code == ""; {
		var name string
		name, path, more = strings.Cut(path, ".")
		fd := md.Fields().ByJSONName(name)
		if fd == nil {
			fd = md.Fields().ByTextName(name)
		}
		if fd == nil {
			l.extend(shortened(name))
			l.problem = missing(md, name)
			return l
		}
		l.extend(string(fd.Name()))
		l.fields = append(l.fields, fd)
		switch {
		case !more:
			l.problem = suitable(fd)
		case len(l.fields) == depth:
			l.problem = problem{errors.TooDeep, "is nested too deeply"}
		default:
			l.problem = passable(fd)
			md = fd.Message()
		}
	}
	return l
}

// missing says what is wrong with a name that is no field's.
func missing(md protoreflect.MessageDescriptor, name string) problem {
	before, _, ok := strings.Cut(name, "[")
	if ok && (md.Fields().ByJSONName(before) != nil || md.Fields().ByTextName(before) != nil) {
		return problem{errors.Type, "has an index: repeat the name for the items of a list, and send maps in a body"}
	}
	return problem{errors.UnknownField, "is not a field of " + string(md.FullName())}
}

func (l *location) extend(name string) {
	if l.path == "" {
		l.path = name
		return
	}
	l.path += "." + name
}

// passable says why a path can't go on beyond a field.
func passable(fd protoreflect.FieldDescriptor) problem {
	switch {
	case fd.IsMap():
		return problem{errors.Type, "is a map, which can only be sent in a body"}
	case fd.Message() == nil:
		return problem{errors.UnknownField, "has no fields"}
	case fd.IsList():
		return problem{errors.Type, "is a list of messages, which can only be sent in a body"}
	case isText(fd.Message()):
		return problem{errors.Type, "is given as one text, not field by field"}
	case formOf(fd.Message()) != ordinary:
		return problem{errors.Type, "is a " + string(fd.Message().FullName()) + ", which can only be sent in a body"}
	}
	return problem{}
}

// suitable says why a field can't be a text.
func suitable(fd protoreflect.FieldDescriptor) problem {
	switch {
	case fd.IsMap():
		return problem{errors.Type, "is a map, which can only be sent in a body"}
	case fd.Message() == nil || isText(fd.Message()):
		return problem{}
	case fd.IsList():
		return problem{errors.Type, "is a list of messages, which can only be sent in a body"}
	case formOf(fd.Message()) != ordinary:
		return problem{errors.Type, "is a " + string(fd.Message().FullName()) + ", which can only be sent in a body"}
	}
	return problem{errors.Type, "is a message: give its fields, such as " + example(fd)}
}

// example spells out the first field of a message.
func example(fd protoreflect.FieldDescriptor) string {
	name := fd.JSONName()
	if fields := fd.Message().Fields(); fields.Len() > 0 {
		name += "." + fields.Get(0).JSONName()
	}
	return name
}

// isText says whether a message is written as one text.
func isText(md protoreflect.MessageDescriptor) bool {
	f := formOf(md)
	return f == timestampForm || f == durationForm || f == maskForm || f == wrapperForm
}

// fill sets the field.
func (l *location) fill(m protoreflect.Message, texts []string) problem {
	last := len(l.fields) - 1
	for _, fd := range l.fields[:last] {
		if p := alone(m, fd); p.code != "" {
			return p
		}
		m = m.Mutable(fd).Message()
	}
	fd := l.fields[last]
	if fd.IsList() {
		return fillList(m.Mutable(fd).List(), fd, texts)
	}
	if len(texts) > 1 {
		return problem{errors.DuplicateKey, "is given more than once"}
	}
	if p := alone(m, fd); p.code != "" {
		return p
	}
	if fd.Message() != nil {
		return setText(m.Mutable(fd).Message(), texts[0])
	}
	v, p := textOf(texts[0], fd)
	if p.code == "" {
		m.Set(fd, v)
	}
	return p
}

// alone says whether another member of the oneof of fd is set.
func alone(m protoreflect.Message, fd protoreflect.FieldDescriptor) problem {
	one := fd.ContainingOneof()
	if one == nil {
		return problem{}
	}
	if other := m.WhichOneof(one); other != nil && other.Number() != fd.Number() {
		return problem{errors.OneOf, "must not be there beside another of " + memberNames(one)}
	}
	return problem{}
}

func fillList(list protoreflect.List, fd protoreflect.FieldDescriptor, texts []string) (p problem) {
	for i, text := range texts {
		if fd.Message() != nil {
			p = setText(list.AppendMutable().Message(), text)
		} else {
			var v protoreflect.Value
			if v, p = textOf(text, fd); p.code == "" {
				list.Append(v)
			}
		}
		if p.code != "" {
			p.description += " (value " + strconv.Itoa(i+1) + ")"
			break
		}
	}
	return p
}
