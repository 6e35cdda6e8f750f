package batch

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var singularBatch = lint.New(lint.Meta{
	ID:       "singular-batch",
	Title:    "a batch is called after one thing",
	Group:    "batch",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{231, 233, 234, 235},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		name := words.Split(o.Name)
		if o.Kind != spec.Call || len(name) < 3 || name[0] != "batch" && name[0] != "bulk" {
			return
		}
		last := name[len(name)-1]
		if _, isVerb := p.Words.LookupVerb(name[1]); !isVerb || isMany(p.Words, name[2:]) {
			return
		}
		plural := p.Words.Plural(last)
		better := strings.TrimSuffix(o.Name, o.Name[len(o.Name)-len(last):]) + sameCase(plural, o.Name[len(o.Name)-len(last):])
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("%s works on many things and is called after one: it reads as if it did one thing in a batch of others", o.Name),
			lint.Cure("call it "+better))
	},
})

// isMany reports whether a noun means several things, or may: in doubt, and before a preposition, it
// does.
func isMany(l *words.Lexicon, noun []string) bool {
	last := noun[len(noun)-1]
	if l.IsPlural(last) || l.Uncountable(last) || l.Collective(last) || l.Qualifier(last) {
		return true
	}
	for _, word := range noun[:len(noun)-1] {
		if words.Preposition(word) || l.IsPlural(word) {
			return true
		}
	}
	return false
}

// sameCase writes a word with a capital where the other has one.
func sameCase(word, like string) string {
	if like[0] >= 'A' && like[0] <= 'Z' {
		return words.Pascal.Write(word)
	}
	return word
}
