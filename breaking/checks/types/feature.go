package types

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var feature = breaking.New(breaking.Meta{
	ID: "feature", Title: "features of editions that concern one language, or names", Group: "types",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: []string{"features"},
}, breaking.Hooks{Declaration: compareFeatures})

// compareFeatures compares the features that other checks don't look at where they have an effect.
func compareFeatures(p *breaking.Pass, pair breaking.Pair[spec.Node]) {
	if !pair.Both() || !editions(p.API.Old) && !editions(p.API.New) {
		return
	}
	before, after := settings(pair.Old), settings(pair.New)
	for _, name := range featureNames(before, after) {
		from, to := breaking.Text(before.Get(name)), breaking.Text(after.Get(name))
		if from == to {
			continue
		}
		message := fmt.Sprintf("the feature %s was %s and is %s", name, orUnset(from), orUnset(to))
		touch := breaking.On(breaking.Source, breaking.Metadata, breaking.Incomparable)
		switch {
		case name == "[pb.cpp]", name == "[pb.java]":
			message += ": generated code has another shape"
			touch.Fact = breaking.Shape
		case strings.HasPrefix(name, "["): // of a language whose generator is not known here
			message += ": generated code may have another shape"
			touch.Fact, touch.Effect = breaking.Shape, breaking.Undecided
		}
		p.Changed("features", name+" "+from, name+" "+to, message, touch)
	}
}

func editions(api *spec.API) bool {
	return slices.ContainsFunc(api.Documents, func(d *spec.Document) bool { return strings.HasPrefix(d.Dialect, "edition") })
}

func settings(n *spec.Node) *spec.Value {
	attribute, ok := n.Attr("features")
	if !ok {
		return nil
	}
	return attribute.Value
}

// featureNames returns the features that either side sets and that no other check compares by what
// they do, sorted.
func featureNames(before, after *spec.Value) []string {
	var names []string
	for _, v := range []*spec.Value{before, after} {
		if v == nil {
			continue
		}
		for _, m := range v.Members {
			switch m.Key {
			case "field_presence", "enum_type", "repeated_field_encoding", "utf8_validation", "message_encoding", "json_format":
			default:
				names = append(names, m.Key)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func orUnset(value string) string {
	if value == "" {
		return "not set"
	}
	return value
}
