package pagination

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/rules/internal/words"
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
		if standard.Classify(o) != standard.List || o.Streaming&spec.ServerStreaming != 0 {
			return
		}
		pages := paging.Of(o)
		if pages.Link || pages.Place != nil || pages.Token != nil && pages.Next {
			return
		}
		if collection, ok := standard.CollectionOf(o); ok && !paging.Bounded(o, collection) {
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
	size, token, next := l.name("page_size"), l.name("page_token"), l.name("next_page_token")
	switch {
	case pages.Token != nil:
		l.report(fmt.Sprintf("takes %s and never hands one out, so no consumer gets past the first page", pages.Token.Name),
			"add %s to the answer, empty on the last page", next)
	case pages.Size != nil || pages.Next:
		l.report("has no way to ask for the next page: what does not fit into the first is lost to its consumers",
			"add %s to the request and %s to the answer (AIP-158)", token, next)
	default:
		l.report("returns everything at once: it answers in milliseconds today and times out when there is much",
			"add %s and %s to the request and %s to the answer (AIP-158)", size, token, next)
	}
}

func (l list) report(problem, cure string, args ...any) {
	node := &l.operation.Node
	l.pass.Report(node, node.NameSpan, standard.Label(l.operation)+" "+problem,
		lint.Cure(fmt.Sprintf(cure, args...)+", or say that the list is short by nature: "+boundedFor(l.pass.API.Format)),
		lint.Related(l.collection.Node().NameSpan, "the list"))
}

// name writes a name in the case of the names around it; proto has but one.
func (l list) name(snake string) string {
	if l.pass.API.Format == spec.Proto {
		return snake
	}
	var names []string
	for _, input := range l.operation.Inputs() {
		names = append(names, input.Name)
	}
	for _, t := range []*spec.Type{l.operation.ResponseType(), l.collection.Type.Items.Resolve()} {
		for _, f := range t.AllFields() {
			names = append(names, f.Name)
		}
	}
	for _, name := range names {
		if words.Camel.Has(name) && !words.Snake.Has(name) {
			return words.Camel.Write(snake)
		}
	}
	return snake
}

func boundedFor(format spec.Format) string {
	if format == spec.Proto {
		return "option (bylaw.method).bounded = true"
	}
	return "x-bylaw-bounded: true"
}
