package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// declared tells what the spec says of a member's being there at all.
func (w *walker) declared(at *place, v *view, m member, anyKey bool) {
	switch {
	case m.declared && (m.required || !w.answer || anyKey):
	case m.declared:
		w.tell(at, finding{
			rule: NotPromised, severity: report.Warning, span: at.span, about: at.about(), key: at.generic,
			message: fmt.Sprintf("the consumer needs %s, but the spec doesn't promise it: the field is optional", at.path),
			cure:    "have the consumer do without it, or make it required in the spec",
		})
	case m.extra && !m.speaks, !m.speaks && !m.closed: // an object with any keys
	case !w.answer:
		w.undeclaredInput(at, m)
	default:
		w.undeclared(at, v, m, anyKey)
	}
}

func (w *walker) undeclaredInput(at *place, m member) {
	if m.closed || m.extra { // the boundary refuses it, or takes it
		return
	}
	w.input(finding{span: at.span, key: at.generic, part: InRequestBody, path: at.generic}, fmt.Sprintf("field %s in the request's body", at.path))
}

// undeclared says that the spec doesn't know a field that the consumer needs.
func (w *walker) undeclared(at *place, v *view, m member, anyKey bool) {
	at.told = true
	f := finding{
		rule: UndeclaredField, severity: report.Error, span: at.span, about: objectOf(v), key: at.generic, note: "the spec has other fields here",
		message: fmt.Sprintf("the consumer needs %s, but the spec's answer %s has no such field", at.path, w.answered()),
		cure:    "have the consumer do without it, or restore the field in the spec",
	}
	if like := spelling.Closest(at.name(), fieldNames(v)); like != "" {
		f.message += ": did the spec rename it to " + like + "?"
	}
	if anyKey || m.extra && !m.closed {
		f.rule, f.severity, at.told = NotPromised, report.Warning, false
		f.message = fmt.Sprintf("the consumer needs %s, but the spec doesn't name such a field: it only allows others beside those it names", at.path)
	}
	w.tell(at, f)
}

func fieldNames(v *view) []string {
	var names []string
	for _, t := range v.parts {
		for _, f := range t.Fields {
			names = append(names, f.Name)
		}
	}
	return names
}

// objectOf returns the schema that declares the members of an object.
func objectOf(v *view) *spec.Node {
	for _, t := range v.parts {
		if len(t.Fields) > 0 {
			return &t.Node
		}
	}
	return nil
}

func (w *walker) answered() string {
	if w.status == 0 {
		return "here"
	}
	return fmt.Sprint(w.status)
}

// promised holds the matchers of a value against all that its schemas allow.
func (w *walker) promised(at *place, v *view) {
	rule, cascaded := at.rule, at.above
	if rule == nil || exact(rule) {
		w.null(at)
		return
	}
	for _, m := range rule.Matchers {
		if cascaded && !match.Cascades(m) {
			continue
		}
		w.kinds(at, m)
		if !cascaded {
			w.bounds(at, v, m)
		}
	}
	if !cascaded {
		w.literals(at, v)
	}
}

// mostLiterals is how many values are named that the consumer doesn't take.
const mostLiterals = 3

// literals tells which values of an enum the rule doesn't take.
func (w *walker) literals(at *place, v *view) {
	listed := v.literals()
	var taken bool
	var others []string
	for _, value := range listed {
		if takes(at.rule, at.value, value) {
			taken = true
		} else if value.Kind == at.value.Kind { // kinds says the rest
			others = append(others, short(string(contract.AppendJSON(nil, value))))
		}
	}
	if !taken || len(others) == 0 { // a violation says that none is
		return
	}
	if more := len(others) - mostLiterals; more > 0 {
		others = append(others[:mostLiterals], fmt.Sprintf("%d more", more))
	}
	w.tell(at, finding{
		rule: NotPromised, severity: report.Warning, span: at.span, about: at.about(), key: at.generic + " values",
		message: fmt.Sprintf("the consumer doesn't take every value at %s that the spec lists: it may answer %s", at.path, strings.Join(others, ", ")),
		cure:    "have the consumer take them, or leave them out of the spec's answer",
	})
}

// exact reports whether a rule takes one value only.
func exact(r *contract.Rule) bool {
	return slices.ContainsFunc(r.Matchers, func(m *contract.Matcher) bool { return m.Kind == contract.Equality || m.Kind == contract.NullValue })
}

