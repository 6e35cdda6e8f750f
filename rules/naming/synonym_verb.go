package naming

import (
	"fmt"
	"maps"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type synonymOptions struct {
	Synonyms map[string]string `json:"synonyms"`
	Allow    []string          `json:"allow"`
}

// Validate refuses synonyms of what is no standard method.
func (o synonymOptions) Validate() error {
	for _, verb := range slices.Sorted(maps.Keys(o.Synonyms)) {
		if _, ok := standard.Named(o.Synonyms[verb]); !ok {
			return fmt.Errorf("%s stands for %q, which is none of get, list, create, update and delete", verb, o.Synonyms[verb])
		}
	}
	return nil
}

var synonymVerb = lint.NewWith(lint.Meta{
	ID:       "synonym-verb",
	Title:    "a standard method goes by another name",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{131, 132, 133, 134, 135},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, synonymOptions{map[string]string{}, []string{}}, func(options synonymOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		for _, s := range api.Services {
			reportSynonyms(p, clausesOf(p.Words, s, api.Format), options)
		}
	}}
})

// reportSynonyms compares the names of one service: where there is a GetOrder already, FetchOrder must
// be something else.
func reportSynonyms(p *lint.Pass, names clauses, options synonymOptions) {
	for _, c := range names.all {
		m, ok := options.meant(p.Words, c)
		if !ok || !names.leavesRoom(p.Words, c, m) {
			continue
		}
		better := c.with(m)
		p.Report(&c.operation.Node, c.operation.NameSpan,
			fmt.Sprintf("%s does what the standard method %s does: consumers look for %s, and tools that know the standard methods pass it by",
				c.label(c.operation.Name), m, c.label(better)),
			lint.Cure(fmt.Sprintf("call it %s; if it has consumers, deprecate it in favour of that", better)),
			rename(&c.operation.Node, better))
	}
}

// meant returns the standard method that the verb of a name is a synonym of, if the operation
// behaves as that method. What reads may read one thing or a collection.
func (o synonymOptions) meant(l *words.Lexicon, c clause) (standard.Method, bool) {
	name, ok := o.Synonyms[c.verb]
	if !ok {
		name, ok = l.StandardVerb(c.verb)
	}
	if !ok || slices.Contains(o.Allow, c.verb) || c.saysMethod() {
		return standard.Custom, false
	}
	m, _ := standard.Named(name)
	switch {
	case !c.isMany(l) && standard.BehavesAs(l, c.operation, m, c.noun):
		return m, true
	case (m == standard.Get || m == standard.List) && standard.BehavesAs(l, c.operation, standard.List, c.noun):
		return standard.List, true
	}
	return standard.Custom, false
}
