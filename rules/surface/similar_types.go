package surface

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type similarTypesOptions struct {
	Fields int `json:"fields"`
}

// Validate refuses sizes at which everything is alike.
func (o similarTypesOptions) Validate() error {
	if o.Fields < 3 {
		return fmt.Errorf("fields is %d, and types of fewer than 3 are alike by chance", o.Fields)
	}
	return nil
}

var similarTypes = lint.NewWith(lint.Meta{
	ID:       "similar-types",
	Title:    "two types have the same fields, but for one at most",
	Group:    "surface",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, similarTypesOptions{6}, func(options similarTypesOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		shapes := shapes{}
		for _, t := range api.Types {
			if t.Kind == spec.KindObject && len(t.Fields) >= options.Fields && !isPartOfCall(t.Name) && !isProblem(t) && t.Deprecated == nil {
				if other := shapes.add(t); other != nil {
					reportSimilar(p, other, t)
				}
			}
		}
	}}
})

// isPartOfCall reports whether a type is named as what one operation takes or answers: those are
// kept apart on purpose.
func isPartOfCall(name string) bool {
	if lower := strings.ToLower(name); strings.HasPrefix(lower, "webhook") || strings.HasSuffix(lower, "log") {
		return true
	}
	for _, ending := range []string{"request", "response", "metadata", "result", "options", "params", "input", "output", "event", "list"} {
		if strings.HasSuffix(strings.ToLower(name), ending) {
			return true
		}
	}
	return false
}

// isProblem reports whether a type is problem details (RFC 9457), of which each kind has the members
// of all and some of its own.
func isProblem(t *spec.Type) bool {
	members := 0
	for _, f := range t.Fields {
		if slices.Contains([]string{"type", "title", "status", "detail"}, f.Name) {
			members++
		}
	}
	return members == 4
}

// shapes are the types seen so far by their fields: all of them, and all but one.
type shapes map[uint64]*spec.Type

// add remembers a type, and returns one that has the same fields but for one at most.
func (s shapes) add(t *spec.Type) *spec.Type {
	var all uint64
	hashes := make([]uint64, len(t.Fields))
	for i, f := range t.Fields {
		hashes[i] = hashOf(f)
		all ^= hashes[i]
	}
	other := s[all]
	for _, h := range hashes {
		other = cmp.Or(other, s[all^h])
	}
	for _, key := range append([]uint64{0}, hashes...) {
		if s[all^key] == nil {
			s[all^key] = t
		}
	}
	return other
}

// hashOf returns a number for the name and the type of a field.
func hashOf(f *spec.Field) uint64 {
	h := fnv.New64a()
	t := f.Type.Resolve()
	fmt.Fprintf(h, "%s %d %s", f.Name, t.Kind, t.Format)
	if t.Kind == spec.KindObject || t.Kind == spec.KindEnum {
		fmt.Fprintf(h, " %s", t.Name)
	}
	return h.Sum64()
}

func reportSimilar(p *lint.Pass, a, b *spec.Type) {
	p.Report(&b.Node, b.NameSpan,
		fmt.Sprintf("%s has the fields of %s%s: consumers convert the one into the other field by field, and a change to one is forgotten in the other", b.Name, a.Name, difference(a, b)),
		lint.Cure(fmt.Sprintf("use %s in both places, or let both hold a type with what they share", a.Name)), lint.Related(a.NameSpan, "the other type"))
}

// difference says which field only one of the two has.
func difference(a, b *spec.Type) string {
	without := func(t, other *spec.Type) string {
		for _, f := range t.Fields {
			if !slices.ContainsFunc(other.Fields, func(g *spec.Field) bool { return g.Name == f.Name }) {
				return f.Name
			}
		}
		return ""
	}
	if name := without(b, a); name != "" {
		return " and " + name
	}
	if name := without(a, b); name != "" {
		return " without " + name
	}
	return ""
}
