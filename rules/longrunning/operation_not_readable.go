package longrunning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type operationNotReadableOptions struct {
	Operations bool `json:"operations"`
}

var operationNotReadable = lint.NewWith(lint.Meta{
	ID:       "operation-not-readable",
	Title:    "work is handed out that can't be looked at again",
	Group:    "longrunning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{151},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, operationNotReadableOptions{false}, func(options operationNotReadableOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		if options.Operations {
			demandEndpoint(p, api)
		}
		for _, w := range workOf(pass{p}, api) {
			if !w.readable {
				p.Report(&w.starter.Node, w.starter.NameSpan,
					fmt.Sprintf("%s hands out the %s, and no operation reads it again: callers never learn whether the work was done", standard.Label(w.starter), w.message.Name),
					lint.Cure(fmt.Sprintf("add Get%s", w.message.Name)))
			}
		}
	}}
})

// demandEndpoint looks for the operations that AEP-151 demands of an API that answers 202.
func demandEndpoint(p *lint.Pass, api *spec.API) {
	var first *spec.Operation
	one, many := false, false
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if first == nil && answers(o, "202") != nil {
				first = o
			}
			segments := strings.Split(o.Path().Raw, "/")
			at := slices.Index(segments, "operations")
			many = many || o.Method() == "GET" && at >= 0 && at == len(segments)-1
			one = one || o.Method() == "GET" && at >= 0 && at == len(segments)-2
		}
	}
	if first != nil && !(one && many) {
		p.Report(&first.Node, first.NameSpan,
			fmt.Sprintf("%s answers 202, and the API has no operations to get and list: callers have nowhere to look", standard.Label(first)),
			lint.Cure("add GET /operations and GET /operations/{operation}"))
	}
}
