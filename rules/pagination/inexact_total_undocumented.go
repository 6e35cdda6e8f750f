package pagination

import (
	"fmt"
	"regexp"
	"sync"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var inexactTotalUndocumented = lint.New(lint.Meta{
	ID:       "inexact-total-undocumented",
	Title:    "a total doesn't say whether it is exact",
	Group:    "pagination",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{132, 158},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		pages := paging.Of(o)
		total, divided := pages.Total, pages.Token != nil || pages.Place != nil
		if o.Kind != spec.Call || total == nil || !divided || !answersList(p.Words, o) || saysHowExact(total) {
			return
		}
		p.Report(&total.Node, total.NameSpan,
			fmt.Sprintf("%s doesn't say whether it is exact or an estimate: a consumer that counts on it may stop too early, or wait for items that never come",
				total.Name),
			lint.Cure(`say in its documentation "the exact number …", "an estimate of the number …", or up to which number it is exact`))
	},
})

func saysHowExact(total *spec.Field) bool {
	doc := phrase.Head(total.Doc, 4096)
	for t := total.Type; t != nil; t = t.Target {
		doc += "\n" + phrase.Head(t.Doc, 4096)
	}
	return exactness().MatchString(doc)
}

// exactness are the words by which documentation says how far a number can be trusted.
var exactness = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:in)?exact|\bestimat|\bapprox|\brough|\bat (?:least|most)\b|\bup to\b|\b(?:lower|upper) bound\b|` +
		`\b(?:in)?accurate|\b(?:im)?precise|\bguarantee|\bcapped\b|\b(?:may|might) (?:be|not|change|differ)\b|\b(?:eventually )?consistent\b`)
})
