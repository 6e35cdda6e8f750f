package resources

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// entitiesOf returns the messages that are things of their own, not what is said in a call: those
// annotated as resources, and those that standard methods answer with.
func entitiesOf(l *words.Lexicon, api *spec.API) map[*spec.Type]bool {
	entities := map[*spec.Type]bool{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			if t := o.RequestType(); t != nil && t.Resource != nil {
				entities[t] = true
			}
			if t := entityOf(l, o); t != nil && t.Kind == spec.KindObject && !isBuiltIn(t) {
				entities[t] = true
			}
		}
	}
	return entities
}

// entityOf returns the thing that a standard method is about, as its answer shows it; nil for other
// operations.
func entityOf(l *words.Lexicon, o *spec.Operation) *spec.Type {
	switch standard.Classify(l, o) {
	case standard.Get, standard.Create, standard.Update:
		return answerOf(o)
	case standard.List:
		if collection, ok := standard.CollectionOf(l, o); ok {
			return collection.Type.Items.Resolve()
		}
	}
	return nil
}

// answerOf returns what the operation answers with, a long-running one in the end.
func answerOf(o *spec.Operation) *spec.Type {
	if o.LongRunning != nil && o.LongRunning.Response != nil {
		return o.LongRunning.Response.Resolve()
	}
	return o.ResponseType()
}

// isBuiltIn reports whether a message is one of Google's that stand for no resource: Empty, Struct,
// HttpBody …
func isBuiltIn(t *spec.Type) bool {
	id := string(t.ID())
	return strings.HasPrefix(id, "google.protobuf.") || strings.HasPrefix(id, "google.api.")
}
