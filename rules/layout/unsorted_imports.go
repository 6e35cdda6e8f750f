package layout

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var unsortedImports = lint.New(lint.Meta{
	ID:       "unsorted-imports",
	Title:    "imports are in no order",
	Group:    "layout",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{191},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict,
}, lint.Hooks{
	Document: func(p *lint.Pass, d *spec.Document) {
		for _, block := range blocks(d.Imports) {
			at := firstUnsorted(block)
			if at == 0 {
				continue
			}
			options := []lint.Option{lint.Cure("sort the imports by their paths")}
			if fix, ok := sorted(block); ok {
				options = append(options, lint.Fix(fix))
			}
			p.Report(&d.Node, block[at].Span,
				fmt.Sprintf("%s stands behind %s, so the same import is added twice and two branches change the same lines", block[at].Path, block[at-1].Path),
				options...)
		}
	},
})

// firstUnsorted returns the place of the first import that belongs before its predecessor, or 0.
func firstUnsorted(block []spec.Import) int {
	for at := 1; at < len(block); at++ {
		if block[at].Path < block[at-1].Path {
			return at
		}
	}
	return 0
}

// blocks returns the imports that follow each other line by line.
func blocks(imports []spec.Import) [][]spec.Import {
	var all [][]spec.Import
	last := 0
	for _, i := range imports {
		line := i.Span.Position().Line
		if len(all) == 0 || line != last+1 {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], i)
		last = line
	}
	return all
}

// sorted lets the paths of a block change places, if nothing else on their lines belongs to one of
// them.
func sorted(block []spec.Import) (report.Fix, bool) {
	paths := make([]string, len(block))
	for n, i := range block {
		if strings.TrimSpace(i.Span.File.Line(i.Span.Position().Line).Text()) != "import "+i.Span.Text()+";" {
			return report.Fix{}, false
		}
		paths[n] = i.Path
	}
	slices.Sort(paths)
	fix := report.Fix{Title: "sort the imports", Safety: report.Safe}
	for n, i := range block {
		if i.Path != paths[n] {
			fix.Edits = append(fix.Edits, report.Edit{Span: i.Span, New: strconv.Quote(paths[n])})
		}
	}
	return fix, true
}
