package pagination

import (
	"fmt"
	"regexp"
	"sync"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var clientDerivedToken = lint.New(lint.Meta{
	ID:       "client-derived-token",
	Title:    "clients make the place of the next page themselves",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{158},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		pages := paging.Of(o)
		if o.Kind != spec.Call || pages.Token != nil || pages.Place == nil || !namesItem(pages.Place.Field) || !answersList(p.Words, o) {
			return
		}
		declared := standard.Declared(pages.Place)
		style := nameStyle(p, o)
		p.Report(declared, declared.NameSpan,
			fmt.Sprintf("%s is taken from an item by the client: when that item is deleted or its order changes, nobody can get on from there",
				pages.Place.Name),
			lint.Cure(fmt.Sprintf("hand out an opaque %s, and take it back as %s (AIP-158)", style.Write("next_page_token"), style.Write("page_token"))))
	},
})

// namesItem reports whether a place is an item's own key, by its name or its documentation.
func namesItem(place *spec.Field) bool {
	if place.Deprecated != nil {
		return false
	}
	switch words.Snake.Write(place.Name) {
	case "starting_after", "ending_before", "since_id", "max_id", "from_id", "after_id", "before_id", "last_id", "start_key", "exclusive_start_key":
		return true
	case "since", "after", "before", "start_after":
		t := place.Type.Resolve()
		return t.Format != "date-time" && t.Format != "date" && tellsItem().MatchString(phrase.Line(docOf(place), 4096))
	}
	return false
}

// tellsItem are the ways in which documentation says that a place is the key of an item.
var tellsItem = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:an?|the|with an?) (?:\w+ ){0,2}(?:id|key|name) (?:of|greater|less|larger|smaller|after|before)\b|\b(?:an?|the) \w+ ids?\.`)
})
