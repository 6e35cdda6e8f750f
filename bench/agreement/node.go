package main

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// get returns the value of a key, or nil.
func get(n *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		if n = value(n, key); n == nil {
			return nil
		}
	}
	return n
}

func value(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// entry is a key of a mapping with its value.
type entry struct {
	key   string
	value *yaml.Node
}

func entries(n *yaml.Node) []entry {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	var all []entry
	for i := 0; i+1 < len(n.Content); i += 2 {
		all = append(all, entry{n.Content[i].Value, n.Content[i+1]})
	}
	return all
}

func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// with returns the mapping with another value for a key, at the end if it has none yet.
func with(n *yaml.Node, key string, v *yaml.Node) yaml.Node {
	changed := yaml.Node{Kind: yaml.MappingNode}
	found := false
	for _, e := range entries(n) {
		if e.key == key {
			e.value, found = v, true
		}
		changed.Content = append(changed.Content, text(e.key), e.value)
	}
	if !found {
		changed.Content = append(changed.Content, text(key), v)
	}
	return changed
}

// without returns the mapping without a key.
func without(n *yaml.Node, key string) yaml.Node {
	changed := yaml.Node{Kind: yaml.MappingNode}
	for _, e := range entries(n) {
		if e.key != key {
			changed.Content = append(changed.Content, text(e.key), e.value)
		}
	}
	return changed
}

// renamed returns the mapping with another name for a key.
func renamed(n *yaml.Node, key, name string) yaml.Node {
	changed := yaml.Node{Kind: yaml.MappingNode}
	for _, e := range entries(n) {
		if e.key == key {
			e.key = name
		}
		changed.Content = append(changed.Content, text(e.key), e.value)
	}
	return changed
}

// minus returns the sequence without an item.
func minus(n *yaml.Node, at int) yaml.Node {
	changed := yaml.Node{Kind: yaml.SequenceNode}
	changed.Content = append(changed.Content, n.Content[:at]...)
	changed.Content = append(changed.Content, n.Content[at+1:]...)
	return changed
}

// plus returns the sequence with one more item.
func plus(n *yaml.Node, item *yaml.Node) yaml.Node {
	changed := yaml.Node{Kind: yaml.SequenceNode}
	changed.Content = append(append(changed.Content, items(n)...), item)
	return changed
}

func text(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
}

func number(value int) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(value)}
}

func truth(value bool) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(value)}
}

// snippet reads a piece of YAML that the program holds.
func snippet(content string) *yaml.Node {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(content), &document); err != nil {
		panic("agreement: a snippet is no YAML: " + err.Error())
	}
	return document.Content[0]
}

// target returns what a reference points to.
func target(document *yaml.Node, reference string) *yaml.Node {
	pointer, ok := strings.CutPrefix(reference, "#/")
	if !ok {
		return nil
	}
	keys := strings.Split(pointer, "/")
	for i, key := range keys {
		keys[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(key)
	}
	return get(document, keys...)
}
