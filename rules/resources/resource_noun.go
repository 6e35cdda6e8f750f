package resources

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
)

type resourceNounOptions struct {
	Missing bool `json:"missing"`
}

var resourceNoun = lint.NewWith(lint.Meta{
	ID:       "resource-noun",
	Title:    "the singular or plural of a resource is missing, or isn't what its type says",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{123},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, resourceNounOptions{true}, func(options resourceNounOptions) lint.Hooks {
	return onAnnotations(func(p *lint.Pass, a annotation) {
		noun := words.Camel.Write(a.noun())
		switch {
		case noun == "" || strings.Contains(noun, "/"):
		case a.Singular != "" && a.Singular != noun:
			a.reportNoun(p, "singular", a.Singular, noun)
		}
		switch {
		case noun == "":
		case a.Plural == "" && options.Missing && a.message != nil:
			p.Report(a.node, a.place("type"),
				fmt.Sprintf("resource %s has no plural: generators guess what its collection is called, and guess wrong for every noun that isn't regular", a.Type),
				lint.Cure(fmt.Sprintf("add plural: %q and singular: %q", words.Camel.Join(a.plural(p.Words)), noun)))
		case a.Plural != "" && !words.Camel.Has(a.Plural):
			a.reportNoun(p, "plural", a.Plural, words.Camel.Write(a.Plural))
		}
	})
})

func (a annotation) reportNoun(p *lint.Pass, member, is, should string) {
	p.Report(a.node, a.place(member),
		fmt.Sprintf("the %s of resource %s is %q: generated names for the resource differ from its type", member, a.Type, is),
		lint.Cure(fmt.Sprintf("write %s: %q", member, should)))
}
