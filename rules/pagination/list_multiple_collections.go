package pagination

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var listMultipleCollections = lint.New(lint.Meta{
	ID:       "list-multiple-collections",
	Title:    "one list answers with several collections",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{132, 158},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Type]bool{}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				if answer := o.ResponseType(); !seen[answer] && listsPages(p.Words, o) {
					seen[answer] = true
					checkCollections(p, o)
				}
			}
		}
	},
})

// listsPages leaves lists that come as a whole to unpaginated-list.
func listsPages(l *words.Lexicon, o *spec.Operation) bool {
	if _, lists := standard.CollectionOf(l, o); !lists || standard.Classify(l, o) != standard.List {
		return false
	}
	pages := paging.Of(o)
	return pages.Token != nil || pages.Place != nil || pages.Next || pages.Link
}

func checkCollections(p *lint.Pass, o *spec.Operation) {
	collections := collectionsOf(p.Words, o)
	if len(collections) < 2 {
		return
	}
	var names []string
	for _, f := range collections {
		names = append(names, f.Name)
	}
	names = phrase.Fit(names, 80)
	second := collections[1]
	p.Report(&second.Node, second.NameSpan,
		fmt.Sprintf("%s answers with %s: consumers can't tell which of them its pages divide, nor when each has come to its end", standard.Label(o), phrase.And(names)),
		lint.Cure(fmt.Sprintf("answer with %s alone, and list %s by an operation of its own", collections[0].Name, second.Name)),
		lint.Related(collections[0].NameSpan, "the first collection"))
}

// collectionsOf returns the lists of things in the answer, without those that are about the list.
func collectionsOf(l *words.Lexicon, o *spec.Operation) []*spec.Field {
	var found []*spec.Field
	for _, f := range o.ResponseType().AllFields() {
		t := f.Type.Resolve()
		if t.Kind != spec.KindArray || f.Deprecated != nil || aboutList(l, f.Name) {
			continue
		}
		if items := t.Items.Resolve(); items != nil && items.Kind == spec.KindObject {
			found = append(found, f)
		}
	}
	return found
}

// aboutList reports whether a list in the answer is not what was asked for but says something of it:
// what is missing in it, what went wrong, how it can be narrowed.
func aboutList(l *words.Lexicon, name string) bool {
	for _, word := range words.Split(name) {
		switch l.Singular(word) {
		case "unreachable", "warning", "error", "failure", "failed", "missing", "unavailable", "skipped", "facet", "aggregation", "bucket",
			"link", "metadata", "meta", "suggestion", "include", "included", "header", "column", "schema", "filter", "summary":
			return true
		}
	}
	return strings.HasPrefix(name, "@")
}
