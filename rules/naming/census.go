package naming

import (
	"strings"

	"github.com/bylaw-dev/bylaw/rules/internal/convention"
	"github.com/bylaw-dev/bylaw/spec"
)

// census is the fields of an API and the cases of their names.
type census struct {
	fields   []*spec.Field
	tally    convention.Tally     // of names that tell cases apart: "id" is right in most of them
	borrowed map[*spec.Field]bool // fields whose names are not the author's
}

func newCensus(api *spec.API) *census {
	c := &census{borrowed: map[*spec.Field]bool{}}
	spec.Walk(api, &spec.Visitor{
		Type: func(t *spec.Type) {
			for _, f := range borrowed(t) {
				c.borrowed[f] = true
			}
		},
		Field: c.add,
		Parameter: func(p *spec.Parameter) {
			if p.In == spec.InQuery {
				c.add(&p.Field)
			}
		},
	})
	return c
}

func (c *census) add(f *spec.Field) {
	if c.borrowed[f] {
		return
	}
	c.fields = append(c.fields, f)
	name := identifier(f.Name)
	if name != "" && !convention.IsWord(name) {
		c.tally.Add(name)
	}
}

// identifier returns the part of a name that has a case: "_links" and "$filter" have their mark for
// a reason. What is no identifier ("+1", "page[size]") has none, nor have codes that serve as keys
// (WINDOWS, EUR): "" stands for them.
func identifier(name string) string {
	name = strings.TrimLeft(name, "_$@")
	code := true
	for i := range len(name) {
		switch b := name[i]; {
		case 'a' <= b && b <= 'z':
			code = false
		case 'A' <= b && b <= 'Z', i > 0 && (b == '_' || b == '-' || '0' <= b && b <= '9'):
		default:
			return ""
		}
	}
	if code {
		return ""
	}
	return name
}
