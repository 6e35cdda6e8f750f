package edge

import (
	"strconv"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Malformed is the code of bytes that are no message of protobuf.
const Malformed = "malformed"

// Decode reads a binary message. The error is an *errors.Error with a violation for each place that can't be read: texts
// that are no UTF-8, what is nested too deeply, and the first place at which the bytes stop making sense. Nothing else is
// said of such a message then, for what comes behind these places hasn't been read.
func Decode(o proto.UnmarshalOptions, data []byte, m proto.Message) error {
	if o.Unmarshal(data, m) == nil {
		return nil
	}
	l := locator{most: o.RecursionLimit}
	if l.most <= 0 {
		l.most = protowire.DefaultRecursionLimit
	}
	l.message(data, m.ProtoReflect().Descriptor())
	if len(l.found) == 0 { // what protobuf-go alone knows of
		l.tell(Malformed, "is no message of "+string(m.ProtoReflect().Descriptor().FullName()))
	}
	return &unreadable{fault.Invalid(l.found)}
}

// unreadable is the error of a message of which a part is lost.
type unreadable struct{ why *errors.Error }

func (u *unreadable) Error() string { return u.why.Error() }

// Unwrap gives what is told of it.
func (u *unreadable) Unwrap() error { return u.why }

// locator finds the places of a message that can't be read. It looks at bytes that have been refused, so that only those
// who send such pay for it.
type locator struct {
	path  []place
	most  int // nesting
	found []errors.Violation
}

// place is one step on the way to a field.
type place struct {
	name  protoreflect.Name // "": of a map's entry, which has been named by its key
	index int               // -1: none
	key   string            // of a map, with its brackets
}

func (l *locator) tell(code, description string) {
	var path []byte
	for _, p := range l.path {
		if p.name == "" {
			continue
		}
		if len(path) > 0 {
			path = append(path, '.')
		}
		path = append(append(path, p.name...), p.key...)
		if p.index >= 0 {
			path = append(strconv.AppendInt(append(path, '['), int64(p.index), 10), ']')
		}
	}
	l.found = append(l.found, errors.Violation{Location: errors.Body, Field: string(path), Code: code, Description: description})
}

// message reports whether there is a point in reading on.
func (l *locator) message(b []byte, d protoreflect.MessageDescriptor) bool {
	if len(l.path) >= l.most {
		l.tell(errors.TooDeep, "is nested deeper than "+strconv.Itoa(l.most)+" messages")
		return true
	}
	var counts map[protowire.Number]int
	for len(b) > 0 && len(l.found) < mostViolations {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return l.malformed()
		}
		b = b[n:]
		n = protowire.ConsumeFieldValue(number, kind, b)
		f := d.Fields().ByNumber(number)
		if f != nil {
			l.path = append(l.path, placeOf(f))
		}
		if n < 0 {
			return l.malformed()
		}
		if f == nil {
			b = b[n:]
			continue
		}
		if f.IsList() && kind == wireType(f) {
			if counts == nil {
				counts = map[protowire.Number]int{}
			}
			l.path[len(l.path)-1].index = counts[number]
			counts[number]++
		}
		ok := l.value(b[:n], f, number, kind)
		l.path = l.path[:len(l.path)-1]
		if !ok {
			return false
		}
		b = b[n:]
	}
	return true
}

func placeOf(f protoreflect.FieldDescriptor) place {
	if f.ContainingMessage().IsMapEntry() {
		return place{"", -1, ""}
	}
	return place{f.Name(), -1, ""}
}

func (l *locator) malformed() bool {
	l.tell(Malformed, "is cut short, or no protobuf")
	return false
}

func (l *locator) value(b []byte, f protoreflect.FieldDescriptor, number protowire.Number, kind protowire.Type) bool {
	switch {
	case kind == protowire.StartGroupType && f.Kind() == protoreflect.GroupKind:
		inner, _ := protowire.ConsumeGroup(number, b)
		return l.message(inner, f.Message())
	case kind != protowire.BytesType:
		return true
	}
	inner, _ := protowire.ConsumeBytes(b)
	switch {
	case f.IsMap():
		l.path[len(l.path)-1].key = keyOf(inner, f.MapKey())
		return l.message(inner, f.Message())
	case f.Kind() == protoreflect.MessageKind:
		return l.message(inner, f.Message())
	case f.Kind() == protoreflect.StringKind && strict(f) && !utf8.Valid(inner):
		l.tell(errors.InvalidUTF8, "is no UTF-8")
	}
	return true
}

// wireType tells the items of a list from a packed list; only those that are alike in both are of interest.
func wireType(f protoreflect.FieldDescriptor) protowire.Type {
	switch f.Kind() {
	case protoreflect.GroupKind:
		return protowire.StartGroupType
	case protoreflect.MessageKind, protoreflect.StringKind, protoreflect.BytesKind:
		return protowire.BytesType
	}
	return -1
}

// strict reports whether texts of a field have to be UTF-8, which proto2 doesn't ask for.
func strict(f protoreflect.FieldDescriptor) bool {
	if known, ok := f.(interface{ EnforceUTF8() bool }); ok {
		return known.EnforceUTF8()
	}
	return f.ParentFile().Syntax() == protoreflect.Proto3
}

// keyOf spells the key of an entry of a map, if it is a text; nothing, if it isn't, or can't be read.
func keyOf(entry []byte, f protoreflect.FieldDescriptor) string {
	for len(entry) > 0 {
		number, kind, n := protowire.ConsumeTag(entry)
		if n < 0 {
			return ""
		}
		entry = entry[n:]
		if number == f.Number() && kind == protowire.BytesType && f.Kind() == protoreflect.StringKind {
			key, n := protowire.ConsumeBytes(entry)
			if n < 0 || !utf8.Valid(key) {
				return ""
			}
			return "[" + strconv.Quote(string(key)) + "]"
		}
		if n = protowire.ConsumeFieldValue(number, kind, entry); n < 0 {
			return ""
		}
		entry = entry[n:]
	}
	return ""
}
