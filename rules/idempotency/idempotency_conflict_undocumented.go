package idempotency

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var idempotencyConflictUndocumented = lint.New(lint.Meta{
	ID:       "idempotency-conflict-undocumented",
	Title:    "nobody knows what a repeated token with another request does",
	Group:    "idempotency",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{155},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Strict,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	for _, t := range silentTokens(p.Words, api) {
		p.Report(t.declared, t.declared.NameSpan,
			fmt.Sprintf("nothing says what happens when %s comes again with another request: a client that reuses one by mistake may be told that its order is placed, and it isn't",
				t.name),
			append(t.declareConflict(api), lint.Cure(conflictIn(api.Format, t.name)))...)
	}
}})

// silentToken is a token of which nothing says what another request with it is answered.
type silentToken struct {
	name       string
	declared   *spec.Node
	operations []*spec.Operation // all that take it and say nothing
}

// silentTokens returns each declaration of a token once, however many operations refer to it.
func silentTokens(l *words.Lexicon, api *spec.API) []*silentToken {
	var all []*silentToken
	known := map[*spec.Node]*silentToken{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			token, ok := tokenOf(o)
			if !ok || o.Kind != spec.Call || onlyReads(l, o) || standard.Classify(l, o) == standard.Delete || declaresConflict(o) || conflicts().MatchString(docsOf(o, token)) {
				continue
			}
			declared := standard.Declared(&token)
			if known[declared] == nil {
				known[declared] = &silentToken{name: token.Name, declared: declared}
				all = append(all, known[declared])
			}
			known[declared].operations = append(known[declared].operations, o)
		}
	}
	return all
}

// declaresConflict reports whether one of the operation's errors can be about the token.
func declaresConflict(o *spec.Operation) bool {
	for _, r := range o.Responses {
		if r.Status == "409" || r.Status == "422" {
			return true
		}
	}
	return false
}

// docsOf returns everything that is said of the token and where it is taken.
func docsOf(o *spec.Operation, token spec.Input) string {
	docs := []string{phrase.Head(o.Summary, 4096), phrase.Head(o.Doc, 4096), tokenDoc(token)}
	if t := o.RequestType(); t != nil {
		docs = append(docs, phrase.Head(t.Doc, 4096))
	}
	for _, r := range o.Responses {
		if r.Status == "default" || strings.HasPrefix(r.Status, "4") {
			docs = append(docs, phrase.Head(r.Doc, 4096))
		}
	}
	return strings.Join(strings.Fields(strings.Join(docs, "\n")), " ")
}

// conflicts are the ways in which documentation says what becomes of a request whose token has been
// there before.
var conflicts = sync.OnceValue(func() *regexp.Regexp {
	const (
		again = `(?:second|subsequent|later|duplicate|duplicated|repeated|following)`
		thing = `(?:\w+ ){0,2}(?:request|body|bodies|payload|parameter|argument|content|input|value|propert|field)`
	)
	return regexp.MustCompile(`(?i)` + strings.Join([]string{
		`\b(?:different|differing|another|other|changed|modified|mismatch\w*|same) ` + thing, `\bidentical\b`,
		`\b(?:409|422|conflict\w*|ALREADY_EXISTS|ABORTED|INVALID_ARGUMENT)\b`,
		`\bignor\w+ (?:the |any |all )?` + again + ` `, `\bignor\w+ (?:the |a )?(?:request|call) (?:if|when)`,
		`\b` + again + ` (?:\w+ ){0,6}(?:are|is|be|been) (?:\w+ )?(?:ignored|rejected|refused|dropped)`,
		`\bwith (?:the )?same \S+ (?:\w+ )?(?:will|are|is|returns?) `, `\bexisting \w+ (?:id|key|token) (?:returns|fails)`,
	}, "|"))
})

func conflictIn(format spec.Format, token string) string {
	if format == spec.Proto {
		return fmt.Sprintf("say in the comment of %s what a repeated one with another request is answered with, such as INVALID_ARGUMENT", token)
	}
	return "declare 422 for a repeated token with another body and 409 for one whose first request still runs, or say what is answered instead"
}
