package resources

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

type verbInPathOptions struct {
	Allow []string `json:"allow"`
}

var verbInPath = lint.NewWith(lint.Meta{
	ID:       "verb-in-path",
	Title:    "a path names an action instead of a resource",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{122, 136},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, verbInPathOptions{[]string{}}, func(options verbInPathOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		methods := methodsByPath(api)
		reported := map[source.Span]bool{} // GET and POST on one path share its text
		eachBinding(api, func(o *spec.Operation, b *spec.HTTPBinding) {
			for _, s := range segmentsOf(b.Path) {
				verb, found := s.verb(p.Words, methods[b.Path.Erased()])
				if !found || reported[s.part.Span] || slices.Contains(options.Allow, s.part.Text) {
					continue
				}
				reported[s.part.Span] = true
				reportVerb(p, o, s, verb, movePath(p.API, b, s.better(p.Words, verb, methods[b.Path.Erased()])))
			}
		})
	}}
})

func reportVerb(p *lint.Pass, o *spec.Operation, s segment, verb pathVerb, fix []lint.Option) {
	if method, ok := methodSaying(verb.word); ok {
		p.Report(&o.Node, s.part.Span,
			fmt.Sprintf("path segment %s says what the HTTP method %s says: "+
				"consumers have to learn a path for each action instead of one for the resource", s.part.Text, method),
			append(fix, lint.Cure(s.standardCure(p.Words, verb, method)))...)
		return
	}
	p.Report(&o.Node, s.part.Span,
		fmt.Sprintf("path segment %s is an action where resources stand: consumers can't tell what it addresses", s.part.Text),
		append(fix, lint.Cure(s.actionCure(o.Method())))...)
}

func eachBinding(api *spec.API, visit func(*spec.Operation, *spec.HTTPBinding)) {
	for _, service := range api.Services {
		for _, o := range service.Operations {
			for i := range o.HTTP {
				if o.Kind == spec.Call {
					visit(o, &o.HTTP[i])
				}
			}
		}
	}
}

// methodsByPath returns the HTTP methods that each path has: one that can be read is a resource,
// whatever its name.
func methodsByPath(api *spec.API) map[string][]string {
	methods := map[string][]string{}
	eachBinding(api, func(_ *spec.Operation, b *spec.HTTPBinding) {
		path := b.Path.Erased()
		methods[path] = append(methods[path], b.Method)
	})
	return methods
}
