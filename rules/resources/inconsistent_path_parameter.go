package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var inconsistentPathParameter = lint.New(lint.Meta{
	ID:       "inconsistent-path-parameter",
	Title:    "paths that begin alike call the same parameter differently",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{122},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	places := map[string]*parameterNames{}
	var order []*parameterNames
	eachBinding(api, func(o *spec.Operation, b *spec.HTTPBinding) {
		for _, part := range b.Path.Parts {
			if part.Kind != spec.Variable {
				continue
			}
			place := upTo(b.Path.Erased(), part.Segment)
			if places[place] == nil {
				places[place] = &parameterNames{uses: map[string]int{}}
				order = append(order, places[place])
			}
			places[place].add(o, b, part)
		}
	})
	seen := map[string]bool{}
	for _, names := range order {
		names.report(p, seen)
	}
}})

// parameterNames are what the parameter in one place of a path is called.
type parameterNames struct {
	uses  map[string]int // how many paths call it so
	names []parameterUse // each name where it stands first
	paths map[string]bool
}

type parameterUse struct {
	operation *spec.Operation
	part      spec.PathPart
}

func (n *parameterNames) add(o *spec.Operation, b *spec.HTTPBinding, part spec.PathPart) {
	if n.paths == nil {
		n.paths = map[string]bool{}
	}
	if n.paths[b.Path.Raw] {
		return // another method on the same path
	}
	n.paths[b.Path.Raw] = true
	if n.uses[part.Text]++; n.uses[part.Text] == 1 {
		n.names = append(n.names, parameterUse{o, part})
	}
}

// report speaks once of each path: what calls the owner differently calls the repository so, too.
func (n *parameterNames) report(p *lint.Pass, seen map[string]bool) {
	most := n.names[0].part.Text
	for _, use := range n.names {
		if n.uses[use.part.Text] > n.uses[most] {
			most = use.part.Text
		}
	}
	for _, use := range n.names {
		path := use.operation.Path().Raw
		if name := use.part.Text; name != most && !seen[path] {
			seen[path] = true
			p.Report(&use.operation.Node, use.part.Span,
				fmt.Sprintf("{%s} is called {%s} in %s: generated clients take two arguments for one thing, and routers refuse the pair",
					name, most, paths(n.uses[most])),
				lint.Cure(fmt.Sprintf("call it {%s} here as well", most)))
		}
	}
}

func paths(n int) string {
	if n == 1 {
		return "another path that begins alike"
	}
	return fmt.Sprintf("%d paths that begin alike", n)
}
