package types

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var enumValue = breaking.New(breaking.Meta{
	ID: "enum-value", Title: "the values of enums", Group: "types",
	Formats: breaking.BothFormats, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed},
	AIP: []int{126, 180}, Since: "2026.1", Attributes: []string{"enum", "const"},
}, breaking.Hooks{EnumValue: compareEnumValue})

func compareEnumValue(p *breaking.Pass, pair breaking.Pair[spec.EnumValue]) {
	before, after := pair.Old, pair.New
	switch {
	case pair.Both() && p.Format == spec.Proto:
		changedValue(p, before, after)
	case pair.Both():
	case constants(p.Within):
		if pair.Removed() {
			changedConstant(p, before, p.Within.New.Values[0])
		}
	case pair.Added():
		addedValue(p, after)
	default:
		removedValue(p, before)
	}
}

// changedValue looks at proto's values, which pair by name or by number.
func changedValue(p *breaking.Pass, before, after *spec.EnumValue) {
	switch {
	case before.Number != after.Number:
		p.Changed("number", strconv.Itoa(int(before.Number)), strconv.Itoa(int(after.Number)),
			fmt.Sprintf("%s had the number %d and has %d now: what was written as the one is read as something else", after.Name, before.Number, after.Number),
			breaking.On(breaking.Wire, breaking.Shape, breaking.Incomparable)).
			Cure = fmt.Sprintf("give it back its number: %s = %d", after.Name, before.Number)
	case before.Name != after.Name && (named(p.Within.New, before.Name) || named(p.Within.Old, after.Name)):
		p.Changed("name", before.Name, after.Name,
			fmt.Sprintf("the number %d belonged to %s and was given to %s: what was written as the one is read as the other", after.Number, before.Name, after.Name),
			breaking.On(breaking.Wire, breaking.Shape, breaking.Incomparable)).
			Cure = fmt.Sprintf("leave the number %d to %s", after.Number, before.Name)
	case before.Name != after.Name:
		p.Changed("name", before.Name, after.Name,
			fmt.Sprintf("the value %d was called %s and is now %s: JSON with %s is not understood any more, and code that names it does not compile", after.Number, before.Name, after.Name, before.Name),
			breaking.On(breaking.JSON|breaking.Source, breaking.Name, breaking.Incomparable)).
			Cure = fmt.Sprintf("keep %s, and add %s beside it as an alias (allow_alias)", before.Name, after.Name)
	}
}

func named(t *spec.Type, name string) bool {
	return slices.ContainsFunc(t.Values, func(v *spec.EnumValue) bool { return v.Name == name })
}

// constants reports whether both sides are single values that differ: one constant became another.
func constants(pair breaking.Pair[spec.Type]) bool {
	single := func(t *spec.Type) bool {
		return t != nil && len(t.Values) == 1 && t.Constraints != nil && t.Constraints.Const != nil
	}
	return single(pair.Old) && single(pair.New)
}

func changedConstant(p *breaking.Pass, before, after *spec.EnumValue) {
	p.Report(breaking.Change{
		Attribute: "const", From: breaking.Text(before.Value), To: breaking.Text(after.Value), New: after.NameSpan,
		Message: fmt.Sprintf("the value was always %s and is always %s now", before.Name, after.Name),
		Cure:    fmt.Sprintf("allow %s as well", before.Name),
	}, breaking.On(breaking.JSON, breaking.Shape, breaking.Incomparable))
}

func addedValue(p *breaking.Pass, v *spec.EnumValue) {
	c := p.Added(fmt.Sprintf("the value %s is new", title(v)), breaking.Inverse(removal(p, v, p.Within.Old, p.Within.New))...)
	switch {
	case p.Direction == spec.InRequest:
		return
	case p.Format == spec.Proto && !protoOf(p.Within.Old).Open:
		c.Message += ": consumers of the closed enum lose it, and read the field as unset"
		c.Cure = "return it only to consumers that ask for it, or make the enum open first"
	default:
		c.Message += ": consumers that know all values by heart meet one that they don't"
		c.Cure = "return it only to consumers that ask for it, or have documented that new values can come"
	}
}

func removedValue(p *breaking.Pass, v *spec.EnumValue) {
	message := fmt.Sprintf("the value %s is gone", title(v))
	if p.Direction != spec.InResponse {
		message += ": requests that hold it are refused, or understood as something else"
	}
	p.Removed(message, removal(p, v, p.Within.New, p.Within.Old)...).
		Cure = fmt.Sprintf("keep %s, mark it deprecated, and remove it with the next major version", v.Name)
}

// removal returns what it does that an enum lacks a value in its other version.
func removal(p *breaking.Pass, v *spec.EnumValue, other, own *spec.Type) []breaking.Touch {
	touches := []breaking.Touch{
		breaking.On(breaking.Source, breaking.Member, breaking.Withdraws),
		breaking.On(breaking.JSON, breaking.Alternative, breaking.Narrows),
	}
	if p.Format == spec.OpenAPI {
		return touches
	}
	touches = append(touches, breaking.On(breaking.Behavior, breaking.Alternative, breaking.Narrows))
	if reserved := reservesName(other, v.Name); !reserved {
		touches = append(touches, breaking.On(breaking.JSON, breaking.Member, breaking.Withdraws))
	}
	if numbered(other, v.Number) {
		return touches // an alias of it is there
	}
	if !reservesNumber(other, v.Number) {
		touches = append(touches, breaking.On(breaking.Wire, breaking.Member, breaking.Withdraws))
	}
	if !protoOf(own).Open && !protoOf(other).Open {
		// Readers of a closed enum set a number aside that they don't know: they read another value.
		touches = append(touches, breaking.On(breaking.Wire, breaking.Shape, breaking.Narrows))
	}
	return touches
}

func numbered(t *spec.Type, number int32) bool {
	return slices.ContainsFunc(t.Values, func(v *spec.EnumValue) bool { return v.Number == number })
}

func reservesNumber(t *spec.Type, number int32) bool {
	return slices.ContainsFunc(protoOf(t).Reserved, func(r spec.Range) bool { return r.First <= number && number <= r.Last })
}

func reservesName(t *spec.Type, name string) bool {
	return slices.ContainsFunc(protoOf(t).ReservedNames, func(n spec.ReservedName) bool { return n.Name == name })
}

// title writes a value as its format does.
func title(v *spec.EnumValue) string {
	if v.Value != nil {
		return breaking.Text(v.Value)
	}
	return v.Name
}
