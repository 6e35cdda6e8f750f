package layout

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var packageCycle = lint.New(lint.Meta{
	ID:       "package-cycle",
	Title:    "packages import each other",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		cycle, first := shortestCycle(api)
		if cycle == nil || !isFirst(api.Name, cycle) {
			return
		}
		p.Report(&first.document.Node, first.imported.Span,
			fmt.Sprintf("package %s imports %s, so none of them can be built, versioned or released without the others", api.Name, strings.Join(cycle, ", which imports ")),
			lint.Cure("move what both need into a package that imports neither"))
	},
})

// step is the import by which one package leads to another.
type step struct {
	from     *spec.API
	document *spec.Document
	imported spec.Import
}

// shortestCycle returns the packages on the shortest way from a package back to itself, itself as
// the last one, and the import that the way begins with; nil if there is none.
func shortestCycle(api *spec.API) ([]string, step) {
	reached := map[*spec.API]step{}
	for queue := []*spec.API{api}; len(queue) > 0; queue = queue[1:] {
		for _, d := range queue[0].Documents {
			for _, i := range d.Imports {
				if i.API == nil || i.API == queue[0] || i.API.Name == "" || reached[i.API].from != nil {
					continue
				}
				reached[i.API] = step{queue[0], d, i}
				if i.API == api {
					return wayBack(api, reached)
				}
				queue = append(queue, i.API)
			}
		}
	}
	return nil, step{}
}

func wayBack(api *spec.API, reached map[*spec.API]step) ([]string, step) {
	names, at := []string{api.Name}, reached[api]
	for at.from != api {
		names = append([]string{at.from.Name}, names...)
		at = reached[at.from]
	}
	return names, at
}

// isFirst reports whether no other package of the cycle comes before in the alphabet: one of them
// has to speak for all.
func isFirst(name string, cycle []string) bool {
	for _, other := range cycle {
		if other < name {
			return false
		}
	}
	return true
}
