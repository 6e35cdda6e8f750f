package shape

import (
	"cmp"
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/prose"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var stringlyAction = lint.New(lint.Meta{
	ID:       "stringly-action",
	Title:    "what an operation does is said in a string, whose values only prose lists",
	Group:    "shape",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{126, 136},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Field]bool{}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				if o.Kind == spec.Call && o.Method() != "GET" && !isBag(p.Words, o) {
					checkActions(p, o, seen)
				}
			}
		}
	},
})

// checkActions looks at each field once, however many operations share it.
func checkActions(p *lint.Pass, o *spec.Operation, seen map[*spec.Field]bool) {
	for _, f := range bodyAndQuery(o) {
		if seen[f] || !words.NamesAction(f.Name) {
			continue
		}
		seen[f] = true
		if values := prose.Values(cmp.Or(f.Doc, f.Type.Doc)); isPlainText(f.Type.Resolve()) && len(values) > 0 {
			reportAction(p, o, f, values)
		}
	}
}

// isPlainText reports whether a type says nothing of the texts that it allows.
func isPlainText(t *spec.Type) bool {
	return t.Kind == spec.KindString && t.Format == "" &&
		(t.Constraints == nil || t.Constraints.Pattern == "" && len(t.Constraints.In) == 0)
}

func reportAction(p *lint.Pass, o *spec.Operation, f *spec.Field, values []string) {
	declared := newBag(p.Words, o, selector{Field: f, verbs: true}, nil)
	declared.actions = newActions(values)
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s takes %s as a text, so a typing mistake is found at run time and permissions, quotas and metrics see one operation",
			f.Name, phrase.Or(phrase.Fit(values, room))),
		lint.Cure(fmt.Sprintf("declare %s, or at least an enum: %s",
			phrase.And(phrase.Fit(declared.operations(), room)), phrase.And(phrase.Fit(values, room)))),
		lint.Related(o.NameSpan, standard.Label(o)))
}
