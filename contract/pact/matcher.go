package pact

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// matcherNames are the names that matchers have in files; the first of a kind is the one written.
var matcherNames = []struct {
	name string
	kind contract.MatcherKind
}{
	{"equality", contract.Equality},
	{"regex", contract.Regex},
	{"type", contract.Type}, {"min-type", contract.Type}, {"max-type", contract.Type}, {"min", contract.Type}, {"max", contract.Type},
	{"number", contract.Number},
	{"integer", contract.Integer},
	{"decimal", contract.Decimal}, {"real", contract.Decimal},
	{"boolean", contract.Boolean},
	{"null", contract.NullValue},
	{"date", contract.Date},
	{"time", contract.Time},
	{"timestamp", contract.DateTime}, {"datetime", contract.DateTime},
	{"include", contract.Include},
	{"contentType", contract.ContentType}, {"content-type", contract.ContentType},
	{"arrayContains", contract.ArrayContains}, {"array-contains", contract.ArrayContains},
	{"values", contract.ValuesOnly},
	{"statusCode", contract.StatusCode}, {"status-code", contract.StatusCode},
	{"notEmpty", contract.NotEmpty}, {"not-empty", contract.NotEmpty},
	{"semver", contract.Semver},
	{"eachKey", contract.EachKey}, {"each-key", contract.EachKey},
	{"eachValue", contract.EachValue}, {"each-value", contract.EachValue},
	{"ignore-order", contract.IgnoreOrder}, {"min-equals-ignore-order", contract.IgnoreOrder},
	{"max-equals-ignore-order", contract.IgnoreOrder}, {"minmax-equals-ignore-order", contract.IgnoreOrder},
}

func matcherKind(name string) contract.MatcherKind {
	for _, m := range matcherNames {
		if m.name == name {
			return m.kind
		}
	}
	return contract.UnknownMatcher
}

// implied names the matcher of a rule that has no "match", as V2 allows, by the member it has.
func implied(v *spec.Value) string {
	for _, key := range []string{"regex", "min", "max", "timestamp", "datetime", "date", "time"} {
		if v.Get(key) != nil {
			return strings.NewReplacer("min", "type", "max", "type").Replace(key)
		}
	}
	return ""
}

func (r *reader) matcher(v *spec.Value) *contract.Matcher {
	m := &contract.Matcher{Name: r.text(v, "match"), Span: v.Span}
	m.Kind = matcherKind(cmp.Or(m.Name, implied(v)))
	switch m.Kind {
	case contract.UnknownMatcher:
		r.unknownMatcher(m, v)
	case contract.Regex:
		m.Regex = r.text(v, "regex")
		r.demand(v, "regex")
	case contract.Type, contract.IgnoreOrder:
		m.Min, m.Max = r.bound(v, "min"), r.bound(v, "max")
	case contract.Date, contract.Time, contract.DateTime:
		m.Format = cmp.Or(r.text(v, "format"), r.text(v, "date"), r.text(v, "time"), r.text(v, "timestamp"), r.text(v, "datetime"))
	case contract.Include, contract.ContentType:
		m.Value = r.text(v, "value")
		r.demand(v, "value")
	case contract.StatusCode:
		r.statuses(m, v)
	case contract.ArrayContains:
		m.Variants = r.variants(v)
	case contract.EachKey, contract.EachValue:
		m.Matchers = r.matchers(v, "rules")
	}
	m.Unknown = others(v, append(matcherKeys(m.Kind), "match")...)
	return m
}

// matcherKeys are the members that a matcher of that kind has, beside its name.
func matcherKeys(kind contract.MatcherKind) []string {
	switch kind {
	case contract.Regex:
		return []string{"regex"}
	case contract.Type, contract.IgnoreOrder:
		return []string{"min", "max"}
	case contract.Date, contract.Time, contract.DateTime:
		return []string{"format", "date", "time", "timestamp", "datetime"}
	case contract.Include, contract.ContentType:
		return []string{"value"}
	case contract.StatusCode:
		return []string{"status"}
	case contract.ArrayContains:
		return []string{"variants"}
	case contract.EachKey, contract.EachValue:
		return []string{"rules"}
	}
	return nil
}

func (r *reader) unknownMatcher(m *contract.Matcher, v *spec.Value) {
	message := fmt.Sprintf("the matcher %q is not known, so that nothing can be held against it", m.Name)
	if m.Name == "" {
		message = "the matcher does not say what it matches"
	}
	r.say(report.Finding{
		Rule: Unsupported, Severity: report.Error, Span: place(v, "match"), Message: message,
		Cure: `write "match" with one of equality, regex, type, number, integer, decimal, boolean, null, date, time, datetime, include, contentType, arrayContains, values, statusCode, notEmpty, semver, eachKey, eachValue`,
	})
}

func (r *reader) demand(v *spec.Value, key string) {
	if v.Get(key) == nil {
		r.fail(v.Span, fmt.Sprintf("the matcher lacks %q", key), "")
	}
}

// statuses reads a class of statuses by name, or several statuses.
func (r *reader) statuses(m *contract.Matcher, v *spec.Value) {
	status := v.Get("status")
	if status == nil {
		r.demand(v, "status")
		return
	}
	switch status.Kind {
	case spec.Str:
		m.Class = status.Text
	case spec.List:
		for _, item := range status.Items {
			n, ok := item.Int()
			if !ok {
				r.fail(item.Span, "a status is a whole number", "")
				continue
			}
			m.Statuses = append(m.Statuses, int(n))
		}
	default:
		r.fail(status.Span, `"status" is `+article(status)+", but must be the name of a class or an array of statuses", "")
	}
}

func (r *reader) variants(v *spec.Value) []*contract.Variant {
	r.demand(v, "variants")
	var all []*contract.Variant
	for i, item := range r.list(v, "variants") {
		if item.Kind != spec.Map {
			r.fail(item.Span, "a variant is an object, this one is "+article(item), "")
			continue
		}
		r.dropped(item, "index", "rules", "generators")
		variant := &contract.Variant{Index: i, Span: item.Span}
		if n, ok := r.integer(item, "index"); ok {
			variant.Index = n
		}
		if rules := item.Member("rules"); rules != nil {
			variant.Rules = r.rulesOf(spec.Member{Key: "body", Value: rules.Value})
		}
		if generators := item.Member("generators"); generators != nil {
			variant.Generators = r.generatorsOf(spec.Member{Key: "body", Value: generators.Value})
		}
		all = append(all, variant)
	}
	return all
}
