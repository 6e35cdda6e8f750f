package pagination

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
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
	Fix:      lint.SometimesFixable,
	Presets:  lint.Relaxed | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		pages := paging.Of(o)
		switch halfOf(p.Words, o, pages) {
		case taken:
			reportTaken(p, o, pages.Token)
		case handedOut:
			reportHandedOut(p, o, pages.NextToken)
		}
	},
})

func reportTaken(p *lint.Pass, o *spec.Operation, token *spec.Input) {
	next := nameStyle(p, o).Write("next_" + strings.TrimPrefix(words.Snake.Write(token.Name), "next_"))
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("%s takes %s and never hands one out, so no consumer gets past the first page", standard.Label(o), token.Name),
		append(addNext(p, o, token.Name, next), lint.Cure(handOut(p, o, next)), lint.Related(standard.Declared(token).NameSpan, "the token"))...)
}

// handOut says where the token of the next page belongs: an array has no place for it.
func handOut(p *lint.Pass, o *spec.Operation, next string) string {
	if o.ResponseType().Kind == spec.KindArray {
		return fmt.Sprintf(`hand it out in the header Link with rel="next" (RFC 8288), or answer with an object of the array and %s`, next)
	}
	if p.API.Format == spec.Proto {
		return fmt.Sprintf("add string %s to the answer, empty on the last page", next)
	}
	return fmt.Sprintf("add %s to the answer, absent on the last page", next)
}

// addNext offers the token in an answer that is the operation's own. It is unsafe, for the service
// has to fill it in; consumers who don't know of it stay on the first page, where they were.
func addNext(p *lint.Pass, o *spec.Operation, token, next string) []lint.Option {
	answer := o.ResponseType()
	switch {
	case answer.Kind == spec.KindArray:
		return addLink(p.API, o)
	case !standard.Own(p.API, answer) || isClosed(answer):
		return nil
	}
	return list{pass: p, operation: o}.add(pageParts{next: next, has: token}, "hand out "+next, report.Unsafe)
}

// isClosed reports whether who checks an answer against its schema refuses what is added to it.
func isClosed(t *spec.Type) bool {
	s := t.Schema
	return s != nil && (isFalse(s.AdditionalProperties) || isFalse(s.UnevaluatedProperties))
}

func isFalse(t *spec.Type) bool { return t != nil && t.Kind == spec.KindNever }

func reportHandedOut(p *lint.Pass, o *spec.Operation, next *spec.Field) {
	token := tokenFor(p, o, next.Name)
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("%s hands out %s and takes no token, so no consumer can ask for the next page", standard.Label(o), next.Name),
		append(takeToken(p, o, token, next.Name), lint.Cure(fmt.Sprintf("add %s to the request", token)), lint.Related(next.NameSpan, "the token"))...)
}

// tokenFor names what brings a token back: page_token for next_page_token, and next_token for itself.
func tokenFor(p *lint.Pass, o *spec.Operation, next string) string {
	token := strings.TrimPrefix(words.Snake.Write(next), "next_")
	if token == "token" {
		token = "next_token"
	}
	return nameStyle(p, o).Write(token)
}

// takeToken offers the token in a request that is the operation's own. It is unsafe, for the service
// has to understand it.
func takeToken(p *lint.Pass, o *spec.Operation, token, next string) []lint.Option {
	if p.API.Format == spec.Proto && !standard.Own(p.API, o.RequestType()) {
		return nil
	}
	return list{pass: p, operation: o}.add(pageParts{token: token, has: next}, "take "+token, report.Unsafe)
}
