package pact

import (
	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Rules returns matching rules as version 4 writes them: by category and path. It is nil where there
// are none.
func Rules(rules []*contract.Rule) *spec.Value { return v4().rules(rules) }

// Generators returns generators as version 4 writes them, nil where there are none.
func Generators(generators []*contract.Generator) *spec.Value { return v4().generators(generators) }

func v4() *writer { return &writer{version: contract.V4} }

// ReadRules reads the members "matchingRules" and "generators" of an object, as version 4 has them, for
// formats that say beside their own way what that can't.
func ReadRules(v *spec.Value) ([]*contract.Rule, []*contract.Generator, []report.Finding) {
	r := &reader{version: contract.V4}
	return r.rules(v), r.generators(v), r.findings
}

// Print writes a value as files of the Pact specification are written here: over several lines, and
// the same every time.
func Print(v *spec.Value) []byte {
	return append(appendLines(nil, v, ""), '\n')
}

// Compact appends an interaction as version 4 writes it, on one line.
func Compact(dst []byte, i *contract.Interaction) []byte {
	return contract.AppendJSON(dst, v4().interaction(i))
}
