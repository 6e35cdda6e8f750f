package behavior

import (
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// Refuse returns why a path of a field mask (AIP-161) names nothing in a message: "" if it does name
// something. A list is named as a whole, or by items.* with what follows; an entry of a map by its key, between
// backticks if need be; * alone is everything.
func Refuse(d protoreflect.MessageDescriptor, path string) string {
	if path == "*" {
		return ""
	}
	if strings.Count(path, ".") >= mostNames {
		return "has more than " + strconv.Itoa(mostNames) + " names"
	}
	name, rest, ok := NextName(path)
	if !ok || name == "" {
		return "is no path: names of fields have points between them, and keys of maps that aren't plain stand between backticks"
	}
	f := d.Fields().ByName(protoreflect.Name(name))
	if f == nil {
		return string(d.FullName()) + " has no field " + strconv.Quote(name)
	}
	if rest == "" && !strings.HasSuffix(path, ".") {
		return ""
	}
	return refuseBelow(f, rest)
}

func refuseBelow(f protoreflect.FieldDescriptor, path string) string {
	switch {
	case f.IsMap():
		return refuseEntry(f, path)
	case f.IsList():
		return refuseItem(f, path)
	case f.Message() == nil:
		return string(f.FullName()) + " has no fields"
	case path == "*":
		return string(f.FullName()) + " is neither repeated nor a map: leave out the *"
	}
	return Refuse(f.Message(), path)
}

func refuseItem(f protoreflect.FieldDescriptor, path string) string {
	rest, ok := strings.CutPrefix(path, "*")
	switch {
	case !ok:
		return string(f.FullName()) + " is repeated: name it as a whole, or all items with *"
	case rest == "":
		return ""
	}
	return refuseValue(f, f.Message(), rest)
}

func refuseEntry(f protoreflect.FieldDescriptor, path string) string {
	key, rest, ok := NextName(path)
	switch {
	case !ok || key == "":
		return string(f.FullName()) + " is a map: a key has to follow, between backticks if it isn't plain"
	case key != "*" && !isKey(f.MapKey(), key):
		return string(f.FullName()) + " has no key " + strconv.Quote(key)
	case rest == "":
		return ""
	}
	return refuseValue(f, f.MapValue().Message(), "."+rest)
}

func refuseValue(f protoreflect.FieldDescriptor, value protoreflect.MessageDescriptor, rest string) string {
	rest, ok := strings.CutPrefix(rest, ".")
	if !ok || value == nil || rest == "*" {
		return "the values of " + string(f.FullName()) + " have no such fields"
	}
	return Refuse(value, rest)
}

// isKey reports whether a text is a key of a map: any is for strings, and a number that fits for integers.
func isKey(d protoreflect.FieldDescriptor, text string) bool {
	_, ok := Key(d, text)
	return ok
}

// Key reads the key of a map. AIP-161 has none but texts and integers.
func Key(d protoreflect.FieldDescriptor, text string) (key protoreflect.MapKey, ok bool) {
	var v protoreflect.Value
	var err error
	switch d.Kind() {
	case protoreflect.StringKind:
		v = protoreflect.ValueOfString(text)
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		var n int64
		n, err = strconv.ParseInt(text, 10, 32)
		v = protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		var n int64
		n, err = strconv.ParseInt(text, 10, 64)
		v = protoreflect.ValueOfInt64(n)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		var n uint64
		n, err = strconv.ParseUint(text, 10, 32)
		v = protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		var n uint64
		n, err = strconv.ParseUint(text, 10, 64)
		v = protoreflect.ValueOfUint64(n)
	default:
		return key, false
	}
	return v.MapKey(), err == nil
}

// NextName cuts the first name or key off a path of a field mask; ok is false if backticks don't pair.
func NextName(path string) (name, rest string, ok bool) {
	if !strings.HasPrefix(path, "`") {
		name, rest, _ = strings.Cut(path, ".")
		return name, rest, true
	}
	name, rest, ok = strings.Cut(path[1:], "`")
	if rest != "" && rest[0] != '.' {
		return "", "", false
	}
	return name, strings.TrimPrefix(rest, "."), ok
}

// nextStep cuts the first name, index or key off the path of a violation: labels["a.b"].
func nextStep(path string) (name, rest string, ok bool) {
	if !strings.HasPrefix(path, "[") {
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			return path, "", true
		}
		return path[:end], strings.TrimPrefix(path[end:], "."), true
	}
	if quoted, err := strconv.QuotedPrefix(path[1:]); err == nil {
		name, err = strconv.Unquote(quoted)
		rest, ok = strings.CutPrefix(path[1+len(quoted):], "]")
		return name, strings.TrimPrefix(rest, "."), ok && err == nil
	}
	name, rest, ok = strings.Cut(path[1:], "]")
	return name, strings.TrimPrefix(rest, "."), ok
}

// populated reports whether a field is set, as a whole: in a message that is one field, each of its own is asked.
func populated(m protoreflect.Message, path string) bool {
	name, rest, ok := nextStep(path)
	if !ok || path == "" {
		return false
	}
	f := m.Descriptor().Fields().ByName(protoreflect.Name(name))
	if f == nil {
		o := m.Descriptor().Oneofs().ByName(protoreflect.Name(name))
		return o == nil || m.WhichOneof(o) != nil
	}
	if !m.Has(f) || !Merged(f) {
		return m.Has(f)
	}
	return populated(m.Get(f).Message(), rest)
}

// Merged reports whether an update without a mask takes a field apart: it does so with messages, but for
// those of google.protobuf, which are values.
func Merged(f protoreflect.FieldDescriptor) bool {
	return f.Message() != nil && !f.IsList() && !f.IsMap() && f.Message().ParentFile().Package() != "google.protobuf"
}