// null tells that the spec allows null where one value is taken.
func (w *walker) null(at *place) {
	possible := wire.KindAny
	for _, t := range at.schemas {
		possible &= w.part.Possible(t)
	}
	if at.value.Kind == spec.Null || possible == wire.KindAny || possible&wire.KindNull == 0 {
		return
	}
	w.tell(at, finding{
		rule: NotPromised, severity: report.Warning, span: at.span, about: at.about(), key: at.generic + " kinds",
		message: fmt.Sprintf("the consumer needs %s, but the spec doesn't promise it: it may be null too", at.path),
		cure:    "have the consumer take that, too, or rule it out in the spec",
	})
}

// kinds tells which kinds of values the spec allows that the matcher doesn't take.
func (w *walker) kinds(at *place, m *contract.Matcher) {
	wanted := wanted(m, at.value)
	possible := wire.KindAny
	for _, t := range at.schemas {
		possible &= w.part.Possible(t)
	}
	if wanted == 0 || possible == wire.KindAny || possible&wanted == 0 { // nothing is said, or a violation says it
		if wanted == wire.KindFraction && possible&wire.KindNumber == wire.KindInteger {
			w.tell(at, finding{
				rule: Response, severity: report.Error, span: at.span, about: at.about(), key: at.generic,
				message: fmt.Sprintf("the consumer needs a decimal number at %s, but the spec has an integer there", at.path),
			})
		}
		return
	}
	if wanted == wire.KindFraction { // numbers without a fraction are common, and a matter of data
		wanted = wire.KindNumber
	}
	if more := possible &^ wanted; more != 0 {
		w.tell(at, finding{
			rule: NotPromised, severity: report.Warning, span: at.span, about: at.about(), key: at.generic + " kinds",
			message: fmt.Sprintf("the consumer needs %s at %s, but the spec doesn't promise it: it may be %s too", wanted, at.path, more),
			cure:    "have the consumer take that, too, or rule it out in the spec",
		})
	}
}

// wanted returns the kinds of values that a matcher takes; 0: it says nothing of kinds.
func wanted(m *contract.Matcher, example *spec.Value) wire.Kind {
	switch m.Kind {
	case contract.NotEmpty:
		return wire.KindAny &^ wire.KindNull
	case contract.Type, contract.Regex, contract.Include:
		return [...]wire.Kind{wire.KindNull, wire.KindBool, wire.KindNumber, wire.KindString, wire.KindArray, wire.KindObject}[example.Kind]
	case contract.Number:
		return wire.KindNumber
	case contract.Integer:
		return wire.KindInteger
	case contract.Decimal:
		return wire.KindFraction
	case contract.Boolean:
		return wire.KindBool
	case contract.Date, contract.Time, contract.DateTime, contract.Semver:
		return wire.KindString
	case contract.ArrayContains, contract.IgnoreOrder:
		return wire.KindArray
	case contract.EachKey:
		return wire.KindObject
	}
	return 0
}

// bounds holds the number of items that a matcher takes against that which the schemas allow.
func (w *walker) bounds(at *place, v *view, m *contract.Matcher) {
	if at.value.Kind != spec.List {
		return
	}
	least, most := v.limits()
	f := finding{rule: Response, severity: report.Error, span: m.Span, about: at.about()}
	switch {
	case m.Min != nil && most >= 0 && *m.Min > most:
		f.message = fmt.Sprintf("the consumer needs %d or more items at %s, but the spec allows %d at most", *m.Min, at.path, most)
	case m.Max != nil && *m.Max < least:
		f.message = fmt.Sprintf("the consumer takes %d items at most at %s, but the spec has %d or more", *m.Max, at.path, least)
	default:
		return
	}
	at.counted = true
	w.tell(at, f)
}

// keyed reports whether the keys of the example don't count, and returns the rules for what is in it:
// with the matchers of eachValue as a rule of their own.
func (w *walker) keyed(at *place, step contract.StepKind) (anyKey bool, rules []*contract.Rule) {
	rules = at.rules
	if at.rule == nil || at.above {
		return false, rules
	}
	for _, m := range at.rule.Matchers {
		switch m.Kind {
		case contract.EachKey, contract.ValuesOnly:
			anyKey = true
		case contract.EachValue:
			anyKey = true
			steps := append(at.steps[:len(at.steps):len(at.steps)], contract.Step{Kind: step})
			rules = append(rules[:len(rules):len(rules)], &contract.Rule{Category: contract.InBody, Path: contract.Path{Steps: steps}, Matchers: m.Matchers, Span: m.Span})
		}
	}
	return anyKey, rules
}

// variants returns the variants of arrayContains by the position of their example.
func (w *walker) variants(at *place) map[int]*contract.Variant {
	if at.rule == nil || at.above {
		return nil
	}
	found := map[int]*contract.Variant{}
	for _, m := range at.rule.Matchers {
		for _, variant := range m.Variants {
			found[variant.Index] = variant
		}
	}
	return found
}
