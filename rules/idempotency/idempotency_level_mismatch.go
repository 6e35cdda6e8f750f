package idempotency

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var idempotencyLevelMismatch = lint.New(lint.Meta{
	ID:       "idempotency-level-mismatch",
	Title:    "an rpc's idempotency_level contradicts what it does",
	Group:    "idempotency",
	Severity: report.Error,
	Formats:  lint.ProtoOnly,
	AIP:      []int{155},
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	contradiction := contradicts(p.Words, o)
	if contradiction == "" {
		return
	}
	p.Report(&o.Node, o.AttrSpan("idempotency_level"), fmt.Sprintf("%s %s", o.Name, contradiction), lint.Cure(levelFor(o)))
}})

// contradicts says how the declared level is at odds with the rpc's name, HTTP method and request; ""
// if it is not.
func contradicts(l *words.Lexicon, o *spec.Operation) string {
	switch o.Idempotency {
	case spec.NoSideEffects:
		verb, known := l.LookupVerb(standard.Verb(l, o))
		switch method := o.Method(); {
		case method == "PUT" || method == "PATCH" || method == "DELETE":
			return fmt.Sprintf("declares NO_SIDE_EFFECTS and is called by %s: clients send it as a cacheable GET, and proxies answer it without the service", method)
		case known && verb.Writes && !verb.Noun && method != "GET":
			return "declares NO_SIDE_EFFECTS, and its name says that it changes something: clients send it as a cacheable GET, and may repeat or skip it"
		}
	case spec.Idempotent:
		if _, ok := tokenOf(o); repetition(l, o) == "creating a second one" && !ok && o.Method() != "PUT" && !namedByClient(o) && !harmless(o) && !tokenInResource(o) && !namedInResource(o) {
			return "declares IDEMPOTENT, and has nothing by which a second try could be known: clients try again, and create a second one"
		}
	}
	return ""
}

func levelFor(o *spec.Operation) string {
	if o.Idempotency == spec.Idempotent {
		return "add string request_id to the request (AIP-155), or let the caller choose the ID"
	}
	return "declare IDEMPOTENT if it may be repeated, or no level"
}
