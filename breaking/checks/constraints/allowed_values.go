package constraints

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var allowedValues = breaking.New(breaking.Meta{
	ID: "allowed-values", Title: "lists of values that are valid, or are not", Group: "constraints",
	Formats: breaking.BothFormats, Kinds: allKinds, AIP: []int{126, 180}, Since: "2026.1",
	Attributes: append([]string{"const"}, protoRules...),
}, breaking.Hooks{Type: compareAllowedValues})

func compareAllowedValues(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new, ok := constraintsOf(pair)
	if !ok {
		return
	}
	compareLists(p, "in", "the list of valid values", old.In, new.In, true)
	compareLists(p, "notIn", "the list of invalid values", old.NotIn, new.NotIn, false)
	compareLists(p, "const", "the only valid value", constant(p, pair.Old, old), constant(p, pair.New, new), true)
	for _, name := range listNames(old, new) {
		what, valid := "the list of valid values", true
		if strings.HasSuffix(name, ".not_in") {
			what, valid = "the list of invalid values", false
		}
		compareLists(p, name, what, listOf(old, name), listOf(new, name), valid)
	}
}

// constant returns the only valid value, as a list. In OpenAPI it makes the type an enum, whose values
// are compared as such; only one beside an enum is looked at.
func constant(p *breaking.Pass, t *spec.Type, c *spec.Constraints) []*spec.Value {
	if c.Const == nil || p.Format == spec.OpenAPI && len(t.Values) <= 1 {
		return nil
	}
	return []*spec.Value{c.Const}
}

// compareLists compares lists of values that are valid, or of those that are not. No list of valid
// values means that all are.
func compareLists(p *breaking.Pass, name, what string, old, new []*spec.Value, valid bool) {
	f := facet{name: name, what: what}
	f.from, f.old = listed(old)
	f.to, f.new = listed(new)
	if f.from == f.to {
		return
	}
	oldInNew, newInOld := within(old, new), within(new, old)
	if valid {
		oldInNew, newInOld = len(new) == 0 || len(old) > 0 && oldInNew, len(old) == 0 || len(new) > 0 && newInOld
	} else {
		oldInNew, newInOld = newInOld, oldInNew
	}
	f.effect = contained(oldInNew, newInOld)
	f.report(p)
}

// listed writes values in order and returns where the first of them stands.
func listed(values []*spec.Value) (text string, at source.Span) {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = breaking.Text(v)
		at = values[0].Span
	}
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), ", "), at
}

func within(values, of []*spec.Value) bool {
	known := make(map[string]bool, len(of))
	for _, v := range of {
		known[breaking.Text(v)] = true
	}
	return !slices.ContainsFunc(values, func(v *spec.Value) bool { return !known[breaking.Text(v)] })
}

// isList reports whether a constraint that the model has no field for is a list of values: those of
// durations, timestamps and field masks, which are messages.
func isList(name string) bool {
	return name == "in" || strings.HasSuffix(name, ".in") || strings.HasSuffix(name, ".not_in") || strings.HasSuffix(name, ".const")
}

// listNames returns the names of such lists on either side, sorted.
func listNames(old, new *spec.Constraints) (names []string) {
	for _, a := range slices.Concat(old.Other, new.Other) {
		if isList(a.Name) {
			names = append(names, a.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func listOf(c *spec.Constraints, name string) (values []*spec.Value) {
	for _, a := range c.Other {
		switch {
		case a.Name != name:
		case a.Value.Kind == spec.List:
			values = append(values, a.Value.Items...)
		default:
			values = append(values, a.Value)
		}
	}
	return values
}
