package proto

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/report"
)

// markCycles finds imports that lead back to the file they stand in, and reports each cycle at the
// import that closes it.
func (l *loader) markCycles() {
	done := map[*unit]bool{}
	onPath := map[*unit]bool{}
	var visit func(u *unit)
	visit = func(u *unit) {
		onPath[u] = true
		for _, i := range u.imports {
			switch {
			case i.to == nil || done[i.to]:
			case onPath[i.to]:
				i.cyclic = true
				u.report(report.ImportCycle, i.span, fmt.Sprintf("%q leads back to this file, so neither of them can be compiled", i.path),
					"move what both need into a file that imports neither")
			default:
				visit(i.to)
			}
		}
		delete(onPath, u)
		done[u] = true
	}
	for _, u := range l.parsed {
		if !done[u] {
			visit(u)
		}
	}
}
