package resources

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// movePath offers the path that an operation should have, if nothing stands there yet. It is
// display-only: who calls the old path finds nothing any more.
func movePath(api *spec.API, b *spec.HTTPBinding, to string) []lint.Option {
	if to == "" || b.Path.Span.Text() != b.Path.Raw || strings.Contains(to, "…") || taken(api, b, spec.ParsePath(to, b.Path.Span).Erased()) {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{
		Title: "move it to " + to, Safety: report.DisplayOnly,
		Edits: []report.Edit{{Span: b.Path.Span, New: to}},
	})}
}

// taken reports whether the API has the path: in a proto package for the same method, in OpenAPI for
// any, because there a path stands once.
func taken(api *spec.API, b *spec.HTTPBinding, path string) bool {
	found := false
	eachBinding(api, func(_ *spec.Operation, other *spec.HTTPBinding) {
		same := api.Format == spec.OpenAPI || other.Method == b.Method
		found = found || same && other != b && other.Path.Erased() == path
	})
	return found
}

// better returns the path without the action, where the method says it or a colon can take it; "" if
// someone has to decide. methods are all that the path has.
func (s segment) better(l *words.Lexicon, verb pathVerb, methods []string) string {
	if len(methods) != 1 {
		return ""
	}
	method, standard := methodSaying(verb.word)
	switch {
	case standard && method == methods[0] && !(len(verb.noun) == 0 && method == "POST" && s.followsVariable()):
		return s.withoutVerb(l, verb)
	case !standard && s.at == len(s.path.Parts)-1 && (methods[0] == "GET" || methods[0] == "POST"):
		return s.parent() + ":" + words.Camel.Write(s.part.Text)
	}
	return ""
}
