package document

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var pathParameterMismatch = lint.New(lint.Meta{
	ID:       "path-parameter-mismatch",
	Title:    "a path and the parameters declared for it disagree",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		for _, r := range routes(api) {
			c := pathCheck{p, r, map[source.Span]bool{}}
			c.repeated()
			for _, o := range r.operations {
				c.operation(o)
			}
		}
	},
})

// pathCheck looks at one path. What stands beside the path for all its operations is said once.
type pathCheck struct {
	*lint.Pass
	route *route
	said  map[source.Span]bool
}

func (c pathCheck) report(n *spec.Node, at source.Span, message, cure string) {
	if !c.said[at] {
		c.said[at] = true
		c.Report(n, at, message, lint.Cure(cure))
	}
}

// repeated looks for a variable that stands in the path twice.
func (c pathCheck) repeated() {
	seen := map[string]bool{}
	for _, part := range c.route.path.Parts {
		if part.Kind == spec.Variable && seen[part.Text] {
			c.report(c.route.node(), part.Span,
				fmt.Sprintf("{%s} stands in %s twice, and one parameter can't have two values", part.Text, c.route.path.Raw), "give each of them a name of its own")
		}
		seen[part.Text] = seen[part.Text] || part.Kind == spec.Variable
	}
}

func (c pathCheck) operation(o *spec.Operation) {
	undeclared, unused := c.compare(o)
	if len(undeclared) == 1 && len(unused) == 1 {
		c.report(&unused[0].Node, unused[0].NameSpan,
			fmt.Sprintf("path parameter %s is no part of %s, whose {%s} no parameter declares", unused[0].Name, c.route.path.Raw, undeclared[0].Text),
			"call both the same")
		return
	}
	for _, part := range undeclared {
		c.report(&o.Node, c.place(o, part),
			fmt.Sprintf("no parameter of %s declares {%s}, so nothing says what may stand there", standard.Label(o), part.Text),
			fmt.Sprintf("declare the parameter %s in: path, with required: true and a schema", part.Text))
	}
	for _, declared := range unused {
		c.report(&declared.Node, declared.NameSpan,
			fmt.Sprintf("path parameter %s is no part of %s, so no caller can send it", declared.Name, c.route.path.Raw),
			fmt.Sprintf("put {%s} into the path, or take the parameter away", declared.Name))
	}
}

// place is the variable, if it is a mistake of all the path's operations, and otherwise the operation
// that forgot it.
func (c pathCheck) place(o *spec.Operation, part spec.PathPart) source.Span {
	for _, other := range c.route.operations {
		if declares(other, part.Text) {
			return o.NameSpan
		}
	}
	return part.Span
}

func (c pathCheck) compare(o *spec.Operation) (undeclared []spec.PathPart, unused []*spec.Parameter) {
	names := c.route.path.Variables()
	for _, part := range c.route.path.Parts {
		if part.Kind == spec.Variable && part.Text != "" && !declares(o, part.Text) {
			undeclared = append(undeclared, part)
		}
	}
	for _, p := range o.Parameters {
		if p.In == spec.InPath && !slices.Contains(names, p.Name) {
			unused = append(unused, p)
		}
	}
	return undeclared, unused
}

func declares(o *spec.Operation, name string) bool {
	return slices.ContainsFunc(o.Parameters, func(p *spec.Parameter) bool { return p.In == spec.InPath && p.Name == name })
}
