package pact

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type generatorType struct {
	name string
	kind contract.GeneratorKind
	keys []string
}

// generatorTypes are the names that generators have in files, and the members of each.
var generatorTypes = []generatorType{
	{"RandomInt", contract.RandomInt, []string{"min", "max"}},
	{"RandomDecimal", contract.RandomDecimal, []string{"digits"}},
	{"RandomHexadecimal", contract.RandomHexadecimal, []string{"digits"}},
	{"RandomString", contract.RandomString, []string{"size"}},
	{"Regex", contract.RandomRegex, []string{"regex"}},
	{"Uuid", contract.RandomUUID, []string{"format"}},
	{"RandomBoolean", contract.RandomBoolean, nil},
	{"Date", contract.CurrentDate, []string{"format", "expression"}},
	{"Time", contract.CurrentTime, []string{"format", "expression"}},
	{"DateTime", contract.CurrentDateTime, []string{"format", "expression"}},
	{"ProviderState", contract.ProviderState, []string{"expression", "dataType"}},
	{"MockServerURL", contract.MockServerURL, []string{"regex", "example"}},
}

// generators reads the generators: by category and path, and by path alone as with version 2.
func (r *reader) generators(v *spec.Value) []*contract.Generator {
	all := r.object(v, "generators")
	if all == nil {
		return nil
	}
	var generators []*contract.Generator
	for _, m := range all.Members {
		if !strings.HasPrefix(m.Key, "$") {
			generators = append(generators, r.generatorsOf(m)...)
		} else if about, path, ok := r.flatPath(m); ok {
			generators = r.appendGenerator(generators, about, path, m.Value)
		}
	}
	return generators
}

func (r *reader) generatorsOf(m spec.Member) []*contract.Generator {
	about, known := category(m.Key)
	if !known || m.Value.Kind != spec.Map {
		r.strange(m, "generators", known)
		return nil
	}
	var all []*contract.Generator
	if t := m.Value.Get("type"); t != nil && t.Kind == spec.Str { // path and status have no paths
		return r.appendGenerator(all, about, contract.Path{Steps: []contract.Step{{Kind: contract.Root}}}, m.Value)
	}
	for _, each := range m.Value.Members {
		if path, ok := r.path(about, each); ok {
			all = r.appendGenerator(all, about, path, each.Value)
		}
	}
	return all
}

func (r *reader) appendGenerator(all []*contract.Generator, category contract.Category, path contract.Path, v *spec.Value) []*contract.Generator {
	if v.Kind != spec.Map {
		r.fail(v.Span, "a generator is an object, this one is "+article(v), "")
		return all
	}
	g := &contract.Generator{Category: category, Path: path, Name: r.text(v, "type"), Span: v.Span}
	i := slices.IndexFunc(generatorTypes, func(t generatorType) bool { return t.name == g.Name })
	if i < 0 {
		r.say(report.Finding{
			Rule: Unsupported, Severity: report.Warning, Span: place(v, "type"),
			Message: fmt.Sprintf("the generator %q is not known, so that the example is sent as it is", g.Name),
		})
		g.Unknown = others(v, "type")
		return append(all, g)
	}
	g.Kind = generatorTypes[i].kind
	g.Unknown = others(v, append([]string{"type"}, generatorTypes[i].keys...)...)
	r.parameters(g, v)
	return append(all, g)
}

// parameters reads what a generator is told.
func (r *reader) parameters(g *contract.Generator, v *spec.Value) {
	switch g.Kind {
	case contract.RandomInt:
		g.Min, g.Max = r.long(v, "min"), r.long(v, "max")
	case contract.RandomDecimal, contract.RandomHexadecimal:
		g.Digits = r.length(v, "digits")
	case contract.RandomString:
		g.Size = r.length(v, "size")
	case contract.RandomRegex:
		g.Regex = r.text(v, "regex")
	case contract.RandomUUID:
		g.Format = r.text(v, "format")
	case contract.CurrentDate, contract.CurrentTime, contract.CurrentDateTime:
		g.Format, g.Expression = r.text(v, "format"), r.text(v, "expression")
	case contract.ProviderState:
		g.Expression, g.DataType = r.text(v, "expression"), r.text(v, "dataType")
	case contract.MockServerURL:
		g.Regex, g.Example = r.text(v, "regex"), r.text(v, "example")
	}
}

// length reads how many there are to be; 0 is what isn't told.
func (r *reader) length(v *spec.Value, key string) int {
	n, ok := r.integer(v, key)
	if ok && n < 1 {
		r.fail(v.Get(key).Span, fmt.Sprintf("%q must be 1 or more", key), "")
		return 0
	}
	return n
}

func (r *reader) long(v *spec.Value, key string) *int64 {
	n, ok := r.integer(v, key)
	if !ok {
		return nil
	}
	long := int64(n)
	return &long
}
