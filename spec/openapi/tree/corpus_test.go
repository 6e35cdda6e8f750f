package tree

import (
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"go.yaml.in/yaml/v3"
)

// The counts are those that other readers find, so that "no error" can't mean "nothing read": for
// JSON `jq '[.. | scalars] | length'` and so on.
func TestCorpusPlaces(t *testing.T) {
	for name, file := range corpus(t) {
		t.Run(name, func(t *testing.T) {
			d, findings := Parse(file)
			if len(findings) > 0 {
				t.Fatal(describe(findings))
			}
			checkPlaces(t, d)
			count := map[spec.ValueKind]int{}
			walkOwn(d.Root, nil, func(v, _ *spec.Value, _ *spec.Member) { count[v.Kind]++ })
			t.Log(count)
		})
	}
}

func TestCorpusYAMLEqualsJSON(t *testing.T) {
	for name, file := range corpus(t) {
		t.Run(name, func(t *testing.T) {
			d, _ := Parse(file)
			text, err := yaml.Marshal(toNode(d.Root))
			if err != nil {
				t.Fatal(err)
			}
			inYAML, findings := Parse(source.NewFile("x.yaml", text))
			if len(findings) > 0 {
				t.Fatal(describe(findings))
			}
			if !inYAML.YAML || compact(inYAML.Root) != compact(d.Root) {
				t.Error("the document reads differently once it is written in YAML")
			}
			checkPlaces(t, inYAML)
		})
	}
}

// toNode makes the YAML library's nodes of a value.
func toNode(v *spec.Value) *yaml.Node {
	tags := map[spec.ValueKind]string{spec.Null: "!!null", spec.Bool: "!!bool", spec.Num: "!!float", spec.Str: "!!str"}
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: tags[v.Kind], Value: v.Text}
	switch v.Kind {
	case spec.Null:
		n.Value = "null"
	case spec.List:
		n = &yaml.Node{Kind: yaml.SequenceNode}
		for _, item := range v.Items {
			n.Content = append(n.Content, toNode(item))
		}
	case spec.Map:
		n = &yaml.Node{Kind: yaml.MappingNode}
		for _, m := range v.Members {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: m.Key}, toNode(m.Value))
		}
	}
	return n
}
