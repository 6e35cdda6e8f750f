package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type singularCollectionOptions struct {
	Allow []string `json:"allow"`
}

var singularCollection = lint.NewWith(lint.Meta{
	ID:       "singular-collection",
	Title:    "a collection is called by the singular of what it holds",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{122, 123},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, singularCollectionOptions{[]string{}}, func(options singularCollectionOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		s := singulars{plurals: pluralsDeclared(api, options.Allow), byName: map[string]*singular{}}
		eachPattern(api, func(n *spec.Node, pattern spec.Path) { s.lookAt(p.Words, n, pattern, nil) })
		methods := methodsByPath(api)
		eachBinding(api, func(o *spec.Operation, b *spec.HTTPBinding) {
			s.lookAt(p.Words, &o.Node, b.Path, methods[b.Path.Erased()])
		})
		for _, found := range s.found {
			found.report(p)
		}
	}}
})

// singulars is a search for collections with singular names, which looks at resources first: their
// patterns are what paths follow.
type singulars struct {
	plurals map[string]bool // names that the API declares to be plurals
	found   []*singular
	byName  map[string]*singular
}

// singular is a collection with a singular name, which may stand in many paths.
type singular struct {
	collection
	element *spec.Node // where it stands first
	rename  report.Fix
}

// pluralsDeclared returns the plurals of resources that are said to have another singular.
func pluralsDeclared(api *spec.API, allowed []string) map[string]bool {
	plurals := map[string]bool{}
	for _, name := range allowed {
		plurals[name] = true
	}
	eachResource(api, func(_ *spec.Node, r *spec.Resource) {
		if r.Plural != r.Singular {
			plurals[r.Plural] = true
		}
	})
	return plurals
}

func eachResource(api *spec.API, visit func(*spec.Node, *spec.Resource)) {
	for _, r := range api.Resources {
		visit(&api.Node, r)
	}
	spec.Walk(api, &spec.Visitor{Type: func(t *spec.Type) {
		if t.Resource != nil {
			visit(&t.Node, t.Resource)
		}
	}})
}

// eachPattern visits the patterns that the names of resources have.
func eachPattern(api *spec.API, visit func(*spec.Node, spec.Path)) {
	eachResource(api, func(n *spec.Node, r *spec.Resource) {
		for i, pattern := range r.Patterns {
			if i < len(r.PatternSpans) {
				visit(n, spec.ParsePath(pattern, r.PatternSpans[i]))
			}
		}
	})
}

func (s *singulars) lookAt(l *words.Lexicon, element *spec.Node, path spec.Path, methods []string) {
	for _, c := range collectionsOf(l, path) {
		name := c.part.Text
		if s.plurals[name] || !c.isSingular(l, methods) {
			continue
		}
		if s.byName[name] == nil {
			s.byName[name] = &singular{collection: c, element: element}
			s.found = append(s.found, s.byName[name])
		}
		s.byName[name].add(l, c)
	}
}

// add remembers one more place. A place that isn't that of the name alone can't be edited.
func (s *singular) add(l *words.Lexicon, c collection) {
	if c.part.Span.Text() == c.part.Text {
		s.rename.Edits = append(s.rename.Edits, report.Edit{Span: c.part.Span, New: c.plural(l)})
	}
}

func (s *singular) report(p *lint.Pass) {
	name, plural := s.part.Text, s.plural(p.Words)
	options := []lint.Option{lint.Cure(fmt.Sprintf("call it %s, in the next version of the API if it is in use", plural))}
	if len(s.rename.Edits) > 0 {
		s.rename.Title = "rename to " + plural
		options = append(options, lint.Fix(s.rename))
	}
	p.Report(s.element, s.part.Span, fmt.Sprintf(
		"collection %s is called like one of the things in it: consumers who write %s, as everywhere else, find nothing there", name, plural), options...)
}
