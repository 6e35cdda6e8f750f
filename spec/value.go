package spec

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// ValueKind is the JSON type of a Value.
type ValueKind uint8

// The JSON types.
const (
	Null ValueKind = iota
	Bool
	Num
	Str
	List
	Map
)

// Value is a JSON value with the place of each of its parts: an OpenAPI document is a tree of
// them, and examples, defaults, extensions and proto option values are kept as such.
type Value struct {
	Kind    ValueKind
	Text    string // Str: the decoded string; Num: the literal as written, in decimal; Bool: "true" or "false"
	Items   []*Value
	Members []Member
	Span    source.Span // without the key; for a block of YAML from its first token to its last
}

// Member is one key of a Map value, in source order.
type Member struct {
	Key     string
	KeySpan source.Span
	Value   *Value
}

// Get returns the member with that key, or nil. It is safe on nil and on values that are no Map.
func (v *Value) Get(key string) *Value {
	if m := v.Member(key); m != nil {
		return m.Value
	}
	return nil
}

// Member returns the member with that key together with its key's place, or nil. Of duplicate
// keys the last one counts, as in most JSON readers.
func (v *Value) Member(key string) *Member {
	if v == nil {
		return nil
	}
	for i := len(v.Members) - 1; i >= 0; i-- {
		if v.Members[i].Key == key {
			return &v.Members[i]
		}
	}
	return nil
}

// String returns the text of a Str value, and "" for everything else, nil included.
func (v *Value) String() string {
	if v == nil || v.Kind != Str {
		return ""
	}
	return v.Text
}

// Bool returns whether the value is the JSON literal true.
func (v *Value) Bool() bool { return v != nil && v.Kind == Bool && v.Text == "true" }

// Int returns the value of a Num that is an integer in range, 1.0 and 1e3 included.
func (v *Value) Int() (int64, bool) {
	if v == nil || v.Kind != Num {
		return 0, false
	}
	if n, err := strconv.ParseInt(v.Text, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(v.Text, 64)
	if err != nil || f != float64(int64(f)) || f >= 1<<53 || f <= -(1<<53) {
		return 0, false
	}
	return int64(f), true
}

// Float returns the value of a Num as a float.
func (v *Value) Float() (float64, bool) {
	if v == nil || v.Kind != Num {
		return 0, false
	}
	f, err := strconv.ParseFloat(v.Text, 64)
	return f, err == nil
}
