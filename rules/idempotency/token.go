package idempotency

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// tokenOf returns the input that makes the operation safe to repeat: request_id (AIP-155),
// client_token or idempotency_key in any case, or the header Idempotency-Key, with X- or not.
func tokenOf(o *spec.Operation) (spec.Input, bool) {
	for _, input := range o.Inputs() {
		name := words.Snake.Write(input.Name)
		switch {
		case input.Deprecated != nil:
		case input.In == spec.InHeader && strings.Contains(name, "idempoten"):
			return input, true
		case input.In == spec.InHeader: // X-Request-Id is for tracing
		case name == "request_id" && onlyTraces(input):
		case name == "request_id", name == "client_token", name == "client_request_token",
			name == "idempotency_key", name == "idempotency_token", name == "client_request_id":
			return input, true
		}
	}
	return spec.Input{}, false
}

// namedByClient reports whether the caller can choose the ID of what it creates, so that a second
// try meets the result of the first: a field of the request message is called order_id where
// CreateOrder creates (AIP-133). A JSON body often holds the ID that the answer will have, so there
// it has to be required.
func namedByClient(o *spec.Operation) bool {
	created := " " + strings.Join(words.Split(o.Name), " ")
	for _, input := range o.Inputs() {
		noun, isID := strings.CutSuffix(strings.Join(words.Split(input.Name), " "), " id")
		chosen := input.Number > 0 || input.Required && input.In != spec.InPath
		if isID && chosen && !input.Behavior.Has(spec.BehaviorOutputOnly) && strings.HasSuffix(created, " "+noun) {
			return true
		}
	}
	return false
}

// onlyTraces reports whether a request_id is documented to be there for people who search logs.
func onlyTraces(id spec.Input) bool {
	doc := strings.ToLower(phrase.Head(id.Doc, 400))
	return strings.Contains(doc, "debug") || strings.Contains(doc, "tracing") || strings.Contains(doc, "logging")
}

// tokenDoc returns what is said of a token, at its use and at its type.
func tokenDoc(token spec.Input) string {
	doc := phrase.Head(token.Doc, 4096)
	for t := token.Type; t != nil; t = t.Target {
		doc += "\n" + phrase.Head(t.Doc, 4096)
	}
	return doc
}

// onlyReads reports whether the operation changes nothing, so that its request_id is one for tracing.
func onlyReads(l *words.Lexicon, o *spec.Operation) bool {
	verb, known := l.LookupVerb(standard.Verb(l, o))
	return o.Method() == "GET" || o.Idempotency == spec.NoSideEffects || known && !verb.Writes
}
