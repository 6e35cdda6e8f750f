package naming

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/rules/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// census counts which names of an API fit which case.
type census struct {
	fields []*spec.Field
	fits   map[words.Case]int
	total  int // names that tell cases apart: "id" is right in most of them
}

func newCensus(api *spec.API) *census {
	c := &census{fits: map[words.Case]int{}}
	spec.Walk(api, &spec.Visitor{
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
	c.fields = append(c.fields, f)
	name := identifier(f.Name)
	if name == "" || words.Snake.Has(name) && words.Camel.Has(name) {
		return
	}
	c.total++
	for _, wanted := range words.Cases() {
		if wanted.Has(name) {
			c.fits[wanted]++
		}
	}
}

// winner returns the case that most names fit; of several, the first.
func (c *census) winner() words.Case {
	best := words.Snake
	for _, candidate := range words.Cases() {
		if c.fits[candidate] > c.fits[best] {
			best = candidate
		}
	}
	return best
}

func (c *census) reason(want words.Case, chosen bool) string {
	if chosen {
		return fmt.Sprintf("and this API has to be %s", want.Title())
	}
	return fmt.Sprintf("while %d of %d names in this API are %s", c.fits[want], c.total, want.Title())
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

func caseOf(name string) string {
	for _, c := range words.Cases() {
		if c.Has(name) {
			return c.Title()
		}
	}
	return "in no case"
}
