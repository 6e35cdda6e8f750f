package messages

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var fieldName = breaking.New(breaking.Meta{
	ID: "field-name", Title: "the names of fields, in code and in JSON", Group: "messages",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed},
	AIP: []int{180}, Since: "2026.1", Attributes: []string{"json_name"},
}, breaking.Hooks{Field: compareFieldName})

func compareFieldName(p *breaking.Pass, pair breaking.Pair[spec.Field]) {
	if !pair.Both() || reusesNumber(p, pair) {
		return
	}
	before, after := pair.Old, pair.New
	switch {
	case before.Extendee != "":
		renamedExtension(p, before, after)
	case before.Name != after.Name && before.JSONName == after.JSONName:
		// The parsers take a field's own name as well, but few writers use it.
		p.Changed("name", before.Name, after.Name,
			fmt.Sprintf("field %d was called %q and is now %q: code that names it does not compile; JSON keeps its name %q", after.Number, before.Name, after.Name, after.JSONName),
			breaking.On(breaking.Source, breaking.Name, breaking.Incomparable),
			breaking.On(breaking.JSON, breaking.Promise, breaking.Incomparable)).
			Cure = "keep the name " + before.Name
	case before.Name != after.Name:
		p.Changed("name", before.Name, after.Name,
			fmt.Sprintf("field %d was called %q and is now %q: JSON with %q is not understood any more, and code that names it does not compile", after.Number, before.Name, after.Name, before.JSONName),
			breaking.On(breaking.JSON|breaking.Source, breaking.Name, breaking.Incomparable)).
			Cure = fmt.Sprintf("keep the name %s; a field that means something else gets a number of its own", before.Name)
	case before.JSONName != after.JSONName:
		p.Changed("json_name", before.JSONName, after.JSONName,
			fmt.Sprintf("in JSON the field was called %q and is now %q: what was written as %q is not understood any more", before.JSONName, after.JSONName, before.JSONName),
			breaking.On(breaking.JSON, breaking.Name, breaking.Incomparable)).
			Cure = fmt.Sprintf("keep json_name = %q", before.JSONName)
	}
}

func renamedExtension(p *breaking.Pass, before, after *spec.Field) {
	if before.ID() == after.ID() {
		return
	}
	p.Changed("name", string(before.ID()), string(after.ID()),
		fmt.Sprintf("extension %d of %s was called %s and is now %s: JSON and code name it so", after.Number, after.Extendee, before.ID(), after.ID()),
		breaking.On(breaking.JSON|breaking.Source, breaking.Name, breaking.Incomparable)).
		Cure = "keep the name " + before.Name
}
