package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var duplicateParameter = lint.New(lint.Meta{
	ID:       "duplicate-parameter",
	Title:    "an operation declares a parameter twice",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		said := map[source.Span]bool{} // parameters beside a path are those of all its operations
		for _, o := range operations(api) {
			checkDuplicates(p, o, said)
		}
	},
})

func checkDuplicates(p *lint.Pass, o *spec.Operation, said map[source.Span]bool) {
	type identity struct {
		in   spec.Location
		name string
	}
	checkQueryString(p, o, said)
	first := map[identity]*spec.Parameter{}
	for _, parameter := range o.Parameters {
		id := identity{parameter.In, parameter.Name}
		if id.in == spec.InHeader {
			id.name = strings.ToLower(id.name)
		}
		other := first[id]
		if other == nil {
			first[id] = parameter
			continue
		}
		if at := parameter.NameSpan; !said[at] {
			said[at] = true
			p.Report(&parameter.Node, at,
				fmt.Sprintf("%s parameter %s is declared twice: a request has room for one, and which declaration holds is up to each tool", parameter.In, parameter.Name),
				lint.Cure("take one of them away, or rename it"),
				lint.Related(other.NameSpan, "the first"))
		}
	}
}

// checkQueryString looks for what shares the query with a parameter that is all of it (OpenAPI 3.2).
func checkQueryString(p *lint.Pass, o *spec.Operation, said map[source.Span]bool) {
	at := slices.IndexFunc(o.Parameters, func(p *spec.Parameter) bool { return p.In == spec.InQueryString })
	if at < 0 {
		return
	}
	whole := o.Parameters[at]
	for _, parameter := range o.Parameters {
		if parameter.In != spec.InQuery && (parameter.In != spec.InQueryString || parameter.Name == whole.Name) || said[parameter.NameSpan] {
			continue
		}
		said[parameter.NameSpan] = true
		p.Report(&parameter.Node, parameter.NameSpan,
			fmt.Sprintf("%s parameter %s stands beside %s, which is the whole query: a request has room for one of the two", parameter.In, parameter.Name, whole.Name),
			lint.Cure("make it a property of "+whole.Name+", or take one of them away"),
			lint.Related(whole.NameSpan, "the whole query"))
	}
}
