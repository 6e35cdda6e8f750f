package composition

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var dependent = breaking.New(breaking.Meta{
	ID: "dependent", Title: "what is demanded of objects that have a property", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Added, breaking.Removed}, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"dependentRequired", "dependentSchemas", "dependencies"},
}, breaking.Hooks{Type: compareDependent})

func compareDependent(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new := schemas(pair)
	before, after := demands(old), demands(new)
	for _, d := range lacking(after, before) {
		demanded(p, d, breaking.Added, "%q is required now of %s that have %q", breaking.Narrows)
	}
	for _, d := range lacking(before, after) {
		demanded(p, d, breaking.Removed, "%q is no longer required of %s that have %q", breaking.Widens)
	}
	for _, f := range without(new.DependentSchemas, old.DependentSchemas) {
		dependentSchema(p, f, breaking.Added, "is new", breaking.Narrows)
	}
	for _, f := range without(old.DependentSchemas, new.DependentSchemas) {
		dependentSchema(p, f, breaking.Removed, "is gone", breaking.Widens)
	}
}

// demand is that a property is required where another one is there.
type demand struct {
	name, required string
	at             source.Span
}

func demands(s *spec.Schema) (all []demand) {
	for _, d := range s.DependentRequired {
		for _, r := range d.Required {
			all = append(all, demand{d.Name, r.Name, r.Span})
		}
	}
	return all
}

// lacking returns the demands that are not among the others.
func lacking(demands, others []demand) (left []demand) {
	known := map[[2]string]bool{}
	for _, d := range others {
		known[[2]string{d.name, d.required}] = true
	}
	for _, d := range demands {
		if key := [2]string{d.name, d.required}; !known[key] {
			known[key] = true
			left = append(left, d)
		}
	}
	return left
}

func demanded(p *breaking.Pass, d demand, kind breaking.Kind, said string, effect breaking.Effect) {
	change := breaking.Change{
		Kind: kind, Attribute: "dependentRequired",
		Message: fmt.Sprintf(said+": "+presence(p.Direction, effect), d.required, about(p), d.name),
	}
	if kind == breaking.Added {
		change.New, change.To = d.at, d.name+" needs "+d.required
	} else {
		change.Old, change.From = d.at, d.name+" needs "+d.required
	}
	touch := breaking.On(breaking.JSON, breaking.Presence, effect)
	if c := p.Report(change, touch); c.Backward.On(breaking.JSON) != breaking.Safe {
		c.Cure = fmt.Sprintf("leave it to callers whether they send %s; go on returning it", d.required)
	}
}

// presence says what a demand does to those on either side.
func presence(d spec.Direction, e breaking.Effect) string {
	switch {
	case e == breaking.Narrows && d != spec.InResponse:
		return "requests without it are refused"
	case e == breaking.Widens && d != spec.InRequest:
		return "consumers that relied on it may not find it"
	case e == breaking.Widens:
		return "requests without it are accepted"
	}
	return "consumers always find it"
}

func dependentSchema(p *breaking.Pass, f *spec.Field, kind breaking.Kind, became string, effect breaking.Effect) {
	if opennessOf(f.Type) == open {
		return
	}
	s := statement{
		keyword: "dependentSchemas", effect: effect,
		said: fmt.Sprintf("what %s has to match where it has %q %s", about(p), f.Name, became),
	}
	if kind == breaking.Added {
		s.to, s.new = f.Name, f.NameSpan
	} else {
		s.from, s.old = f.Name, f.NameSpan
	}
	s.report(p)
}
