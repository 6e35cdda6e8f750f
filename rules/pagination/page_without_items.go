package pagination

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var pageWithoutItems = lint.New(lint.Meta{
	ID:       "page-without-items",
	Title:    "a page leads to the next one and has nothing on it",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{132, 158},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		answer := o.ResponseType()
		if o.Kind != spec.Call || answer == nil || answer.Kind != spec.KindObject {
			return
		}
		next := paging.Of(o).NextToken
		if next == nil || slices.ContainsFunc(answer.AllFields(), mayHoldItems) {
			return
		}
		p.Report(&answer.Node, answer.NameSpan,
			fmt.Sprintf("%s hands out %s with an answer that holds no list: clients turn pages on which there is nothing", standard.Label(o), next.Name),
			lint.Cure("add the list of what is on the page, or drop "+next.Name), lint.Related(next.NameSpan, "the token"))
	},
})

// mayHoldItems reports whether a field holds many things, or what may be: a map, an object with its
// own shape, anything.
func mayHoldItems(f *spec.Field) bool {
	switch f.Type.Resolve().Kind {
	case spec.KindString, spec.KindInteger, spec.KindNumber, spec.KindBoolean, spec.KindEnum, spec.KindNull:
		return false
	}
	return true
}
