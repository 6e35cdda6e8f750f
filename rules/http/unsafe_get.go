package http

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var unsafeGet = lint.New(lint.Meta{
	ID:       "unsafe-get",
	Title:    "a GET says in its documentation that it changes something",
	Group:    "http",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{131, 136},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call || o.Method() != "GET" && o.Method() != "HEAD" {
			return
		}
		if named, known := p.Words.LookupVerb(standard.Verb(p.Words, o)); known && named.Writes && !named.Noun && !named.Job { // http-verb-mismatch reads the name
			return
		}
		if said := writes(p.Words, cmp.Or(o.Summary, o.Doc)); said != "" {
			p.Report(&o.Node, o.HTTP[0].MethodSpan,
				fmt.Sprintf("%s is a %s whose documentation begins with %q: caches, crawlers and retries repeat it at will, and each time it would again",
					standard.Label(o), o.Method(), said),
				lint.Cure("make it a POST, or say what it reads if it changes nothing"))
		}
	},
})

// writes returns the word that a documentation begins with if that is a verb of change and can be
// nothing else, in the third person: "Deletes the order".
func writes(l *words.Lexicon, doc string) string {
	first, rest, _ := strings.Cut(strings.TrimSpace(doc), " ")
	base, inflected := strings.CutSuffix(strings.ToLower(first), "s")
	if base == "enable" || base == "allow" || base == "let" { // "Enables callers to find …"
		return ""
	}
	if !inflected || strings.TrimSpace(rest) == "" {
		return ""
	}
	for _, form := range []string{base, strings.TrimSuffix(base, "e"), strings.TrimSuffix(base, "ie") + "y"} {
		if verb, known := l.LookupVerb(form); known {
			if verb.Writes && !verb.Noun && !verb.Job {
				return first
			}
			return ""
		}
	}
	return ""
}
