package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// options reads the options of a rule and checks them against its defaults, by name and JSON type.
func (p *parser) options(l *line, v *spec.Value) {
	switch {
	case l.rule == nil:
		p.fail(v.Span, "a group has no options", "set them at the rule that has them")
		return
	case v.Kind != spec.Map:
		p.wrongType(v, "options", "a mapping")
		return
	}
	defaults := parseOptions(l.rule.Defaults)
	for _, member := range v.Members {
		p.option(l, member, defaults)
	}
}

func (p *parser) option(l *line, member spec.Member, defaults []option) {
	at := slices.IndexFunc(defaults, func(o option) bool { return o.name == member.Key })
	if at < 0 {
		p.unknown(member.KeySpan, "option", member.Key, optionNames(defaults), noOption(l.rule, defaults))
		return
	}
	if want := mismatch(member.Value, defaults[at].value); want != "" {
		p.wrongType(member.Value, "option "+member.Key, want)
		return
	}
	o := option{name: member.Key, value: appendJSON(nil, member.Value), span: member.KeySpan}
	if err := check(l.rule, o); err != nil {
		p.fail(member.Value.Span, fmt.Sprintf("option %s cannot be %s", o.name, shown(member.Value)), innermost(err).Error())
		return
	}
	l.options = append(l.options, o)
}

func noOption(rule *RuleInfo, defaults []option) string {
	if len(defaults) == 0 {
		return "rule " + rule.ID + " has no options"
	}
	return "the options of " + rule.ID + " are " + strings.Join(optionNames(defaults), ", ")
}

func check(rule *RuleInfo, o option) error {
	if rule.Check == nil {
		return nil
	}
	return rule.Check(joinOptions([]option{o}))
}

// innermost returns the error that the others wrap, which names the option and not the way to it.
func innermost(err error) error {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err
}

// parseOptions splits a JSON object into its members, in order. The input is a rule's own
// defaults, so it is well-formed.
func parseOptions(object json.RawMessage) []option {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		return nil
	}
	var options []option
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil
		}
		o := option{name: fmt.Sprint(name)}
		if err := decoder.Decode(&o.value); err != nil {
			return nil
		}
		options = append(options, o)
	}
	return options
}

func optionNames(options []option) []string {
	names := make([]string, len(options))
	for i := range options {
		names[i] = options[i].name
	}
	return names
}

// joinOptions writes options as a JSON object; nil if there are none.
func joinOptions(options []option) json.RawMessage {
	if len(options) == 0 {
		return nil
	}
	text := []byte{'{'}
	for i, o := range options {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(appendString(text, o.name), ':')
		text = append(text, o.value...)
	}
	return append(text, '}')
}

// mismatch says which type a value must have to stand where the default does; "" if it has it.
// An empty list and null tell nothing of what belongs into them.
func mismatch(v *spec.Value, defaults json.RawMessage) string {
	kind := kindOf(defaults)
	if kind == anything || v.Kind == kind.value() {
		if kind == wholeNumber {
			if _, ok := v.Int(); !ok {
				return kind.String()
			}
		}
		if kind == list {
			return listMismatch(v, defaults)
		}
		return ""
	}
	return kind.String()
}

func listMismatch(v *spec.Value, defaults json.RawMessage) string {
	first := firstItem(defaults)
	for _, item := range v.Items {
		if first != nil && mismatch(item, first) != "" {
			return "a list, each item " + kindOf(first).String()
		}
	}
	return ""
}

func firstItem(array json.RawMessage) json.RawMessage {
	var items []json.RawMessage
	if json.Unmarshal(array, &items) != nil || len(items) == 0 {
		return nil
	}
	return items[0]
}
