package docs

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var brokenDocReference = lint.New(lint.Meta{
	ID:       "broken-doc-reference",
	Title:    "the documentation refers to something that isn't there",
	Group:    "docs",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{192},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		if api.Name == "" {
			return
		}
		r := references{pass: p, prefix: "[" + api.Name + "."}
		visitor := func(n *spec.Node) {
			if strings.Contains(n.Doc, r.prefix) {
				r.found = append(r.found, n)
			}
		}
		spec.Walk(api, &spec.Visitor{
			Service:   func(s *spec.Service) { visitor(&s.Node) },
			Operation: func(o *spec.Operation) { visitor(&o.Node) },
			Type:      func(t *spec.Type) { visitor(&t.Node) },
			Field:     func(f *spec.Field) { visitor(&f.Node) },
			EnumValue: func(v *spec.EnumValue) { visitor(&v.Node) },
		})
		r.check(api)
	},
})

// references are the elements whose documentation refers to their own package.
type references struct {
	pass   *lint.Pass
	prefix string
	found  []*spec.Node
}

// check collects the names of the package only if something refers to one.
func (r references) check(api *spec.API) {
	if len(r.found) == 0 {
		return
	}
	names := namesOf(api)
	for _, n := range r.found {
		for _, match := range crossReference.FindAllStringSubmatch(n.Doc, -1) {
			target := strings.Join(strings.Fields(match[1]), "")
			if !strings.HasPrefix("["+target, r.prefix) || names[target] || isPart(names, target) {
				continue
			}
			r.pass.Report(n, n.NameSpan,
				fmt.Sprintf("the documentation of %s refers to %s, which does not exist, so the link leads nowhere and the reader looks for what was renamed", n.Name, target),
				lint.Cure("name what is there today, in full"))
			break
		}
	}
}

// crossReference is a link to a declaration (AIP-192): [Order][shop.orders.v1.Order].
var crossReference = regexp.MustCompile(`\]\s?\[([\w.\s]+)\]`)

// namesOf returns the full names of all that the package declares.
func namesOf(api *spec.API) map[string]bool {
	names := map[string]bool{}
	add := func(n *spec.Node) { names[string(n.ID())] = true }
	spec.Walk(api, &spec.Visitor{
		Service:   func(s *spec.Service) { add(&s.Node) },
		Operation: func(o *spec.Operation) { add(&o.Node) },
		Type:      func(t *spec.Type) { add(&t.Node) },
		Field:     func(f *spec.Field) { add(&f.Node) },
		OneOf:     func(o *spec.OneOf) { add(&o.Node) },
		EnumValue: func(v *spec.EnumValue) {
			add(&v.Node)
			if v.Owner != nil {
				names[string(v.Owner.ID())+"."+v.Name] = true
			}
		},
	})
	return names
}

// isPart reports whether a reference leads below a package of its own, which may be declared elsewhere:
// its next part is no type of this package.
func isPart(names map[string]bool, target string) bool {
	_, last, _ := cutLast(target)
	return last == "" || strings.ToLower(last[:1]) == last[:1] && !names[before(target)]
}

func cutLast(name string) (string, string, bool) {
	at := strings.LastIndexByte(name, '.')
	return name[:max(at, 0)], name[at+1:], at >= 0
}

func before(name string) string {
	first, _, _ := cutLast(name)
	return first
}
