package constraints

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var constraint = breaking.New(breaking.Meta{
	ID: "constraint", Title: "every other constraint: well-known formats, prefixes, rules of the company", Group: "constraints",
	Formats: breaking.BothFormats, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: protoRules,
}, breaking.Hooks{Type: compareConstraints})

func compareConstraints(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new, ok := constraintsOf(pair)
	if !ok || len(old.Other)+len(new.Other) == 0 {
		return
	}
	before, after := group(old.Other), group(new.Other)
	for _, name := range names(old.Other, new.Other) {
		f := facet{name: name, what: "the constraint " + short(name)}
		f.from, f.old = before[name].text()
		f.to, f.new = after[name].text()
		switch s := sortOf(name); {
		case f.from == f.to:
		case s == remark:
			f.remark(p)
		default:
			f.effect = s.effect(before[name], after[name])
			f.report(p)
		}
	}
}

// remark reports what is only said to people.
func (f facet) remark(p *breaking.Pass) {
	p.Report(breaking.Change{
		Kind: kind(f.from, f.to), Attribute: f.name, From: f.from, To: f.to, Old: f.old, New: f.new,
		Message: fmt.Sprintf("%s of %s %s", f.what, about(p), f.motion()),
	}, breaking.Touch{On: breaking.Behavior, Fact: breaking.Metadata, Effect: breaking.Incomparable})
}

// values are all that is said under one name: where branches of allOf each say something, several.
type values []*spec.Value

// group gathers what is said under each name. What is switched to what holds anyway is not said.
func group(other []spec.Attribute) map[string]values {
	groups := map[string]values{}
	for _, a := range other {
		anyway := "false"
		if strings.HasSuffix(a.Name, ".strict") {
			anyway = "true"
		}
		if a.Value.Kind != spec.Bool || a.Value.Text != anyway {
			groups[a.Name] = append(groups[a.Name], a.Value)
		}
	}
	return groups
}

// names returns the names that this check compares, sorted.
func names(old, new []spec.Attribute) (all []string) {
	for _, a := range slices.Concat(old, new) {
		if !isMoment(a.Name) && !isList(a.Name) {
			all = append(all, a.Name)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// text writes the values and returns where the first of them stands.
func (v values) text() (text string, at source.Span) { return listed(v) }

// short drops where a rule comes from: "string.prefix".
func short(name string) string {
	name = strings.TrimPrefix(name, "validate.rules.")
	return strings.TrimPrefix(name, "buf.validate.")
}

// sort is what the values of a constraint mean.
type sort uint8

const (
	unknown   sort = iota
	assertion      // it refuses values
	exemption      // it spares values from other constraints
	prefix         // values begin with it
	suffix         // values end with it
	contains       // values hold it
	excludes       // values don't hold it
	remark         // no value is the better or worse for it
)

// sortOf knows the rules of protovalidate and of its predecessor by their last word, and what views
// of several schemas keep: the second pattern, format or step.
func sortOf(name string) sort {
	last := name[strings.LastIndexByte(name, '.')+1:]
	if s, ok := map[string]sort{
		"pattern": assertion, "format": assertion, "multipleOf": assertion,
		"prefix": prefix, "suffix": suffix, "contains": contains, "not_contains": excludes, "example": remark,
		"ignore": exemption, "ignore_empty": exemption, "skipped": exemption, "skip": exemption, "disabled": exemption, "ignored": exemption, "strict": exemption,
		"required": assertion, "no_sparse": assertion, "oneof": assertion,
		"finite": assertion, "lt_now": assertion, "gt_now": assertion, "well_known_regex": assertion,
	}[last]; ok && (strings.Contains(name, "validate.") || s == assertion) {
		return s
	}
	if slices.Contains(wellKnown, last) {
		return assertion
	}
	return unknown
}

// wellKnown are the formats of strings and bytes.
var wellKnown = []string{
	"email", "hostname", "ip", "ipv4", "ipv6", "uri", "uri_ref", "address", "uuid", "tuuid", "ulid", "host_and_port",
	"ip_with_prefixlen", "ipv4_with_prefixlen", "ipv6_with_prefixlen", "ip_prefix", "ipv4_prefix", "ipv6_prefix",
	"protobuf_fqn", "protobuf_dot_fqn",
}

// effect says what other values of the constraint do.
func (s sort) effect(old, new values) breaking.Effect {
	from, _ := old.text()
	to, _ := new.text()
	switch {
	case s == unknown:
		return breaking.Undecided
	case s == remark:
		return breaking.None
	case s == exemption:
		return exempt(old, new).Inverse()
	case from == "":
		return breaking.Narrows
	case to == "":
		return breaking.Widens
	}
	return s.changed(old, new)
}

func (s sort) changed(old, new values) breaking.Effect {
	if s == assertion {
		oldInNew, newInOld := within(new, old), within(old, new) // the more is asserted, the less is valid
		if oldInNew != newInOld {
			return contained(oldInNew, newInOld)
		}
		return breaking.Undecided
	}
	if len(old) != 1 || len(new) != 1 {
		return breaking.Undecided
	}
	a, b := old[0].Text, new[0].Text
	switch s {
	case prefix:
		return contained(strings.HasPrefix(a, b), strings.HasPrefix(b, a))
	case suffix:
		return contained(strings.HasSuffix(a, b), strings.HasSuffix(b, a))
	case contains:
		return contained(strings.Contains(a, b), strings.Contains(b, a))
	}
	return contained(strings.Contains(b, a), strings.Contains(a, b))
}

// exempt compares what is spared: Narrows if more is.
func exempt(old, new values) breaking.Effect {
	a, b := mostSpared(old), mostSpared(new)
	switch {
	case a < b:
		return breaking.Narrows
	case a > b:
		return breaking.Widens
	}
	return breaking.None
}

// mostSpared ranks exemptions: nothing, empty values, all values.
func mostSpared(v values) int {
	rank := 0
	for _, value := range v {
		switch text := value.Text; {
		case text == "IGNORE_UNSPECIFIED", text == "0":
		case text == "IGNORE_ALWAYS", text == "3":
			rank = max(rank, 2)
		default:
			rank = max(rank, 1)
		}
	}
	return rank
}
