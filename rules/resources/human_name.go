package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type humanNameOptions struct {
	Names map[string]string `json:"names"`
}

var humanName = lint.NewWith(lint.Meta{
	ID:       "human-name",
	Title:    "parts of people's names are called by the order that they have in some countries",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{148},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, humanNameOptions{map[string]string{
	"first_name": "given_name", "forename": "given_name", "christian_name": "given_name",
	"last_name": "family_name", "surname": "family_name",
}}, func(options humanNameOptions) lint.Hooks {
	return lint.Hooks{
		Field:     func(p *lint.Pass, f *spec.Field) { options.check(p, f) },
		Parameter: func(p *lint.Pass, f *spec.Parameter) { options.check(p, &f.Field) },
	}
})

func (options humanNameOptions) check(p *lint.Pass, f *spec.Field) {
	if n := len(f.Name); n < len("surname") || n > len("christian_name") {
		return
	}
	better, found := options.Names[words.Snake.Write(f.Name)]
	if !found || f.Type.Resolve().Kind != spec.KindString {
		return
	}
	better = caseOf(f.Name).Write(better)
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s means something else where the family name comes first: people fill it in wrongly, and letters begin with the wrong name", f.Name),
		lint.Cure("call it "+better))
}

// caseOf returns the case of a name; a single lower-case word is in snake_case.
func caseOf(name string) words.Case {
	for _, c := range words.Cases() {
		if c.Has(name) {
			return c
		}
	}
	return words.Snake
}
