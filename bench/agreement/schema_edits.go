package main

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// schema makes the edits of a schema.
func (e *openapiEditor) schema(s *yaml.Node) {
	if strings.HasPrefix(e.names[s], "#/components/responses") {
		return
	}
	e.properties(s)
	e.keywords(s)
	e.enum(s)
	e.branches(s)
	switch kind := scalar(get(s, "type")); kind {
	case "string":
		e.text(s)
	case "integer", "number":
		e.change(s, "type "+kind+" to string", "type", text("string"))
		e.bounds(s, "minimum", "maximum")
	case "boolean":
		e.change(s, "type boolean to string", "type", text("string"))
	case "array":
		e.bounds(s, "minItems", "maxItems")
		e.change(s, "uniqueItems on", "uniqueItems", truth(true))
	}
}

func (e *openapiEditor) change(s *yaml.Node, kind, key string, v *yaml.Node) {
	e.add(kind, e.sides[s], e.names[s], s, with(s, key, v))
}

func (e *openapiEditor) drop(s *yaml.Node, kind, key string) {
	if get(s, key) != nil {
		e.add(kind, e.sides[s], e.names[s], s, without(s, key))
	}
}

func scalar(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	return n.Value
}

func (e *openapiEditor) properties(s *yaml.Node) {
	properties, required := get(s, "properties"), get(s, "required")
	if properties == nil {
		return
	}
	for _, p := range entries(properties) {
		at := e.names[s] + "." + p.key
		i := index(required, p.key)
		fewer, other := without(properties, p.key), renamed(properties, p.key, p.key+"_renamed")
		gone, moved := with(s, "properties", &fewer), with(s, "properties", &other)
		if i < 0 {
			longer := plus(required, text(p.key))
			e.add("property delete optional", e.sides[s], at, s, gone)
			e.add("property rename optional", e.sides[s], at, s, moved)
			e.add("property required on", e.sides[s], at, s, with(s, "required", &longer))
			continue
		}
		shorter := minus(required, i)
		swapped := plus(&shorter, text(p.key+"_renamed"))
		e.add("property delete required", e.sides[s], at, s, withRequired(gone, shorter))
		e.add("property rename required", e.sides[s], at, s, withRequired(moved, swapped))
		e.add("property required off", e.sides[s], at, s, withRequired(*s, shorter))
	}
	more := with(properties, "added_property", snippet("{type: string}"))
	longer := plus(required, text("added_property"))
	e.change(s, "property add optional", "properties", &more)
	e.add("property add required", e.sides[s], e.names[s], s, withRequired(with(s, "properties", &more), longer))
}

// withRequired returns the schema with other required properties: without the keyword if none are.
func withRequired(s, required yaml.Node) yaml.Node {
	if len(required.Content) == 0 {
		return without(&s, "required")
	}
	return with(&s, "required", &required)
}

func index(list *yaml.Node, name string) int {
	for i, item := range items(list) {
		if item.Value == name {
			return i
		}
	}
	return -1
}

// keywords makes the edits that any schema can have.
func (e *openapiEditor) keywords(s *yaml.Node) {
	if scalar(get(s, "type")) == "" {
		return
	}
	if scalar(get(s, "nullable")) == "true" {
		e.drop(s, "nullable off", "nullable")
	} else {
		e.change(s, "nullable on", "nullable", truth(true))
	}
	e.change(s, "deprecate", "deprecated", truth(true))
	e.change(s, "description", "description", text("A new description."))
	e.drop(s, "default delete", "default")
	if get(s, "properties") != nil {
		e.change(s, "additionalProperties off", "additionalProperties", truth(false))
		e.change(s, "type object to array", "type", text("array"))
	}
	e.change(s, "readOnly on", "readOnly", truth(true))
}

func (e *openapiEditor) text(s *yaml.Node) {
	if get(s, "enum") != nil {
		return
	}
	e.change(s, "type string to integer", "type", text("integer"))
	e.change(s, "enum add keyword", "enum", snippet("[one, two]"))
	e.change(s, "default change", "default", text("another"))
	e.bounds(s, "minLength", "maxLength")
	if get(s, "pattern") == nil {
		e.change(s, "pattern add", "pattern", text("^[a-z]+$"))
	} else {
		e.change(s, "pattern change", "pattern", text("^[a-z]+$"))
		e.drop(s, "pattern delete", "pattern")
	}
	if get(s, "format") == nil {
		e.change(s, "format add", "format", text("date-time"))
	} else {
		e.change(s, "format change", "format", text("byte"))
		e.drop(s, "format delete", "format")
	}
}

// bounds tightens, loosens, adds and removes a lower and an upper bound.
func (e *openapiEditor) bounds(s *yaml.Node, lower, upper string) {
	for key, outward := range map[string]int{lower: -1, upper: 1} {
		old := get(s, key)
		if old == nil {
			e.change(s, key+" add", key, number(5))
			continue
		}
		n, err := strconv.Atoi(old.Value)
		if err != nil {
			continue
		}
		e.change(s, key+" loosen", key, number(n+outward))
		e.change(s, key+" tighten", key, number(n-outward))
		e.drop(s, key+" delete", key)
	}
}

func (e *openapiEditor) enum(s *yaml.Node) {
	list := get(s, "enum")
	if list == nil {
		return
	}
	longer := plus(list, text("added_value"))
	e.change(s, "enum value add", "enum", &longer)
	e.drop(s, "enum delete keyword", "enum")
	for i, item := range items(list) {
		if len(list.Content) > 1 {
			shorter := minus(list, i)
			e.add("enum value delete", e.sides[s], fmt.Sprintf("%s=%s", e.names[s], item.Value), s, with(s, "enum", &shorter))
		}
	}
}

func (e *openapiEditor) branches(s *yaml.Node) {
	for _, key := range []string{"anyOf", "oneOf", "allOf"} {
		list := get(s, key)
		if list == nil {
			continue
		}
		longer := plus(list, snippet("{type: object, properties: {added_branch: {type: string}}, required: [added_branch]}"))
		e.change(s, key+" add branch", key, &longer)
		if len(list.Content) > 1 {
			shorter := minus(list, 0)
			e.change(s, key+" delete branch", key, &shorter)
		}
	}
}
