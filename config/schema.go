package config

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// schema is the part of JSON Schema draft-07 that describes a configuration.
type schema struct {
	Dialect              string             `json:"$schema,omitempty"`
	Ref                  string             `json:"$ref,omitempty"`
	Title                string             `json:"title,omitempty"`
	Description          string             `json:"description,omitempty"`
	Type                 string             `json:"type,omitempty"`
	Const                json.RawMessage    `json:"const,omitempty"`
	Enum                 []json.RawMessage  `json:"enum,omitempty"`
	Default              json.RawMessage    `json:"default,omitempty"`
	MinLength            int                `json:"minLength,omitempty"`
	MaxLength            int                `json:"maxLength,omitempty"`
	Pattern              string             `json:"pattern,omitempty"`
	Items                *schema            `json:"items,omitempty"`
	MinItems             int                `json:"minItems,omitempty"`
	Required             []string           `json:"required,omitempty"`
	MinProperties        int                `json:"minProperties,omitempty"`
	Properties           map[string]*schema `json:"properties,omitempty"`
	PatternProperties    map[string]*schema `json:"patternProperties,omitempty"`
	PropertyNames        *schema            `json:"propertyNames,omitempty"`
	AdditionalProperties json.RawMessage    `json:"additionalProperties,omitempty"`
	AnyOf                []*schema          `json:"anyOf,omitempty"`
	OneOf                []*schema          `json:"oneOf,omitempty"`
	Not                  *schema            `json:"not,omitempty"`
	Definitions          map[string]*schema `json:"definitions,omitempty"`
}

// Schema returns the JSON Schema (draft-07) of bylaw.yaml, for editors: every key with what it
// means, every rule with its options. It ends in a newline. What it cannot say, Parse still
// checks: brackets of patterns, folders outside the workspace, rules set twice.
func Schema(catalog Catalog) []byte {
	s := object(topKeys(catalog), "version")
	s.Dialect = "http://json-schema.org/draft-07/schema#"
	s.Title = FileName
	s.Description = "Configuration of bylaw: which rules run on which file, how severely and with which options, what a change may break, and what is generated."
	s.Definitions = map[string]*schema{
		"severity": enum("off: not run; info: taste; warning: a consumer will be confused, or it will hurt later; "+
			"error: a consumer will break or lose data.", "off", "info", "warning", "error"),
		"presets": array("The named rule sets to start from; of several, all rules of each are on.",
			enum("", presetNames[:]...)),
		"pattern": {
			Type: "string", MinLength: 1, MaxLength: maxPattern, Pattern: `^[^!/\\][^\\]*$`,
			Description: "A glob over paths, relative to this file: *, **, ?, [a-z] and {a,b}. " +
				"One that matches a folder matches all that is below it.",
		},
		"text":  {Type: "string", Pattern: `\S`},
		"path":  pathSchema(),
		"rules": rulesSchema(catalog),
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, s.encode(), "", "  "); err != nil {
		panic("the schema of the configuration is not JSON: " + err.Error())
	}
	return append(indented.Bytes(), '\n')
}

// encode returns the schema as JSON. It fails only if a rule's defaults are not JSON, which is a
// mistake of the program.
func (s *schema) encode() json.RawMessage {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		panic("the schema of the configuration is not JSON: " + err.Error())
	}
	return bytes.TrimSpace(b.Bytes())
}

func topKeys(catalog Catalog) map[string]*schema {
	return map[string]*schema{
		"version":       {Const: json.RawMessage(strconv.Itoa(version)), Description: "The version of this grammar."},
		"rules_edition": editionSchema(catalog),
		"custom_rules":  customSchema(),
		"presets":       ref("presets"),
		"rules":         ref("rules"),
		"overrides":     array("What differs for some paths; of several that match, a later one outdoes an earlier one.", overrideSchema()),
		"waivers": array("Findings that are accepted for a time, by the definition ID of their element or, of a change, by its fingerprint.",
			waiverSchema(catalog)),
		"breaking": breakingSchema(catalog),
		"exclude":  array("Files that are not looked at.", ref("pattern")),
		"fail_on":  enum("The least severity that makes a run fail; error if not said.", "info", "warning", "error"),
		"proto": object(map[string]*schema{
			"import_paths": array("Folders that proto imports start from, relative to this file.", ref("text")),
		}),
		"openapi": object(map[string]*schema{
			"roots": array("OpenAPI root documents besides those found by their content.", ref("pattern")),
		}),
		"vocabulary": vocabularySchema(),
		"words":      wordsSchema(),
		"generate":   generateSchema(),
	}
}

func editionSchema(catalog Catalog) *schema {
	s := &schema{Description: "Hold on to the rules of an edition: those that came later stay off until they are named."}
	seen := map[string]bool{}
	for _, edition := range catalog.Editions() {
		s.Enum = append(s.Enum, appendString(nil, edition))
		// To a schema the numbers 2026.1 and 2026.10 are one, and must not be listed twice.
		if number := strings.TrimRight(edition, "0"); !seen[number] {
			seen[number] = true
			s.Enum = append(s.Enum, json.RawMessage(edition))
		}
	}
	return s
}

func overrideSchema() *schema {
	s := object(map[string]*schema{
		"paths":   {Type: "array", Items: ref("pattern"), MinItems: 1},
		"presets": ref("presets"),
		"rules":   ref("rules"),
	}, "paths")
	s.AnyOf = []*schema{{Required: []string{"presets"}}, {Required: []string{"rules"}}}
	return s
}

func waiverSchema(catalog Catalog) *schema {
	ids := slices.Concat(catalog.IDs(), catalog.ChangeIDs())
	for i := range catalog.Rules {
		ids = append(ids, catalog.Rules[i].Aliases...)
	}
	rules := array("Rules, and kinds of change.", enum("", ids...))
	rules.MinItems = 1
	s := object(map[string]*schema{
		"change":  {Type: "string", Pattern: `^[0-9a-f]{32}$`, Description: "The fingerprint of one change, instead of element and rules."},
		"element": described(ref("text"), "The definition ID that findings name: google.pubsub.v1.Topic.name, GET /users/{}."),
		"rules":   rules,
		"until":   {Type: "string", Pattern: `^\d{4}-\d{2}-\d{2}$`, Description: "The last day it holds: 2027-03-01."},
		"owner":   ref("text"),
		"reason":  ref("text"),
	}, "reason")
	s.OneOf = []*schema{
		{Required: []string{"change"}, Not: &schema{AnyOf: []*schema{{Required: []string{"element"}}, {Required: []string{"rules"}}}}},
		{Required: []string{"element", "rules"}, Not: &schema{Required: []string{"change"}}},
	}
	return s
}

func vocabularySchema() *schema {
	return described(object(map[string]*schema{
		"options": mappingSchema("Your own proto options, by full name, and bylaw's that mean the same.",
			`^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$`, `^bylaw\.`, Fact.Option),
		"extensions": mappingSchema("Your own OpenAPI extensions and bylaw's that mean the same.",
			`^x-.`, `^x-bylaw-`, Fact.Extension),
	}), "What your own options and extensions mean.")
}

func mappingSchema(description, names, reserved string, name func(Fact) string) *schema {
	known := make([]string, len(facts))
	for i, fact := range facts {
		known[i] = name(fact)
	}
	return &schema{
		Type: "object", Description: description, AdditionalProperties: enum("", known...).encode(),
		PropertyNames: &schema{Pattern: names, Not: &schema{Pattern: reserved}},
	}
}
