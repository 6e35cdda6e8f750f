package batch

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var unboundedBatch = lint.New(lint.Meta{
	ID:       "unbounded-batch",
	Title:    "nothing says how many items a batch may have",
	Group:    "batch",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{231, 233, 234, 235},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		items := itemsOf(o)
		if items == nil || isBounded(o, items) {
			return
		}
		node := standard.Declared(items)
		p.Report(node, node.NameSpan,
			fmt.Sprintf("nothing says how many %s %s takes: callers find the limit by failing, and one call can hold the service for as long as it likes",
				items.Name, standard.Label(o)),
			lint.Cure(fmt.Sprintf("bound it (%s), or say the maximum in its documentation", boundFor(p.API.Format))))
	},
})

func boundFor(format spec.Format) string {
	if format == spec.Proto {
		return "(buf.validate.field).repeated.max_items = 1000"
	}
	return "maxItems: 1000"
}

// isBounded reports whether the contract says how many items there may be, by a constraint or in
// words.
func isBounded(o *spec.Operation, items *spec.Input) bool {
	for t := items.Type; t != nil; t = t.Target {
		if t.Constraints != nil && (t.Constraints.MaxItems != nil || t.Constraints.MaxLength != nil) || paging.SaysMaximum(t.Doc) {
			return true
		}
	}
	docs := []string{items.Doc, o.Doc, o.Summary}
	for _, message := range []*spec.Type{o.RequestType(), o.ResponseType()} {
		if message == nil {
			continue
		}
		docs = append(docs, message.Doc)
		for _, f := range message.AllFields() {
			docs = append(docs, f.Doc)
		}
	}
	bounded := items.Policy != nil && (items.Policy.MaxItems > 0 || items.Policy.Bounded != nil && *items.Policy.Bounded)
	return bounded || slices.ContainsFunc(docs, paging.SaysMaximum)
}
