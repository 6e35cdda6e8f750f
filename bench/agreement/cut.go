package main

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// depth is how many references are followed from an operation; what lies deeper becomes an object
// that says nothing. It keeps the documents small, and so the peer fast.
const depth = 2

// cutter makes a small document around one path of a large one.
type cutter struct {
	whole      *yaml.Node
	components map[string]*yaml.Node // by reference
	order      []string
	queue      []string // references of the distance that is looked at
}

// cut returns the document with just that path, and the components that it needs.
func cut(whole *yaml.Node, path string) *yaml.Node {
	c := &cutter{whole: whole, components: map[string]*yaml.Node{}}
	paths := yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{text(path), c.copy(get(whole, "paths", path), 0)}}
	for distance := 1; len(c.queue) > 0; distance++ {
		now := c.queue
		c.queue = nil
		for _, reference := range now {
			c.components[reference] = c.copy(target(whole, reference), distance)
		}
	}
	small := yaml.Node{Kind: yaml.MappingNode}
	for _, key := range []string{"openapi", "info", "servers", "security"} {
		if v := get(whole, key); v != nil {
			small = with(&small, key, v)
		}
	}
	small = with(&small, "paths", &paths)
	small = with(&small, "components", c.section())
	return &small
}

// section builds components.
func (c *cutter) section() *yaml.Node {
	section := yaml.Node{Kind: yaml.MappingNode}
	if schemes := get(c.whole, "components", "securitySchemes"); schemes != nil {
		section = with(&section, "securitySchemes", schemes)
	}
	for _, reference := range c.order {
		keys := strings.Split(reference, "/")
		kind, name := keys[2], keys[3]
		var group yaml.Node
		if old := get(&section, kind); old != nil {
			group = *old
		}
		group = with(&group, name, c.components[reference])
		section = with(&section, kind, &group)
	}
	return &section
}

// notCopied are keys that say nothing that a program depends on.
var notCopied = []string{"example", "examples", "externalDocs"}

// copy copies what stands so many references from the path.
func (c *cutter) copy(n *yaml.Node, distance int) *yaml.Node {
	switch n.Kind {
	case yaml.AliasNode:
		return c.copy(n.Alias, distance)
	case yaml.SequenceNode:
		list := &yaml.Node{Kind: n.Kind}
		for _, item := range n.Content {
			list.Content = append(list.Content, c.copy(item, distance))
		}
		return list
	case yaml.MappingNode:
		return c.copyMapping(n, distance)
	}
	return &yaml.Node{Kind: n.Kind, Tag: n.Tag, Value: n.Value}
}

func (c *cutter) copyMapping(n *yaml.Node, distance int) *yaml.Node {
	if ref := get(n, "$ref"); ref != nil && ref.Kind == yaml.ScalarNode {
		return c.reference(ref.Value, distance)
	}
	mapping := &yaml.Node{Kind: yaml.MappingNode}
	for _, e := range entries(n) {
		isName := e.value.Kind == yaml.MappingNode && get(e.value, "type") != nil // a property may have such a name
		if strings.HasPrefix(e.key, "x-") || e.key == "discriminator" || slices.Contains(notCopied, e.key) && !isName {
			continue
		}
		mapping.Content = append(mapping.Content, text(e.key), c.copy(e.value, distance))
	}
	return mapping
}

func (c *cutter) reference(pointer string, distance int) *yaml.Node {
	_, known := c.components[pointer]
	if !known && distance >= depth && strings.Contains(pointer, "/schemas/") {
		return snippet("type: object")
	}
	if !known {
		c.components[pointer] = nil
		c.order = append(c.order, pointer)
		c.queue = append(c.queue, pointer)
	}
	reference := with(&yaml.Node{Kind: yaml.MappingNode}, "$ref", text(pointer))
	return &reference
}
