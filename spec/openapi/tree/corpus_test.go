package tree

import (
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"go.yaml.in/yaml/v3"
)

// The counts are those of Python's json and PyYAML, so that "no error" can't mean "nothing read":
// nulls, booleans, numbers, strings, lists and objects.
var corpusCounts = map[string][6]int{
	"api.github.com.json": {627, 11363, 4396, 151040, 11053, 79517},
	"ghes-3.18.json":      {432, 9653, 3389, 130175, 9057, 68272},
	"ghes-3.19.json":      {432, 9835, 3511, 132227, 9294, 69940},
	"stripe.yaml":         {0, 5654, 4959, 57151, 6804, 31471},
}

func TestCorpusPlaces(t *testing.T) {
	files := corpus(t)
	for name, want := range corpusCounts {
		t.Run(name, func(t *testing.T) {
			d := parse(t, name, string(files[name].Content))
			checkPlaces(t, d)
			var got [6]int
			walkOwn(d, func(v, _ *spec.Value, _ *spec.Member) { got[v.Kind]++ })
			if got != want {
				t.Errorf("read %d, want %d", got, want)
			}
		})
	}
}

func TestCorpusYAMLEqualsJSON(t *testing.T) {
	files := corpus(t)
	for _, name := range []string{"api.github.com.json", "stripe.yaml"} {
		t.Run(name, func(t *testing.T) {
			d, _ := Parse(files[name])
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
