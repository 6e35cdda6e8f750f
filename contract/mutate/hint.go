package mutate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// placeholder writes what a contract in bylaw's own format says of a field to be sure of it:
// total: '{{regex "…"}}'. It returns "" where there is no short way.
func placeholder(f *spec.Field) string {
	k, name := about(f.Type), cmp.Or(f.JSONName, f.Name)
	if k.is(spec.KindArray) {
		return name + " {{each min 1}}:"
	}
	if word := matcher(k); word != "" {
		return name + ": '{{" + strings.ReplaceAll(word, "'", "''") + "}}'"
	}
	return ""
}

// formats are the matchers of formats of texts.
var formats = map[string]string{"uuid": "uuid", "date-time": "iso_timestamp", "date": "iso_date", "email": "email"}

func matcher(k known) string {
	if listed := k.listed(); len(listed) > 0 {
		return alternatives(listed)
	}
	for _, t := range k {
		if word := formats[t.Format]; word != "" {
			return word
		}
		if c := t.Constraints; c != nil && whole(c.Pattern) {
			return "type and regex " + string(contract.AppendString(nil, c.Pattern))
		}
	}
	switch {
	case k.is(spec.KindInteger):
		return integer(k)
	case k.is(spec.KindNumber):
		return "number"
	case k.is(spec.KindBoolean):
		return "boolean"
	case k.is(spec.KindString):
		return "non_empty_string"
	}
	return ""
}

func integer(k known) string {
	for _, t := range k {
		if t.Constraints != nil && t.Constraints.Minimum != nil {
			switch t.Constraints.Minimum.Text {
			case "1":
				return "positive_integer"
			case "0":
				return "non_negative_integer"
			}
		}
	}
	return "integer"
}

// longestPattern is how many bytes of a pattern are shown at most.
const longestPattern = 120

// whole reports whether a pattern is about whole texts, as those of contracts are.
func whole(pattern string) bool {
	return len(pattern) < longestPattern && strings.HasPrefix(pattern, "^") && strings.HasSuffix(pattern, "$") && !strings.HasSuffix(pattern, `\$`)
}

// alternatives is a pattern of all the texts that are listed; "" if they are no plain ones.
func alternatives(listed []*spec.Value) string {
	var texts []string
	for _, v := range listed {
		if v.Kind != spec.Str || strings.ContainsAny(v.Text, `\.+*?()|[]{}^$"`) || slices.Contains(texts, v.Text) {
			return ""
		}
		texts = append(texts, v.Text)
	}
	pattern := strings.Join(texts, "|")
	if len(pattern) > longestPattern {
		return ""
	}
	return fmt.Sprintf("regex %q", pattern)
}
