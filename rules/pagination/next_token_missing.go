package pagination

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/rules/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

var nextTokenMissing = lint.New(lint.Meta{
	ID:       "next-token-missing",
	Title:    "a page token is taken and never handed out, or handed out and never taken",
	Group:    "pagination",
	Severity: report.Error,
	Formats:  lint.BothFormats,
	AIP:      []int{158},
	Since:    "2026.1",
	Presets:  lint.Relaxed | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		pages := paging.Of(o)
		switch halfOf(o, pages) {
		case taken:
			reportTaken(p, o, pages.Token)
		case handedOut:
			reportHandedOut(p, o, pages.NextToken)
		}
	},
})

func reportTaken(p *lint.Pass, o *spec.Operation, token *spec.Input) {
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("%s takes %s and never hands one out, so no consumer gets past the first page", standard.Label(o), token.Name),
		lint.Cure(handOut(p, o, token.Name)),
		lint.Related(standard.Declared(token).NameSpan, "the token"))
}

// handOut says where the token of the next page belongs: an array has no place for it.
func handOut(p *lint.Pass, o *spec.Operation, token string) string {
	next := nameStyle(p, o).Write("next_" + strings.TrimPrefix(words.Snake.Write(token), "next_"))
	if o.ResponseType().Kind == spec.KindArray {
		return fmt.Sprintf(`hand it out in the header Link with rel="next" (RFC 8288), or answer with an object of the array and %s`, next)
	}
	if p.API.Format == spec.Proto {
		return fmt.Sprintf("add string %s to the answer, empty on the last page", next)
	}
	return fmt.Sprintf("add %s to the answer, absent on the last page", next)
}

func reportHandedOut(p *lint.Pass, o *spec.Operation, next *spec.Field) {
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("%s hands out %s and takes no token, so no consumer can ask for the next page", standard.Label(o), next.Name),
		lint.Cure(fmt.Sprintf("add %s to the request", nameStyle(p, o).Write(strings.TrimPrefix(words.Snake.Write(next.Name), "next_")))),
		lint.Related(next.NameSpan, "the token"))
}
