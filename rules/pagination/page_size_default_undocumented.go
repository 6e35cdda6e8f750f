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

var pageSizeDefaultUndocumented = lint.New(lint.Meta{
	ID:       "page-size-default-undocumented",
	Title:    "nobody knows how large a page is if it isn't said",
	Group:    "pagination",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{158},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		size := paging.Of(o).Size
		if o.Kind != spec.Call || size == nil || size.Required || size.Deprecated != nil || size.Type.Resolve().Kind != spec.KindInteger ||
			!answersList(p.Words, o) || hasDefault(size.Field) || tellsDefault().MatchString(phrase.Line(docOf(size.Field), 4096)) {
			return
		}
		declared := standard.Declared(size)
		p.Report(declared, declared.NameSpan,
			fmt.Sprintf("nothing says how many items come without %s: clients measure it, rely on it, and break when it changes", size.Name),
			lint.Cure(sayDefault(p.API.Format)))
	},
})

func hasDefault(f *spec.Field) bool {
	for t := f.Type; t != nil; t = t.Target {
		if t.Schema != nil && t.Schema.Default != nil {
			return true
		}
	}
	return f.Default != nil
}

// tellsDefault are the ways in which documentation says what happens if there is no value.
var tellsDefault = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\bdefault|\bif (?:nothing|none|absent|unset)\b|\bwithout (?:it|one)\b|\bdeprecated\b|(?:\bun|\bnot |n't )(?:specified|set|provided|given|present|supplied|passed)\b|\b(?:omitted|absent|missing|empty|zero|left out)\b|\b(?:is|to|equals) 0\b|\b0 (?:means|is)\b|\bignored\b|\b(?:un|not )supported\b`)
})

func sayDefault(format spec.Format) string {
	if format == spec.Proto {
		return `say it in the comment, such as "If unspecified, at most 50 are returned"`
	}
	return "declare a default, such as default: 50"
}
