package pagination

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// half is the half of a token's way that an operation has: from the answer to the next request.
type half uint8

const (
	bothOrNone half = iota
	taken           // the request takes a token that no answer hands out
	handedOut       // the answer hands out a token that no request takes
)

// halfOf decides between the rules about lists: where a token goes half its way,
// next-token-missing speaks, and unpaginated-list is silent.
func halfOf(l *words.Lexicon, o *spec.Operation, pages paging.Paging) half {
	switch {
	case o.Kind != spec.Call || o.Streaming != 0 || answersStream(o) || pages.Link || !answersList(l, o):
		return bothOrNone
	case pages.Token != nil && pages.Place == nil && !pages.Next && meansPages(l, o, pages.Token) && !mentionsToken(o.ResponseType(), 2):
		return taken
	case pages.NextToken != nil && !continued(pages.NextToken) && pages.Token == nil && pages.Place == nil && !mentionsToken(o.RequestType(), 2):
		return handedOut
	}
	return bothOrNone
}

// answersStream reports whether what an OpenAPI document declares of a success is a sequence without an end that
// anyone knows, whose schema is that of one item.
func answersStream(o *spec.Operation) bool {
	answer := o.Success()
	if answer == nil || len(answer.Content) == 0 {
		return false
	}
	for _, m := range answer.Content {
		switch m.Name {
		case "application/jsonl", "application/x-ndjson", "application/json-seq", "text/event-stream":
		default:
			return false
		}
	}
	return true
}

// continued reports whether an answer's token is not taken by the operation itself: it continues what
// another operation returns, or it is documented to be unused.
func continued(next *spec.Field) bool {
	return !strings.HasPrefix(words.Snake.Write(next.Name), "next") || next.Deprecated != nil ||
		strings.Contains(strings.ToLower(phrase.Head(next.Doc, 200)), "unused")
}

// meansPages keeps a page's token apart from what a cursor or a marker is outside of lists.
func meansPages(l *words.Lexicon, o *spec.Operation, token *spec.Input) bool {
	return standard.Classify(l, o) == standard.List || strings.Contains(words.Snake.Write(token.Name), "page_token")
}

// mentionsToken reports whether the type or what it is made of has a field for a token, wherever
// that is: a message may wrap its query or its result.
func mentionsToken(t *spec.Type, depth int) bool {
	for _, f := range t.AllFields() {
		name := words.Snake.Write(f.Name)
		if strings.Contains(name, "token") || strings.Contains(name, "cursor") || strings.Contains(name, "continuation") {
			return true
		}
		if inner := f.Type.Resolve(); depth > 1 && inner.Kind == spec.KindObject && mentionsToken(inner, depth-1) {
			return true
		}
	}
	return false
}

// nameStyle returns the case of the names in and around the operation; proto has but one.
func nameStyle(p *lint.Pass, o *spec.Operation) words.Case {
	if p.API.Format == spec.Proto {
		return words.Snake
	}
	var names []string
	for _, input := range o.Inputs() {
		names = append(names, input.Name)
	}
	answer := []*spec.Type{o.ResponseType()}
	if collection, ok := standard.CollectionOf(p.Words, o); ok {
		answer = append(answer, collection.Type.Items.Resolve())
	}
	for _, t := range answer {
		for _, f := range t.AllFields() {
			names = append(names, f.Name)
		}
	}
	for _, name := range names {
		if words.Camel.Has(name) && !words.Snake.Has(name) {
			return words.Camel
		}
	}
	return words.Snake
}
