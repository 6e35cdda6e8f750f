package meaning

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var example = breaking.New(breaking.Meta{
	ID: "example", Title: "sample values", Group: "meaning",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Changed, breaking.Added, breaking.Removed}, Since: "2026.1",
	Attributes: append([]string{"example", "examples"}, sampleKeys()...),
}, breaking.Hooks{Declaration: compareExamples})

// sampleKeys are the keys of an Example object that hold the sample.
func sampleKeys() []string {
	return []string{"value", "externalValue", "dataValue", "serializedValue"}
}

// compareExamples compares samples where they stand, and those of components where they are declared.
func compareExamples(p *breaking.Pass, pair breaking.Pair[spec.Node]) {
	for _, o := range objects(p, pair) {
		declared := strings.HasPrefix(string(o.element), "#/components/examples/")
		o.compare(p, func(name string) bool {
			return !o.extensionsOnly && (name == "example" || name == "examples" || declared && slices.Contains(sampleKeys(), name))
		})
	}
}
