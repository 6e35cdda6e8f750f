package config

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/bylaw-dev/bylaw/spec"
)

// kind is what a default says of the values that may replace it.
type kind uint8

const (
	anything kind = iota
	truth
	wholeNumber
	number
	text
	list
	mapping
)

func (k kind) String() string {
	return [...]string{"anything", "true or false", "a whole number", "a number", "text", "a list", "a mapping"}[k]
}

// schemaType is the kind's `type` in JSON Schema; "" for anything.
func (k kind) schemaType() string {
	return [...]string{"", "boolean", "integer", "number", "string", "array", "object"}[k]
}

func (k kind) value() spec.ValueKind {
	return [...]spec.ValueKind{spec.Null, spec.Bool, spec.Num, spec.Num, spec.Str, spec.List, spec.Map}[k]
}

// kindOf tells a JSON value's kind from its first byte. A number without a fraction wants whole
// numbers: Go writes an int as 1 and so does it 1.0, so a fractional option needs a fractional
// default.
func kindOf(value json.RawMessage) kind {
	value = bytes.TrimSpace(value)
	if len(value) == 0 {
		return anything
	}
	switch value[0] {
	case 't', 'f':
		return truth
	case '"':
		return text
	case '[':
		return list
	case '{':
		return mapping
	case 'n':
		return anything
	}
	if bytes.ContainsAny(value, ".eE") {
		return number
	}
	return wholeNumber
}

// appendJSON writes a value as compact JSON, keys in the order of the file and whole numbers
// without a fraction, for 1.0 is no integer to a Go decoder.
func appendJSON(to []byte, v *spec.Value) []byte {
	if n, ok := v.Int(); ok {
		return strconv.AppendInt(to, n, 10)
	}
	switch v.Kind {
	case spec.Null:
		return append(to, "null"...)
	case spec.Bool, spec.Num:
		return append(to, v.Text...)
	case spec.Str:
		return appendString(to, v.Text)
	case spec.List:
		to = append(to, '[')
		for i, item := range v.Items {
			if i > 0 {
				to = append(to, ',')
			}
			to = appendJSON(to, item)
		}
		return append(to, ']')
	}
	to = append(to, '{')
	for i, member := range v.Members {
		if i > 0 {
			to = append(to, ',')
		}
		to = append(appendString(to, member.Key), ':')
		to = appendJSON(to, member.Value)
	}
	return append(to, '}')
}

// appendString writes a JSON string, with <, > and & as they are.
func appendString(to []byte, s string) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		return append(to, `""`...)
	}
	return append(to, bytes.TrimSuffix(b.Bytes(), []byte{'\n'})...)
}
