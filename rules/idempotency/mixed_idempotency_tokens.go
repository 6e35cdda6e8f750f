package idempotency

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var mixedIdempotencyTokens = lint.New(lint.Meta{
	ID:       "mixed-idempotency-tokens",
	Title:    "one API has several names for its idempotency token",
	Group:    "idempotency",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{155},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	tokens := tokensOf(p.Words, api)
	most := tokens.mostUsed()
	for _, t := range tokens {
		if t.key == most.key {
			continue
		}
		p.Report(t.declared, t.declared.NameSpan,
			fmt.Sprintf("%s does what %s does in %d other operations, so no client can send one token for all of them from one place", t.name, most.name, most.uses),
			lint.Cure(fmt.Sprintf("call it %s everywhere", most.name)), lint.Related(most.declared.NameSpan, "the other name"))
	}
}})

// namedToken is a declaration of a token.
type namedToken struct {
	name, key string // as written; alike for all cases
	declared  *spec.Node
	uses      int // how many operations have a token of that name
}

type namedTokens []*namedToken

func tokensOf(l *words.Lexicon, api *spec.API) namedTokens {
	var all namedTokens
	known := map[*spec.Node]bool{}
	uses := map[string]int{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			token, ok := tokenOf(o)
			if !ok || o.Kind != spec.Call || onlyReads(l, o) {
				continue
			}
			t := &namedToken{name: token.Name, key: tokenKey(token), declared: standard.Declared(&token)}
			uses[t.key]++
			if !known[t.declared] {
				known[t.declared] = true
				all = append(all, t)
			}
		}
	}
	for _, t := range all {
		t.uses = uses[t.key]
	}
	return all
}

// tokenKey is where a token travels and what it is called, X- or not.
func tokenKey(token spec.Input) string {
	place := "body"
	if token.In == spec.InHeader {
		place = "header"
	}
	return place + " " + strings.TrimPrefix(words.Snake.Write(token.Name), "x_")
}

// mostUsed returns the first of the tokens that most operations have.
func (all namedTokens) mostUsed() *namedToken {
	most := &namedToken{}
	for _, t := range all {
		if t.uses > most.uses {
			most = t
		}
	}
	return most
}
