package proto

import (
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// vocabulary is a company's own options that mean the same as bylaw's.
type vocabulary []mappedOption

// mappedOption is one of them: a field within an option, or the option itself.
type mappedOption struct {
	option string   // as options are named here: "(acme.v1.policy)"
	path   []string // the field within it; empty: the option itself
	fact   string   // the field of bylaw's own option
}

// newVocabulary reads the mapping of Config. A full name does not tell where the option ends and
// the field begins, so every way to read it is kept; at most one of them is declared.
func newVocabulary(mapping map[string]string) vocabulary {
	var v vocabulary
	for _, name := range slices.Sorted(maps.Keys(mapping)) {
		parts := strings.Split(name, ".")
		for end := len(parts); end > 0; end-- {
			v = append(v, mappedOption{"(" + strings.Join(parts[:end], ".") + ")", parts[end:], mapping[name]})
		}
	}
	return v
}

// withVocabulary returns what bylaw's own option says, completed by what the company's options say.
func (o options) withVocabulary(own *spec.Value) *spec.Value {
	if o.unit == nil || len(o.unit.vocabulary) == 0 {
		return own
	}
	all := &spec.Value{Kind: spec.Map}
	for _, mapped := range o.unit.vocabulary {
		value := o.value(mapped.option)
		for _, step := range mapped.path {
			value = value.Get(step)
		}
		if value != nil {
			all.Members = append(all.Members, spec.Member{Key: mapped.fact, KeySpan: value.Span, Value: value})
		}
	}
	if own != nil {
		all.Members = append(all.Members, own.Members...) // the last one counts
	}
	return all
}
