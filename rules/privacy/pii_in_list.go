package privacy

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/rules/internal/vocabulary"
	"github.com/bylaw-dev/bylaw/spec"
)

type piiInListOptions struct {
	vocabulary.Options
	Classes []string `json:"classes"`
}

var piiInList = lint.NewWith(lint.Meta{
	ID:       "pii-in-list",
	Title:    "a list shows the personal data of everyone at once",
	Group:    "privacy",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, piiInListOptions{vocabulary.Unchanged(), []string{"financial", "health", "identifier"}}, func(options piiInListOptions) lint.Hooks {
	terms := vocabulary.Parse(piiText, options.Options)
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if standard.Classify(p.Words, o) != standard.List {
			return
		}
		collection, ok := standard.CollectionOf(p.Words, o)
		if !ok {
			return
		}
		var shown []string
		for _, f := range collection.Type.Items.Resolve().AllFields() {
			if !f.Behavior.Has(spec.BehaviorInputOnly) && slices.Contains(options.Classes, classOf(terms, f)) {
				shown = append(shown, f.Name)
			}
		}
		if len(shown) > 0 {
			p.Report(&o.Node, o.NameSpan,
				fmt.Sprintf("%s answers with %s of everyone: whoever may call it once takes the whole register along", standard.Label(o), phrase.And(phrase.Fit(shown, 100))),
				lint.Cure("answer with a summary, and show the rest in the Get of one"), lint.Related(collection.Node().NameSpan, "the list"))
		}
	}}
})
