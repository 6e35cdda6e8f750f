package pagination

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var idListFilter = lint.New(lint.Meta{
	ID:       "id-list-filter",
	Title:    "a list is asked for things by their IDs",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{231},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if standard.Classify(p.Words, o) != standard.List {
			return
		}
		collection, ok := standard.CollectionOf(p.Words, o)
		if !ok {
			return
		}
		noun := p.Words.Singular(lastWord(listName(o, collection)))
		for _, input := range o.Inputs() {
			if input.Type.Resolve().Kind == spec.KindArray && input.Deprecated == nil && namesKeys(p.Words, input.Name, noun) {
				declared := standard.Declared(&input)
				p.Report(declared, declared.NameSpan,
					fmt.Sprintf("%s fetches known things by way of a list: what is missing is not told, the order is another, and pages cut it in two", input.Name),
					lint.Cure("add an operation that gets several at once (AIP-231) and says which of them there are not"))
			}
		}
	},
})

// namesKeys reports whether a name is that of the keys of what is listed: ids, order_ids, names.
func namesKeys(l *words.Lexicon, name, noun string) bool {
	switch all := words.Split(name); len(all) {
	case 1:
		return all[0] == "ids" || all[0] == "names" || all[0] == "keys" || all[0] == "uuids"
	case 2:
		return all[0] == noun && (all[1] == "ids" || all[1] == "names" || all[1] == "uuids" || all[1] == "keys")
	}
	return false
}
