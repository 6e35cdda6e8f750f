package docs

import (
	"cmp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// said is an element with what is said of it.
type said struct {
	*spec.Node
	label string // what a message calls it
	doc   string
}

// everything calls the check for each element that has documentation.
func everything(check func(*lint.Pass, said)) lint.Hooks {
	checkSaid := func(p *lint.Pass, s said) {
		if s.doc != "" && s.Deprecated == nil {
			check(p, s)
		}
	}
	hooks := members(checkSaid)
	hooks.Service = func(p *lint.Pass, s *spec.Service) { checkSaid(p, said{&s.Node, "service " + s.Name, s.Doc}) }
	hooks.Operation = func(p *lint.Pass, o *spec.Operation) {
		checkSaid(p, said{&o.Node, standard.Label(o), cmp.Or(o.Doc, o.Summary)})
	}
	return hooks
}

// members calls the check for each type, field, parameter and enum value.
func members(check func(*lint.Pass, said)) lint.Hooks {
	field := func(p *lint.Pass, f *spec.Field) { check(p, said{&f.Node, f.Name, cmp.Or(f.Doc, f.Type.Doc)}) }
	return lint.Hooks{
		Parameter: func(p *lint.Pass, f *spec.Parameter) { field(p, &f.Field) },
		Field:     field,
		EnumValue: func(p *lint.Pass, v *spec.EnumValue) { check(p, said{&v.Node, v.Name, v.Doc}) },
		Type: func(p *lint.Pass, t *spec.Type) {
			if t.Name != "" {
				check(p, said{&t.Node, t.Name, t.Doc})
			}
		},
	}
}

// published returns documentation without its internal comments, (-- for insiders --).
func published(doc string) string {
	for {
		start := strings.Index(doc, "(--")
		if start < 0 {
			return doc
		}
		end := strings.Index(doc[start:], "--)")
		if end < 0 {
			return doc[:start]
		}
		doc = doc[:start] + doc[start+end+len("--)"):]
	}
}
