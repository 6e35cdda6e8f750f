package pagination

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var unpaginatedList = lint.New(lint.Meta{
	ID:       "unpaginated-list",
	Title:    "a list comes without pages",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{158},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if standard.Classify(p.Words, o) != standard.List || o.Streaming&spec.ServerStreaming != 0 {
			return
		}
		pages := paging.Of(o)
		if pages.Link || pages.Place != nil || pages.Token != nil && pages.Next || halfOf(p.Words, o, pages) != bothOrNone {
			return
		}
		if collection, ok := standard.CollectionOf(p.Words, o); ok && !paging.Bounded(o, collection) && grows(p.Words, p.API, o, collection) {
			list{p, o, collection}.reportMissing(pages)
		}
	},
})

// list is a list that is being reported.
type list struct {
	pass       *lint.Pass
	operation  *spec.Operation
	collection standard.Collection
}

// reportMissing says which part of pagination the list lacks.
func (l list) reportMissing(pages paging.Paging) {
	style := nameStyle(l.pass, l.operation)
	size, token, next := style.Write("page_size"), style.Write("page_token"), style.Write("next_page_token")
	switch {
	case pages.Size != nil || pages.Next:
		missing := pageParts{token: token}
		if !pages.Next {
			missing.next = next
		}
		l.report(missing, "has no way to ask for the next page: what does not fit into the first is lost to its consumers",
			"add %s to the request and %s to the answer (AIP-158)", token, next)
	default:
		l.report(pageParts{size: size, token: token, next: next}, "returns everything at once: it answers in milliseconds today and times out when there is much",
			"add %s and %s to the request and %s to the answer (AIP-158)", size, token, next)
	}
}

func (l list) report(missing pageParts, problem, cure string, args ...any) {
	node := &l.operation.Node
	l.pass.Report(node, node.NameSpan, standard.Label(l.operation)+" "+problem,
		append(l.addPages(missing),
			lint.Cure(fmt.Sprintf(cure, args...)+", or say that the list is short by nature: "+boundedFor(l.pass.API.Format)),
			lint.Related(l.collection.Node().NameSpan, "the list"))...)
}

func boundedFor(format spec.Format) string {
	if format == spec.Proto {
		return "option (bylaw.method).bounded = true"
	}
	return "x-bylaw-bounded: true"
}
