package contract

import (
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/go-json-experiment/json/jsontext"
)

// AppendJSON appends the value as compact JSON; numbers stay as they are written.
func AppendJSON(dst []byte, v *spec.Value) []byte {
	switch v.Kind {
	case spec.Null:
		return append(dst, "null"...)
	case spec.Bool, spec.Num:
		return append(dst, v.Text...)
	case spec.Str:
		return AppendString(dst, v.Text)
	case spec.List:
		dst = append(dst, '[')
		for i, item := range v.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = AppendJSON(dst, item)
		}
		return append(dst, ']')
	}
	return appendMembers(dst, v.Members)
}

func appendMembers(dst []byte, members []spec.Member) []byte {
	dst = append(dst, '{')
	for i, m := range members {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(AppendString(dst, m.Key), ':')
		dst = AppendJSON(dst, m.Value)
	}
	return append(dst, '}')
}

// AppendString appends the text as a JSON string; what is no UTF-8 in it becomes U+FFFD.
func AppendString(dst []byte, text string) []byte {
	quoted, err := jsontext.AppendQuote(dst, strings.ToValidUTF8(text, "\uFFFD"))
	if err != nil {
		return strconv.AppendQuote(dst, text)
	}
	return quoted
}

// Text is a JSON string.
func Text(text string) *spec.Value { return &spec.Value{Kind: spec.Str, Text: text} }

// Whole is a JSON number without a fraction.
func Whole(n int64) *spec.Value { return &spec.Value{Kind: spec.Num, Text: strconv.FormatInt(n, 10)} }

// Flag is true or false.
func Flag(set bool) *spec.Value {
	return &spec.Value{Kind: spec.Bool, Text: strconv.FormatBool(set)}
}

// Array is a JSON array.
func Array(items ...*spec.Value) *spec.Value { return &spec.Value{Kind: spec.List, Items: items} }

// Object is a JSON object.
func Object(members ...spec.Member) *spec.Value {
	return &spec.Value{Kind: spec.Map, Members: members}
}
