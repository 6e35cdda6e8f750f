package record

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// The formats of a date and time with and without a fraction of the second, which RFC 3339 leaves open. Of the letters
// for fractions only n has any number of digits in all tools.
const (
	seconds   = "yyyy-MM-dd'T'HH:mm:ssXXX"
	fractions = "yyyy-MM-dd'T'HH:mm:ss.nXXX"
)

// The patterns of formats that Pact has no matcher for, and of moments with small letters.
const (
	moment   = `^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$`
	daytime  = `^[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$`
	uuid     = `^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$`
	decimal  = `^-?[0-9]+(?:\.[0-9]+)?$`
	anything = `^[\s\S]*$`
)

// The longest pattern of listed values, and the largest bound of a repetition that all engines take.
const (
	longestList  = 4000
	mostRepeated = 1000
)

// matchersOf returns what the schemas of a scalar say that it may be, and whether they list its values.
func matchersOf(parts []*spec.Type, kind wire.Kind, raw string) (matchers []*contract.Matcher, listed bool) {
	values := literals(parts)
	switch {
	case kind == wire.KindNull:
		return nil, true
	case kind == wire.KindBool:
		return []*contract.Matcher{{Kind: contract.Boolean}}, values != nil
	case kind&wire.KindNumber != 0:
		return []*contract.Matcher{number(parts, raw)}, values != nil
	}
	v := contract.Text(raw)
	for _, all := range texts(parts, values) {
		if slices.ContainsFunc(all, func(m *contract.Matcher) bool { return match.Holds(m, v, v) == nil }) { // else Go or Pact read the pattern differently than the spec
			return all, values != nil
		}
	}
	return []*contract.Matcher{{Kind: contract.Type}}, values != nil
}

// number tells integers from other numbers, but doesn't where a number that is written 1.0 is an integer to the spec.
func number(parts []*spec.Type, raw string) *contract.Matcher {
	for _, t := range parts {
		if validate.Kinds(t)&wire.KindNumber == wire.KindInteger && !strings.ContainsAny(raw, ".eE") {
			return &contract.Matcher{Kind: contract.Integer}
		}
	}
	return &contract.Matcher{Kind: contract.Number}
}

// literals returns the values that the schemas list; nil: they list none.
func literals(parts []*spec.Type) []*spec.Value {
	for _, t := range parts {
		if t.Constraints != nil && t.Constraints.Const != nil {
			return []*spec.Value{t.Constraints.Const}
		}
		var values []*spec.Value
		for _, e := range t.Values {
			if e.Value != nil {
				values = append(values, e.Value)
			}
		}
		if len(values) > 0 {
			return values
		}
	}
	return nil
}

// texts returns the matchers that the schemas have for a text, the most precise first. Of several in one place one has
// to hold.
func texts(parts []*spec.Type, values []*spec.Value) [][]*contract.Matcher {
	var all [][]*contract.Matcher
	regex := func(pattern string) {
		all = append(all, []*contract.Matcher{{Kind: contract.Regex, Regex: pattern}})
	}
	if pattern := oneOf(values); pattern != "" {
		regex(pattern)
	}
	for _, t := range parts {
		if t.Constraints != nil && t.Constraints.Pattern != "" {
			regex(whole(t.Constraints.Pattern))
		}
	}
	for _, t := range parts {
		switch t.Format {
		case "date":
			all = append(all, []*contract.Matcher{{Kind: contract.Date, Format: "yyyy-MM-dd"}})
		case "date-time":
			all = append(all, []*contract.Matcher{{Kind: contract.DateTime, Format: seconds}, {Kind: contract.DateTime, Format: fractions}})
			regex(moment)
		case "time":
			regex(daytime)
		case "uuid":
			regex(uuid)
		case "decimal":
			regex(decimal)
		}
	}
	if pattern := lengths(parts); pattern != "" {
		regex(pattern)
	}
	return all
}

// oneOf returns the pattern of texts that are listed, "" if there are none, or too many.
func oneOf(values []*spec.Value) string {
	var all []string
	for _, v := range values {
		if v.Kind == spec.Str {
			all = append(all, regexp.QuoteMeta(v.Text))
		}
	}
	pattern := "^(?:" + strings.Join(all, "|") + ")$"
	if len(all) == 0 || len(pattern) > longestList {
		return ""
	}
	return pattern
}

// whole turns a pattern that JSON Schema looks for anywhere in a text into one of the whole text, as Pact's are.
func whole(pattern string) string {
	if strings.HasPrefix(pattern, "^") && strings.HasSuffix(pattern, "$") && !strings.HasSuffix(pattern, `\$`) && !strings.Contains(pattern, "|") {
		return pattern
	}
	return `^[\s\S]*(?:` + pattern + `)[\s\S]*$`
}

// lengths returns the pattern of how long a text is, "" if nothing is said of that.
func lengths(parts []*spec.Type) string {
	var low, high uint64
	for _, t := range parts {
		if c := t.Constraints; c != nil {
			if c.MinLength != nil {
				low = max(low, c.MinLength.N)
			}
			if c.MaxLength != nil && (high == 0 || c.MaxLength.N < high) {
				high = c.MaxLength.N
			}
		}
	}
	switch {
	case low > mostRepeated || low == 0 && (high == 0 || high > mostRepeated):
		return ""
	case high == 0 || high > mostRepeated:
		return fmt.Sprintf(`^[\s\S]{%d,}$`, low)
	}
	return fmt.Sprintf(`^[\s\S]{%d,%d}$`, low, high)
}
