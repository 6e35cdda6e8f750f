package main

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// openapiEdit puts another node into the place of one of the document.
type openapiEdit struct {
	kind, at string
	scope    string // "request", "response", "both", or "operation" for what is outside of bodies and parameters
	place    *yaml.Node
	now      yaml.Node
}

// openapiEditor makes the edits of a small document.
type openapiEditor struct {
	document *yaml.Node
	edits    []openapiEdit
	sides    map[*yaml.Node]string // schemas to the directions in which they are reached
	order    []*yaml.Node
	names    map[*yaml.Node]string
}

func openapiEdits(document *yaml.Node, path string) []openapiEdit {
	e := &openapiEditor{document: document, sides: map[*yaml.Node]string{}, names: map[*yaml.Node]string{}}
	item := get(document, "paths", path)
	for _, method := range entries(item) {
		if slices.Contains([]string{"get", "put", "post", "delete", "patch"}, method.key) {
			e.operation(item, method, path)
		}
	}
	for _, schema := range e.order {
		e.schema(schema)
	}
	return e.edits
}

func (e *openapiEditor) add(kind, scope, at string, place *yaml.Node, now yaml.Node) {
	e.edits = append(e.edits, openapiEdit{kind, at, scope, place, now})
}

// resolve follows a reference.
func (e *openapiEditor) resolve(n *yaml.Node) *yaml.Node {
	if ref := get(n, "$ref"); ref != nil && ref.Kind == yaml.ScalarNode {
		return target(e.document, ref.Value)
	}
	return n
}

// reach notes in which direction a schema and all below it travel.
func (e *openapiEditor) reach(schema *yaml.Node, side, name string) {
	if ref := get(schema, "$ref"); ref != nil && ref.Kind == yaml.ScalarNode {
		name = ref.Value
	}
	schema = e.resolve(schema)
	if schema == nil || schema.Kind != yaml.MappingNode || e.sides[schema] == side || e.sides[schema] == "both" {
		return
	}
	if e.sides[schema] == "" {
		e.sides[schema] = side
		e.order = append(e.order, schema)
		e.names[schema] = name
	} else {
		e.sides[schema] = "both"
	}
	for _, p := range entries(get(schema, "properties")) {
		e.reach(p.value, side, name+"."+p.key)
	}
	for _, key := range []string{"items", "additionalProperties"} {
		e.reach(get(schema, key), side, name+" "+key)
	}
	for _, key := range []string{"allOf", "anyOf", "oneOf"} {
		for _, branch := range items(get(schema, key)) {
			e.reach(branch, side, name+" "+key)
		}
	}
}
