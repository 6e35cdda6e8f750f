package pagination

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var offsetPagination = lint.New(lint.Meta{
	ID:       "offset-pagination",
	Title:    "pages are counted, and shift when items come and go",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{158},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		pages := paging.Of(o)
		if o.Kind != spec.Call || pages.Token != nil || !counts(pages.Place) || !answersList(p.Words, o) {
			return
		}
		declared := standard.Declared(pages.Place)
		p.Report(declared, declared.NameSpan,
			fmt.Sprintf("%s counts %s: when one is added or deleted before the next call, consumers miss items or get them twice",
				pages.Place.Name, unitOf(pages.Place.Name)),
			lint.Cure(fmt.Sprintf("take an opaque %s instead, and hand the next one out as %s (AIP-158)",
				nameStyle(p, o).Write("page_token"), nameStyle(p, o).Write("next_page_token"))))
	},
})

// counts reports whether the place of a page is a number of items or pages, and not that of an item
// (since_id) or a time.
func counts(place *spec.Input) bool {
	return place != nil && place.Deprecated == nil && place.Type.Resolve().Kind == spec.KindInteger && unitOf(place.Name) != ""
}

// unitOf returns what a place counts by its name; "" if it is none that counts.
func unitOf(name string) string {
	switch words.Snake.Write(name) {
	case "page", "page_number", "page_index", "page_num", "page_no":
		return "pages"
	case "offset", "skip", "start", "start_index", "start_at", "from":
		return "items"
	}
	return ""
}
