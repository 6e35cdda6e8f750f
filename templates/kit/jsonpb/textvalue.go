package jsonpb

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// setText reads a message that is written as one text.
func setText(m protoreflect.Message, text string) problem {
	switch formOf(m.Descriptor()) {
	case timestampForm:
		return setTimestamp(m, text)
	case durationForm:
		return setDuration(m, text)
	case maskForm:
		return setLooseMask(m, text)
	}
	v, p := textOf(text, number(m, 1))
	if p.code == "" {
		m.Set(number(m, 1), v)
	}
	return p
}

// setLooseMask reads a FieldMask, also one with the paths by proto names, which JSON doesn't allow and queries have.
func setLooseMask(m protoreflect.Message, text string) problem {
	if !strings.Contains(text, "_") {
		return setMask(m, text)
	}
	paths := m.Mutable(number(m, 1)).List()
	for path := range strings.SplitSeq(text, ",") {
		if !protoreflect.FullName(path).IsValid() {
			return problem{errors.Format, "must be paths with commas between them, such as displayName,items.unitPrice"}
		}
		if !strings.Contains(path, "_") {
			path = snakeCase(path)
		}
		paths.Append(protoreflect.ValueOfString(path))
	}
	return problem{}
}

// textOf reads the text of a scalar or an enum value.
func textOf(text string, fd protoreflect.FieldDescriptor) (v protoreflect.Value, p problem) {
	switch fd.Kind() {
	case protoreflect.BoolKind:
		if v = boolOf(text); !v.IsValid() {
			p = problem{errors.Type, "must be true or false"}
		}
		return v, p
	case protoreflect.StringKind:
		if !utf8.ValidString(text) {
			return v, problem{errors.InvalidUTF8, "is not UTF-8"}
		}
		return protoreflect.ValueOfString(text), p
	case protoreflect.BytesKind:
		return bytesOf(text)
	case protoreflect.EnumKind:
		return enumOf(text, fd.Enum())
	}
	return numberOf(text, fd.Kind(), true)
}

// enumOf reads the name or the number of an enum value. Numbers that nothing declares are kept.
func enumOf(text string, ed protoreflect.EnumDescriptor) (v protoreflect.Value, p problem) {
	if value := ed.Values().ByName(protoreflect.Name(text)); value != nil {
		return protoreflect.ValueOfEnum(value.Number()), p
	}
	i, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return v, problem{errors.Enum, "must be one of " + valueNames(ed)}
	}
	return protoreflect.ValueOfEnum(protoreflect.EnumNumber(i)), p
}
