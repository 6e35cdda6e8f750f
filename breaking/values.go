package breaking

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// Text returns a value as compact JSON, the keys of objects sorted, so that values that mean the
// same have the same text. nil is "".
func Text(v *spec.Value) string {
	var text strings.Builder
	writeValue(&text, v)
	return text.String()
}

func writeValue(w *strings.Builder, v *spec.Value) {
	switch {
	case v == nil:
	case v.Kind == spec.Null:
		w.WriteString("null")
	case v.Kind == spec.Str:
		w.WriteString(strconv.Quote(v.Text))
	case v.Kind == spec.Num:
		w.WriteString(number(v.Text))
	case v.Kind == spec.Bool:
		w.WriteString(v.Text)
	case v.Kind == spec.List:
		w.WriteByte('[')
		for i, item := range v.Items {
			if i > 0 {
				w.WriteByte(',')
			}
			writeValue(w, item)
		}
		w.WriteByte(']')
	default:
		writeObject(w, v)
	}
}

func writeObject(w *strings.Builder, v *spec.Value) {
	members := slices.Clone(v.Members)
	slices.SortStableFunc(members, func(a, b spec.Member) int { return strings.Compare(a.Key, b.Key) })
	w.WriteByte('{')
	for i, m := range members {
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteString(strconv.Quote(m.Key))
		w.WriteByte(':')
		writeValue(w, m.Value)
	}
	w.WriteByte('}')
}

// number writes a literal so that 1, 1.0 and 1e0 are the same.
func number(text string) string {
	if r := Number(text); r != nil {
		return r.RatString()
	}
	return text
}
