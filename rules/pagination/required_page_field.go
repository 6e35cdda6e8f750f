package pagination

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var requiredPageField = lint.New(lint.Meta{
	ID:       "required-page-field",
	Title:    "a list can't be asked for without saying which page",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{158},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Parameter: func(p *lint.Pass, q *spec.Parameter) {
		if q.In == spec.InQuery {
			checkRequired(p, &q.Field)
		}
	},
	Field: func(p *lint.Pass, f *spec.Field) {
		if f.Owner != nil && f.Owner.Direction.Has(spec.InRequest) {
			checkRequired(p, f)
		}
	},
})

// hasPages tells a page size from the number of items in an answer that is all there is, such as a
// completion, which only the caller knows.
func hasPages(sibling *spec.Field) bool { return namesToken(words.Snake.Write(sibling.Name)) }

func checkRequired(p *lint.Pass, f *spec.Field) {
	if !f.Required {
		return
	}
	name := words.Snake.Write(f.Name)
	what := ""
	switch {
	case namesSize(name) && (f.Owner == nil || slices.ContainsFunc(f.Owner.Fields, hasPages)):
		what = "the first call of every client has to guess a number"
	case namesToken(name):
		what = "no one has a token before the first page, and sends an empty one"
	default:
		return
	}
	p.Report(&f.Node, f.AttrSpan("required"), fmt.Sprintf("%s is required: %s", f.Name, what),
		lint.Cure(fmt.Sprintf("make %s optional, and say what holds without it (AIP-158)", f.Name)))
}
