package pagination

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var filterName = lint.New(lint.Meta{
	ID:       "filter-name",
	Title:    "a filter or an order has another name than everywhere",
	Group:    "pagination",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{132, 160},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if !narrows(p.Words, o) {
			return
		}
		for _, input := range o.Inputs() {
			usual := usualName(words.Snake.Write(input.Name))
			if usual == "" || input.Type.Kind != spec.KindString || input.Deprecated != nil ||
				inputNamed(o, func(name string) bool { return name == usual }) != nil {
				continue
			}
			p.Report(&input.Node, input.NameSpan,
				fmt.Sprintf("%s is called %s everywhere else: clients and generic tools don't find it here", input.Name, usual),
				lint.Cure(fmt.Sprintf("call it %s", usual)))
		}
	},
})

// usualName returns what AIP-132 and AIP-160 call the field; "" if it is called so, or is another one.
func usualName(name string) string {
	switch name {
	case "filters", "filter_by", "filter_expression", "filter_expr", "filter_string":
		return "filter"
	case "orderby", "sort_by", "sortby", "sort", "order", "ordering", "sort_order":
		return "order_by"
	}
	return ""
}
