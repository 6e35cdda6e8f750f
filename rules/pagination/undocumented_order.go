package pagination

import (
	"fmt"
	"regexp"
	"sync"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var undocumentedOrder = lint.New(lint.Meta{
	ID:       "undocumented-order",
	Title:    "nobody knows in which order a list comes",
	Group:    "pagination",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{132},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if standard.Classify(p.Words, o) != standard.List {
			return
		}
		collection, ok := standard.CollectionOf(p.Words, o)
		pages := paging.Of(o)
		divided := pages.Token != nil || pages.Place != nil
		if !ok || !divided || inputNamed(o, namesOrder) != nil || saysOrder(o, collection) {
			return
		}
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("%s doesn't say in which order its items come: clients rely on the one that they see, and break when an index changes it", standard.Label(o)),
			lint.Cure(`say it, such as "newest first", or that there is none; or take order_by (AIP-132)`))
	},
})

// saysOrder reports whether something is said of the order, where a reader looks for it.
func saysOrder(o *spec.Operation, c standard.Collection) bool {
	docs := []string{o.Summary, o.Doc, c.Node().Doc, c.Type.Doc}
	for _, t := range []*spec.Type{o.RequestType(), o.ResponseType()} {
		if t != nil {
			docs = append(docs, t.Doc)
		}
	}
	for _, doc := range docs {
		if doc != "" && tellsOrder().MatchString(phrase.Head(doc, 4096)) {
			return true
		}
	}
	return false
}

var tellsOrder = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:un)?(?:sorted|sorting|sorts?|ordered|ordering)\b|\border(?: by|_by| of)\b|\b(?:in|by|which|what|particular|specific|this|that|same|reverse) order\b|\b(?:ascending|descending|chronological\w*|alphabetical\w*|lexicographical\w*|newest|oldest|latest|most recent\w*|recently|first to last|stable)\b`)
})
