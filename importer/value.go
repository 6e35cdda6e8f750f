package importer

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// value is a value of YAML that answers whatever it is asked: what is not there is empty.
type value struct{ node *yaml.Node }

func newValue(n *yaml.Node) value {
	if n != nil && n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	return value{n}.followed()
}

// followed returns what an alias stands for. YAML's reader has refused those that lead to themselves.
func (v value) followed() value {
	if v.node != nil && v.node.Kind == yaml.AliasNode {
		return value{v.node.Alias}
	}
	return v
}

func (v value) is(kind yaml.Kind) bool { return v.node != nil && v.node.Kind == kind }

// get returns the value behind a key of a mapping.
func (v value) get(key string) value {
	for _, m := range v.members() {
		if m.key == key {
			return m.value
		}
	}
	return value{}
}

type member struct {
	key   string
	value value
}

// members returns the members of a mapping in order.
func (v value) members() []member {
	if !v.is(yaml.MappingNode) {
		return nil
	}
	var all []member
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		all = append(all, member{v.node.Content[i].Value, value{v.node.Content[i+1]}.followed()})
	}
	return all
}

// items returns the items of a list; of anything else that is there, itself.
func (v value) items() []value {
	if v.node == nil {
		return nil
	}
	if !v.is(yaml.SequenceNode) {
		return []value{v}
	}
	var all []value
	for _, n := range v.node.Content {
		all = append(all, value{n}.followed())
	}
	return all
}

// text returns the text of a scalar.
func (v value) text() string {
	if v.is(yaml.ScalarNode) {
		return v.node.Value
	}
	return ""
}

// texts returns the texts of the items.
func (v value) texts() []string {
	var all []string
	for _, item := range v.items() {
		if text := item.text(); text != "" {
			all = append(all, text)
		}
	}
	return all
}

func (v value) truth() bool { return v.text() == "true" }

// line is an error at the value.
func (v value) errorf(format string, args ...any) error {
	line := 1
	if v.node != nil {
		line = v.node.Line
	}
	return fmt.Errorf("line %d: %s", line, fmt.Sprintf(format, args...))
}
