package surface

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var twoWritesUndocumented = lint.New(lint.Meta{
	ID:       "two-writes-undocumented",
	Title:    "an operation writes two things and doesn't say what happens if one of them fails",
	Group:    "surface",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	first, second := twoVerbs(p.Words, o.Name)
	if second == "" || o.Kind != spec.Call || o.Method() == "GET" || saysWhatFails(o.Doc) || saysWhatFails(o.Summary) {
		return
	}
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("%s does two things (%s and %s): callers don't learn what is left behind when the second fails, nor whether to call it again", standard.Label(o), first, second),
		lint.Cure("say in its documentation that both happen or none, or what undoes the first; or offer two operations"))
}})

// twoVerbs returns the two verbs that both write in a name such as CreateOrderAndCharge; "" if there are none.
func twoVerbs(l *words.Lexicon, name string) (first, second string) {
	all := words.Split(name)
	at := slices.Index(all, "and")
	if at < 1 || at == len(all)-1 {
		return "", ""
	}
	a, known := l.LookupVerb(all[0])
	b, alsoKnown := l.LookupVerb(all[at+1])
	if !known || !alsoKnown || !a.Writes || !b.Writes {
		return "", ""
	}
	return all[0], all[at+1]
}

func saysWhatFails(doc string) bool {
	doc = strings.ToLower(phrase.Head(doc, 4000))
	for _, says := range []string{"atomic", "transaction", "roll", "all or nothing", "neither", "fail", "undo", "compensat", "partial", "saga"} {
		if strings.Contains(doc, says) {
			return true
		}
	}
	return false
}
