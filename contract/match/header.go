package match

import (
	"fmt"
	"mime"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// headers compares the headers that are expected; others may always be there, for everything between
// consumer and provider adds some.
func (e *exchange) headers(expected, actual []contract.Values) {
	c := e.part(Header, contract.InHeader, "header")
	c.rules = newRules(lowered(c.rules.list))
	for _, want := range expected {
		got, found := values(actual, want.Name)
		if !found {
			c.add(Mismatch{Path: want.Name, Expected: strings.Join(want.Values, ", "), Message: fmt.Sprintf("the header %q is missing", want.Name), Span: want.Span})
			continue
		}
		before := len(c.found)
		c.header(want, got)
		for i := before; i < len(c.found); i++ {
			c.found[i].Path = want.Name
		}
	}
	e.end(c)
}

// values returns the values of a header, whose name is compared without regard to case.
func values(headers []contract.Values, name string) (all []string, found bool) {
	for _, h := range headers {
		if strings.EqualFold(h.Name, name) {
			all, found = append(all, h.Values...), true
		}
	}
	return all, found
}

// lowered returns the rules with the names of headers in lower case, since HTTP knows no other.
func lowered(rules []*contract.Rule) []*contract.Rule {
	var all []*contract.Rule
	for _, r := range rules {
		low := *r
		low.Path.Steps = nil
		for _, s := range r.Path.Steps {
			s.Name = strings.ToLower(s.Name)
			low.Path.Steps = append(low.Path.Steps, s)
		}
		all = append(all, &low)
	}
	return all
}

// header compares one header: by its rule, or as HTTP reads it.
func (c *comparison) header(want contract.Values, got []string) {
	at := root().field(strings.ToLower(want.Name))
	rule, _ := c.choose(at)
	if rule == nil {
		rule, _ = c.choose(at.item(0))
	}
	if rule == nil {
		c.plainHeader(at, want, got)
		return
	}
	if len(want.Values) > 1 && len(got) == 1 {
		got = split(got[0])
	}
	if len(want.Values) <= 1 {
		got = []string{strings.Join(got, ", ")}
	}
	wanted := listed([]contract.Values{want}).Members[0].Value
	for i, value := range got {
		if example := exampleAt(wanted, i); example != nil {
			c.value(at.item(i), example, contract.Text(value))
		}
	}
	if rule == nil || len(got) < len(wanted.Items) {
		c.differ(at, wanted, contract.Text(strings.Join(got, ", ")), fmt.Sprintf("expected %d values of the header, but there are %d", len(wanted.Items), len(got)))
	}
}

// plainHeader compares without a rule: parameters in any order where there are such, and else the
// values as they are, but for the white space between them.
func (c *comparison) plainHeader(at route, want contract.Values, got []string) {
	expected, actual := strings.Join(want.Values, ","), strings.Join(got, ",")
	if strings.Join(split(expected), ",") == strings.Join(split(actual), ",") {
		return
	}
	if name := at[1].Name; (name == "accept" || name == "content-type") && allSameParameters(split(expected), split(actual)) {
		return
	}
	v := &spec.Value{Kind: spec.Str, Text: expected, Span: want.Span}
	c.differ(at, v, contract.Text(actual), fmt.Sprintf("expected %s, but got %s", short(expected), short(actual)))
}

// split takes apart a comma-separated list; commas in quotes separate nothing.
func split(text string) []string {
	var parts []string
	quoted, start := false, 0
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quoted:
			i++
		case text[i] == '"':
			quoted = !quoted
		case text[i] == ',' && !quoted:
			parts = append(parts, strings.TrimSpace(text[start:i]))
			start = i + 1
		}
	}
	return append(parts, strings.TrimSpace(text[start:]))
}

func allSameParameters(expected, actual []string) bool {
	if len(expected) != len(actual) {
		return false
	}
	for i := range expected {
		if !sameParameters(expected[i], actual[i]) {
			return false
		}
	}
	return true
}

// sameParameters compares media types with parameters: those that are expected must be there, in any
// order. Charsets have no case, and boundaries are made anew for each body.
func sameParameters(expected, actual string) bool {
	want, wanted, err := mime.ParseMediaType(expected)
	got, given, err2 := mime.ParseMediaType(actual)
	if err != nil || err2 != nil || want != got || !strings.Contains(want, "/") {
		return false
	}
	for name, value := range wanted { // all are looked at, so that their order does not matter
		same := value == given[name]
		if name == "charset" {
			same = strings.EqualFold(value, given[name])
		}
		if !same && name != "boundary" {
			return false
		}
	}
	return true
}
