package config

import (
	"encoding/json"
	"fmt"

	"github.com/bylaw-dev/bylaw/report"
)

// rulesSchema describes the mapping from rules and groups to how they hold.
func rulesSchema(catalog Catalog) *schema {
	properties := map[string]*schema{}
	for _, group := range catalog.groups() {
		properties[group+"/*"] = entrySchema("Every rule of the group "+group+".", nil)
	}
	for i := range catalog.Rules {
		rule := &catalog.Rules[i]
		properties[rule.ID] = entrySchema(ruleDescription(rule), rule.Defaults)
		for _, alias := range rule.Aliases {
			properties[alias] = entrySchema("Now called "+rule.ID+".", rule.Defaults)
		}
	}
	properties[CustomGroup+"/*"] = entrySchema("Every rule that is declared under custom_rules.", nil)
	s := object(properties)
	s.PatternProperties = map[string]*schema{customID.String(): entrySchema("A rule that is declared under custom_rules.", nil)}
	return described(s, "Rules, and groups of them, with their severity. A rule outdoes its group.")
}

func ruleDescription(rule *RuleInfo) string {
	severity := rule.Severity.String() + " by itself"
	if rule.StrictSeverity != report.Off {
		severity += ", " + rule.StrictSeverity.String() + " in strict"
	}
	description := fmt.Sprintf("Group %s, %s; presets: %s.", rule.Group, severity, rule.Presets)
	if rule.Title == "" {
		return description
	}
	return rule.Title + ". " + description
}

// entrySchema describes what stands behind a rule: a severity, or an object with options.
func entrySchema(description string, defaults json.RawMessage) *schema {
	entry := map[string]*schema{"severity": ref("severity")}
	if options := parseOptions(defaults); len(options) > 0 {
		properties := map[string]*schema{}
		for _, o := range options {
			properties[o.name] = optionSchema(o.value)
		}
		entry["options"] = object(properties)
	}
	long := object(entry)
	long.MinProperties = 1
	return &schema{Description: description, AnyOf: []*schema{ref("severity"), long}}
}

// optionSchema describes the values that may replace a default.
func optionSchema(value json.RawMessage) *schema {
	kind := kindOf(value)
	s := &schema{Type: kind.schemaType(), Default: value}
	if first := firstItem(value); kind == list && first != nil {
		s.Items = optionSchema(first)
		s.Items.Default = nil
	}
	return s
}

// object returns the schema of a mapping with these keys and no others.
func object(properties map[string]*schema, required ...string) *schema {
	return &schema{
		Type: "object", Properties: properties, Required: required,
		AdditionalProperties: json.RawMessage("false"),
	}
}

func array(description string, items *schema) *schema {
	return &schema{Type: "array", Description: description, Items: items}
}

func enum(description string, words ...string) *schema {
	s := &schema{Description: description}
	for _, word := range words {
		s.Enum = append(s.Enum, appendString(nil, word))
	}
	return s
}

func ref(definition string) *schema { return &schema{Ref: "#/definitions/" + definition} }

// described adds a description. Draft-07 ignores what stands beside $ref, so that is wrapped.
func described(s *schema, description string) *schema {
	if s.Ref != "" {
		s = &schema{AnyOf: []*schema{s}}
	}
	s.Description = description
	return s
}

// customSchema describes the rules that a configuration declares itself.
func customSchema() *schema {
	rule := object(map[string]*schema{
		"title":    described(ref("text"), "What is wrong, in one line."),
		"for":      enum("The kind of element that is looked at.", CustomKinds()...),
		"when":     described(ref("text"), "CEL: which elements of the kind; all of them if not said."),
		"assert":   described(ref("text"), "CEL: what has to be true of each."),
		"message":  described(ref("text"), "What is said of one for which it is not; {…} holds CEL. The title if not said."),
		"cure":     described(ref("text"), "What to write instead; {…} holds CEL."),
		"at":       described(ref("text"), "The attribute (an OpenAPI key, a proto option) that the finding points at; the name if not said."),
		"formats":  array("The formats that it is for; both if not said.", enum("", "proto", "openapi")),
		"severity": ref("severity"),
	}, "title", "for", "assert")
	return &schema{
		Type: "object", Description: "Rules of your own, by ID: an expression in CEL (https://cel.dev) that has to be true. docs/custom-rules.md has what it can ask.",
		PropertyNames: &schema{Pattern: customID.String()}, AdditionalProperties: rule.encode(),
	}
}
