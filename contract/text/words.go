package text

import (
	"math/rand/v2"
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/spec"
)

// argument is what a word takes behind it.
type argument uint8

const (
	nothing  argument = iota
	pattern           // a text, demanded
	format            // a text or nothing
	bounds            // min N, max N, both or none
	statuses          // the name of a class, or statuses
	nested            // matchers in parentheses
)

// word is a matcher as placeholders name it.
type word struct {
	text string
	kind contract.MatcherKind
	name string // as version 4 writes it
	take argument
}

// words are all matchers but arrayContains, which needs whole rules.
var words = []word{
	{"exactly", contract.Equality, "equality", nothing},
	{"regex", contract.Regex, "regex", pattern},
	{"type", contract.Type, "type", bounds},
	{"number", contract.Number, "number", nothing},
	{"integer", contract.Integer, "integer", nothing},
	{"decimal", contract.Decimal, "decimal", nothing},
	{"boolean", contract.Boolean, "boolean", nothing},
	{"null", contract.NullValue, "null", nothing},
	{"date", contract.Date, "date", format},
	{"time", contract.Time, "time", format},
	{"datetime", contract.DateTime, "datetime", format},
	{"timestamp", contract.DateTime, "timestamp", format},
	{"include", contract.Include, "include", pattern},
	{"content_type", contract.ContentType, "contentType", pattern},
	{"values", contract.ValuesOnly, "values", nothing},
	{"status", contract.StatusCode, "statusCode", statuses},
	{"not_empty", contract.NotEmpty, "notEmpty", nothing},
	{"semver", contract.Semver, "semver", nothing},
	{"each_key", contract.EachKey, "eachKey", nested},
	{"each_value", contract.EachValue, "eachValue", nested},
	{"any_order", contract.IgnoreOrder, "ignore-order", bounds},
}

// each is the word for arrays: `type`, and what is written of the first item is asked of every one.
const each = "each"

// literal is the word for a value without a matcher that looks like a placeholder.
const literal = "literal"

// phrase is a name for several matchers, or for one with its parameters, that together say what is
// often meant. It stands alone in its placeholder.
type phrase struct {
	text     string
	matchers func() []*contract.Matcher
	example  *spec.Value
}

var phrases = []phrase{
	{"uuid", regex(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`), contract.Text("e2490de5-5bd3-43d5-b7c4-526e33f71304")},
	{"iso_timestamp", regex(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$`), contract.Text("2000-02-01T12:30:00Z")},
	{"iso_date", regex(`^\d{4}-\d{2}-\d{2}$`), contract.Text("2000-02-01")},
	{"email", regex(`^[^@\s]+@[^@\s]+$`), contract.Text("someone@example.com")},
	{"positive_integer", integer(`^[1-9]\d*$`), contract.Whole(1)},
	{"non_negative_integer", integer(`^(0|[1-9]\d*)$`), contract.Whole(0)},
	{"non_empty_string", func() []*contract.Matcher {
		return []*contract.Matcher{{Kind: contract.Type, Name: "type"}, {Kind: contract.NotEmpty, Name: "notEmpty"}}
	}, contract.Text("text")},
}

func regex(expression string) func() []*contract.Matcher {
	return func() []*contract.Matcher {
		return []*contract.Matcher{{Kind: contract.Regex, Name: "regex", Regex: expression}}
	}
}

func integer(expression string) func() []*contract.Matcher {
	return func() []*contract.Matcher {
		return append([]*contract.Matcher{{Kind: contract.Integer, Name: "integer"}}, regex(expression)()...)
	}
}

// sample is the example of a placeholder that names none, nil where it has to.
func sample(matchers []*contract.Matcher) *spec.Value {
	if p := phraseFor(matchers); p != nil {
		return p.example
	}
	m := matchers[0]
	switch m.Kind {
	case contract.Number, contract.Integer:
		return contract.Whole(1)
	case contract.Decimal:
		return &spec.Value{Kind: spec.Num, Text: "1.5"}
	case contract.Boolean:
		return contract.Flag(true)
	case contract.NullValue:
		return &spec.Value{Kind: spec.Null}
	case contract.Semver:
		return contract.Text("1.2.3")
	case contract.Date, contract.Time, contract.DateTime:
		return moment(m)
	case contract.Regex:
		return invented(m.Regex)
	case contract.Include:
		return contract.Text(m.Value)
	}
	return nil
}

// moment is an example of a date or time in the format that is meant where none is given.
func moment(m *contract.Matcher) *spec.Value {
	switch {
	case m.Format != "":
		return nil
	case m.Kind == contract.Date:
		return contract.Text("2000-02-01")
	case m.Kind == contract.Time:
		return contract.Text("12:30:00")
	}
	return contract.Text("2000-02-01T12:30:00Z")
}

// invented is the same text every time for the same pattern, nil where none can be made.
func invented(pattern string) *spec.Value {
	v, err := match.Generate(&contract.Generator{Kind: contract.RandomRegex, Regex: pattern}, nil, match.Source{Random: rand.New(rand.NewPCG(1, 1))})
	if err != nil {
		return nil
	}
	return v
}

// phraseFor returns the phrase that means just these matchers.
func phraseFor(matchers []*contract.Matcher) *phrase {
	for i := range phrases {
		if slices.EqualFunc(phrases[i].matchers(), matchers, sameMatcher) {
			return &phrases[i]
		}
	}
	return nil
}

// sameMatcher compares the matchers that phrases are made of, by all that such have.
func sameMatcher(a, b *contract.Matcher) bool {
	return a.Kind == b.Kind && a.Name == b.Name && a.Regex == b.Regex && b.Min == nil && b.Max == nil && len(b.Unknown) == 0
}
