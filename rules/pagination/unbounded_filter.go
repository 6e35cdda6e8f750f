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

var unboundedFilter = lint.New(lint.Meta{
	ID:       "unbounded-filter",
	Title:    "a list can be narrowed by any number of values",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{160},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		if validates(api) { // unconstrained-field speaks of every field without bounds
			return
		}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				if standard.Classify(p.Words, o) == standard.List {
					checkFilters(p, o)
				}
			}
		}
	},
})

// validates reports whether the package declares bounds by protovalidate or its forerunner.
func validates(api *spec.API) bool {
	return slices.ContainsFunc(api.Documents, func(d *spec.Document) bool {
		return slices.ContainsFunc(d.Imports, func(i spec.Import) bool {
			return i.Path == "buf/validate/validate.proto" || i.Path == "validate/validate.proto"
		})
	})
}

// checkFilters looks at the lists in a request. One of an enum can't be longer than the enum.
// Keys of the things themselves are for id-list-filter.
func checkFilters(p *lint.Pass, o *spec.Operation) {
	collection, ok := standard.CollectionOf(p.Words, o)
	if !ok {
		return
	}
	noun := p.Words.Singular(lastWord(listName(o, collection)))
	for _, input := range o.Inputs() {
		t := input.Type.Resolve()
		if t.Kind != spec.KindArray || input.Deprecated != nil || namesKeys(p.Words, input.Name, noun) || t.Items.Resolve().Kind == spec.KindEnum || paging.SaysMaximum(docOf(input.Field)) {
			continue
		}
		p.Report(&input.Node, input.NameSpan,
			fmt.Sprintf("%s takes any number of values: one caller sends ten thousand, and the query that they make takes the database down", input.Name),
			lint.Cure("say in the comment how many there may be, such as at most 20, and refuse more"))
	}
}
