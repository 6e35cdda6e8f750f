package roundtripjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
)

// kind is what a value of JSON is.
type kind byte

const (
	null kind = iota
	boolean
	number
	text
	list
	object
)

// value is a value of JSON. Members keep their order.
type value struct {
	kind    kind
	text    string // of texts, numbers and booleans
	keys    []string
	values  []*value // of lists and objects
	lenient leniency
}

// leniency is what a place is known to be.
type leniency byte

const (
	exact    leniency = iota
	floating          // a binary number of 64 bits
	single            // of 32 bits
)

var errTrailing = errors.New("something follows the value")

// parse reads a text with encoding/json.
func parse(in []byte) (*value, error) {
	d := json.NewDecoder(bytes.NewReader(in))
	d.UseNumber()
	v, err := next(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errTrailing
	}
	return v, nil
}

func next(d *json.Decoder) (*value, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			return items(d)
		}
		return members(d)
	case json.Number:
		return &value{kind: number, text: token.String()}, nil
	case string:
		return &value{kind: text, text: token}, nil
	case bool:
		return &value{kind: boolean, text: strconv.FormatBool(token)}, nil
	}
	return &value{}, nil
}

func items(d *json.Decoder) (*value, error) {
	v := &value{kind: list}
	for d.More() {
		item, err := next(d)
		if err != nil {
			return nil, err
		}
		v.values = append(v.values, item)
	}
	_, err := d.Token()
	return v, err
}

func members(d *json.Decoder) (*value, error) {
	v := &value{kind: object}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := key.(string)
		member, err := next(d)
		if err != nil {
			return nil, err
		}
		v.keys, v.values = append(v.keys, name), append(v.values, member)
	}
	_, err := d.Token()
	return v, err
}

// member returns the value of a member; nil: there is none.
func (v *value) member(key string) *value {
	for i, k := range v.keys {
		if k == key {
			return v.values[i]
		}
	}
	return nil
}

func (v *value) clone() *value {
	c := *v
	c.keys, c.values = append([]string(nil), v.keys...), make([]*value, len(v.values))
	for i, inner := range v.values {
		c.values[i] = inner.clone()
	}
	return &c
}

// appendValue writes a value; characters stand for themselves wherever they may.
func appendValue(out []byte, v *value) []byte {
	switch v.kind {
	case null:
		return append(out, "null"...)
	case text:
		return appendText(out, v.text)
	case list, object:
		open, shut := "[]"[0], "[]"[1]
		if v.kind == object {
			open, shut = '{', '}'
		}
		out = append(out, open)
		for i, inner := range v.values {
			if i > 0 {
				out = append(out, ',')
			}
			if v.kind == object {
				out = append(appendText(out, v.keys[i]), ':')
			}
			out = appendValue(out, inner)
		}
		return append(out, shut)
	}
	return append(out, v.text...)
}

func appendText(out []byte, s string) []byte {
	out = append(out, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			out = append(out, '\\', byte(c))
		case c < 0x20:
			out = append(out, `\u00`...)
			out = append(out, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		default:
			out = append(out, string(c)...)
		}
	}
	return append(out, '"')
}
