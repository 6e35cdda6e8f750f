package longrunning

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var operationNotCancellable = lint.New(lint.Meta{
	ID:       "operation-not-cancellable",
	Title:    "work is handed out that can't be stopped",
	Group:    "longrunning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{151},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		for _, w := range workOf(pass{p}, api) {
			if w.readable && !w.endable {
				p.Report(&w.starter.Node, w.starter.NameSpan,
					fmt.Sprintf("%s hands out the %s, and no operation cancels it: a mistaken call runs to its end, whatever it costs", standard.Label(w.starter), w.message.Name),
					lint.Cure(fmt.Sprintf("add Cancel%s, which may come too late but never fails for that", w.message.Name)))
			}
		}
	},
})
