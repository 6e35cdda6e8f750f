package jsonpb

import (
	"strings"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// form is the form in JSON of a message type that has one of its own.
type form uint8

const (
	ordinary form = iota // an object with the fields
	anyForm
	timestampForm
	durationForm
	maskForm
	wrapperForm
	structForm
	listForm
	valueForm
	emptyForm // an object, but in an Any it stands below value
)

const (
	google    = "google.protobuf."
	nullValue = google + "NullValue"
)

func formOf(md protoreflect.MessageDescriptor) form {
	name, ok := strings.CutPrefix(string(md.FullName()), google)
	if !ok {
		return ordinary
	}
	switch name {
	case "Any":
		return anyForm
	case "Timestamp":
		return timestampForm
	case "Duration":
		return durationForm
	case "FieldMask":
		return maskForm
	case "BoolValue", "Int32Value", "Int64Value", "UInt32Value", "UInt64Value", "FloatValue", "DoubleValue", "StringValue", "BytesValue":
		return wrapperForm
	case "Struct":
		return structForm
	case "ListValue":
		return listForm
	case "Value":
		return valueForm
	case "Empty":
		return emptyForm
	}
	return ordinary
}

// takesNull says whether null is a value of the field, instead of standing for nothing.
func takesNull(fd protoreflect.FieldDescriptor) bool {
	if md := fd.Message(); md != nil {
		return md.FullName() == google+"Value"
	}
	return fd.Kind() == protoreflect.EnumKind && fd.Enum().FullName() == nullValue
}

// isMessageSet says whether a message is written in the form of proto1 that protobuf for Go has no JSON for.
func isMessageSet(md protoreflect.MessageDescriptor) bool {
	m, ok := md.(interface{ IsMessageSet() bool })
	return ok && m.IsMessageSet()
}

// number gives the field of a message type that is known.
func number(m protoreflect.Message, i protoreflect.FieldNumber) protoreflect.FieldDescriptor {
	return m.Descriptor().Fields().ByNumber(i)
}

// special reads a message whose type has a form of its own.
func (x *reader) special(n wire.Node, m protoreflect.Message, f form) {
	switch f {
	case anyForm:
		x.any(n, m)
	case wrapperForm:
		if v := x.scalar(n, number(m, 1)); v.IsValid() {
			m.Set(number(m, 1), v)
		}
	case structForm:
		x.path = append(x.path, step{})
		x.entries(n, m, number(m, 1))
		x.pop()
	case listForm:
		x.path = append(x.path, step{})
		x.list(n, m, number(m, 1))
		x.pop()
	case valueForm:
		x.known(n, m)
	case emptyForm:
		x.empty(n)
	default:
		x.textual(n, m, f)
	}
}

// empty looks at an Empty, in which nothing is declared.
func (x *reader) empty(n wire.Node) {
	if !x.is(n, wire.KindObject) || x.discard {
		return
	}
	for members := x.r.Members(n); members.Next(); {
		x.failAt(members.Key, errors.UnknownField, "is not a field of google.protobuf.Empty")
	}
}

// textual reads a message whose form is a string.
func (x *reader) textual(n wire.Node, m protoreflect.Message, f form) {
	if !x.is(n, wire.KindString) {
		return
	}
	text := x.r.Text(n)
	var p problem
	switch f {
	case timestampForm:
		p = setTimestamp(m, text)
	case durationForm:
		p = setDuration(m, text)
	default:
		p = setMask(m, text)
	}
	if p.code != "" {
		x.fail(p.code, p.description)
	}
}

// known reads a Value.
func (x *reader) known(n wire.Node, m protoreflect.Message) {
	switch x.r.Kind(n) {
	case wire.KindNull:
		m.Set(number(m, 1), protoreflect.ValueOfEnum(0))
	case wire.KindString:
		m.Set(number(m, 3), protoreflect.ValueOfString(x.r.Keep(n)))
	case wire.KindBool:
		m.Set(number(m, 4), protoreflect.ValueOfBool(x.r.Bool(n)))
	case wire.KindObject:
		x.special(n, m.Mutable(number(m, 5)).Message(), structForm)
	case wire.KindArray:
		x.special(n, m.Mutable(number(m, 6)).Message(), listForm)
	default:
		if v := x.scalar(n, number(m, 2)); v.IsValid() {
			m.Set(number(m, 2), v)
		}
	}
}

// The first and the last second of a Timestamp: 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
const (
	firstSecond = -62135596800
	lastSecond  = 253402300799
)

// setTimestamp reads a date and time of RFC 3339.
func setTimestamp(m protoreflect.Message, text string) problem {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || !nanoseconds(text) {
		return problem{errors.Format, "must be a date and time such as 2006-01-02T15:04:05Z"}
	}
	seconds := t.Unix()
	switch {
	case seconds < firstSecond:
		return problem{errors.Minimum, "must not be before 0001-01-01T00:00:00Z"}
	case seconds > lastSecond:
		return problem{errors.Maximum, "must not be after 9999-12-31T23:59:59.999999999Z"}
	}
	setTime(m, seconds, int32(t.Nanosecond()))
	return problem{}
}

// nanoseconds says whether the fraction of the second has no more than nine digits.
func nanoseconds(text string) bool {
	point, zone := strings.LastIndexByte(text, '.'), strings.LastIndexAny(text, "Z-+")
	return point < 0 || zone < point || zone-point <= len(".999999999")
}

// setTime sets a Timestamp or a Duration, whose fields are numbered alike.
func setTime(m protoreflect.Message, seconds int64, nanos int32) {
	m.Set(number(m, 1), protoreflect.ValueOfInt64(seconds))
	m.Set(number(m, 2), protoreflect.ValueOfInt32(nanos))
}

// setMask reads paths in camel case, with commas between them.
func setMask(m protoreflect.Message, text string) problem {
	text = strings.TrimSpace(text)
	if text == "" {
		return problem{}
	}
	paths := m.Mutable(number(m, 1)).List()
	for path := range strings.SplitSeq(text, ",") {
		snake := snakeCase(path)
		if strings.Contains(path, "_") || !protoreflect.FullName(snake).IsValid() {
			return problem{errors.Format, "must be paths in lowerCamelCase with commas between them, such as displayName,items.unitPrice"}
		}
		paths.Append(protoreflect.ValueOfString(snake))
	}
	return problem{}
}

func snakeCase(path string) string {
	var b []byte
	for i := range len(path) {
		c := path[i]
		if 'A' <= c && c <= 'Z' {
			b = append(b, '_')
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return string(b)
}
