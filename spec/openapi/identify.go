package openapi

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// resource is something that can be referred to by a URI: a document, a schema with an $id, or an
// anchor in one of them.
type resource struct {
	scope   *scope
	value   *spec.Value
	pointer string // from the document
}

// mayIdentify tells without reading the tree whether a file could declare an $id or an anchor:
// most don't, and looking for them costs a walk over all values.
func mayIdentify(file *source.File) bool {
	return bytes.Contains(file.Content, []byte("$id")) || bytes.Contains(file.Content, []byte("nchor"))
}

// identify finds the $ids and anchors of a document before anything refers to them.
func (l *lowering) identify(doc *document) {
	i := identifier{l: l, seen: map[*spec.Value]bool{}}
	i.schema(doc.scope, doc.Root, false)
}

type identifier struct {
	l       *lowering
	seen    map[*spec.Value]bool // a YAML alias stands at several places; the first counts
	pointer []byte
}

// schema goes through a value that is, or may hold, schemas. Within one that surely is a schema, what
// stands under a word that JSON Schema doesn't know is none.
func (i *identifier) schema(at *scope, v *spec.Value, sure bool) {
	if v.Kind == spec.List {
		i.list(at, v, sure)
	}
	if v.Kind != spec.Map || i.seen[v] {
		return
	}
	i.seen[v] = true
	at = i.declare(at, v)
	for _, m := range v.Members {
		switch holds(m.Key) {
		case aSchema:
			i.below(m.Key, func() { i.schema(at, m.Value, true) })
		case schemasByName:
			i.below(m.Key, func() { i.names(at, m.Value, true) })
		case othersByName:
			i.below(m.Key, func() { i.names(at, m.Value, false) })
		case unknown:
			if !sure {
				i.below(m.Key, func() { i.schema(at, m.Value, false) })
			}
		}
	}
}

// holding is what stands under a key.
type holding uint8

const (
	unknown       holding = iota
	data                  // no schemas
	aSchema               // one, or a list of them
	schemasByName         // a map whose keys are names and no keywords
	othersByName          // the same of things that may hold schemas
)

func holds(key string) holding {
	switch key {
	case "enum", "const", "default", "example", "examples", "value", "dataValue":
		return data
	case "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "items", "prefixItems", "additionalItems", "unevaluatedItems", "contains",
		"additionalProperties", "unevaluatedProperties", "propertyNames", "contentSchema", "schema", "itemSchema":
		return aSchema
	case "properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies", "schemas":
		return schemasByName
	case "responses", "parameters", "headers", "requestBodies", "pathItems", "callbacks", "mediaTypes", "links", "paths", "webhooks", "content":
		return othersByName
	}
	if strings.HasPrefix(key, "x-") {
		return data
	}
	return unknown
}

// names goes through a map whose keys are names and no keywords.
func (i *identifier) names(at *scope, v *spec.Value, sure bool) {
	if v.Kind == spec.List {
		i.list(at, v, sure)
	}
	for _, m := range v.Members {
		i.below(m.Key, func() { i.schema(at, m.Value, sure) })
	}
}

func (i *identifier) list(at *scope, v *spec.Value, sure bool) {
	for n, item := range v.Items {
		i.below(strconv.Itoa(n), func() { i.schema(at, item, sure) })
	}
}

func (i *identifier) below(key string, visit func()) {
	length := len(i.pointer)
	i.pointer = append(append(i.pointer, '/'), escape(key)...)
	visit()
	i.pointer = i.pointer[:length]
}

// declare records what the schema can be referred to by, and returns the scope within it.
func (i *identifier) declare(at *scope, v *spec.Value) *scope {
	if id := v.Get("$id").String(); id != "" && id[0] != '#' {
		base, _, _ := strings.Cut(id, "#")
		within := *at
		within.base, within.root, within.pointer = locate(at.base, base).uri, v, string(i.pointer)
		at = &within
		i.l.scopes[v] = at
		i.record(at, at.base, v)
	}
	for _, keyword := range []string{"$anchor", "$dynamicAnchor"} {
		if anchor := v.Get(keyword).String(); anchor != "" {
			i.record(at, at.base+"#"+anchor, v)
		}
	}
	return at
}

// record keeps the first of two declarations of one URI.
func (i *identifier) record(at *scope, uri string, v *spec.Value) {
	if _, taken := i.l.resources[uri]; !taken {
		i.l.resources[uri] = resource{scope: at, value: v, pointer: string(i.pointer)}
	}
}
