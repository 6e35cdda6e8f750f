package linttest

import (
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v3"
)

// asJSON returns the case with its one YAML file written as JSON. The same must be found in it, in
// any line: that a rule is right in YAML and lost in JSON is nothing its author has to think of.
func (c *testCase) asJSON() *testCase {
	twin := &testCase{name: c.name + " as JSON", files: map[string]string{}, options: c.options}
	for file, text := range c.files {
		file = strings.TrimSuffix(file, ".yaml") + ".json"
		twin.files[file] = yamlToJSON(text)
		for _, w := range c.wants {
			twin.wants = append(twin.wants, &want{file: file, pattern: w.pattern, problem: w.problem})
		}
	}
	return twin
}

// yamlToJSON writes a YAML document as JSON in the order of its keys. What is no YAML comes back
// as it is, for the loader to complain about.
func yamlToJSON(text string) string {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		return text
	}
	var out strings.Builder
	writeJSON(&out, &document, "\n")
	return out.String() + "\n"
}

func writeJSON(out *strings.Builder, n *yaml.Node, indent string) {
	switch n.Kind {
	case yaml.DocumentNode:
		writeJSON(out, n.Content[0], indent)
	case yaml.AliasNode:
		writeJSON(out, n.Alias, indent)
	case yaml.MappingNode:
		writeList(out, "{}", len(n.Content)/2, indent, func(i int, indent string) {
			out.WriteString(quote(n.Content[2*i].Value) + ": ")
			writeJSON(out, n.Content[2*i+1], indent)
		})
	case yaml.SequenceNode:
		writeList(out, "[]", len(n.Content), indent, func(i int, indent string) {
			writeJSON(out, n.Content[i], indent)
		})
	default:
		out.WriteString(scalarJSON(n))
	}
}

func writeList(out *strings.Builder, brackets string, n int, indent string, item func(int, string)) {
	out.WriteString(brackets[:1])
	for i := range n {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(indent + "  ")
		item(i, indent+"  ")
	}
	if n > 0 {
		out.WriteString(indent)
	}
	out.WriteString(brackets[1:])
}

func scalarJSON(n *yaml.Node) string {
	switch n.ShortTag() {
	case "!!null":
		return "null"
	case "!!int", "!!float", "!!bool":
		var value any
		if err := n.Decode(&value); err == nil {
			if text, err := json.Marshal(value); err == nil {
				return string(text)
			}
		}
	}
	return quote(n.Value)
}

func quote(text string) string {
	literal, _ := json.Marshal(text) // a string always has a literal
	return string(literal)
}
