package idempotency

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var createWithoutIdempotencyToken = lint.New(lint.Meta{
	ID:       "create-without-idempotency-token",
	Title:    "a create can't be repeated without creating twice",
	Group:    "idempotency",
	Severity: report.Error,
	Formats:  lint.BothFormats,
	AIP:      []int{133, 155},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		again := repetition(p.Words, o)
		if again == "" || repeatable(o) || harmless(o) || tokenInResource(o) || namedInResource(o) || keyedByBody(p.API, o) {
			return
		}
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("%s takes no idempotency token: a client that lost the answer can't try again without %s", standard.Label(o), again),
			append(addToken(p.API, o), lint.Cure(cureFor(p.API.Format, o)))...)
	},
})

// repetition says what happens when the operation does its work twice; "" if that is none of this
// rule's business.
func repetition(l *words.Lexicon, o *spec.Operation) string {
	if o.Kind != spec.Call {
		return ""
	}
	if standard.Classify(l, o) == standard.Create {
		return "creating a second one"
	}
	verb, ok := l.LookupVerb(standard.Verb(l, o))
	if ok && verb.Job && startsJob(o) {
		return "starting a second job"
	}
	return ""
}

// startsJob reports whether the answer is only the promise of a result.
func startsJob(o *spec.Operation) bool {
	if o.LongRunning != nil {
		return true
	}
	answer := o.Success()
	return o.Method() == "POST" && answer != nil && answer.Status == "202"
}

// repeatable reports whether the operation says in any way that sending it twice does no harm.
func repeatable(o *spec.Operation) bool {
	switch o.Method() {
	case "PUT", "DELETE", "GET", "HEAD", "QUERY", "OPTIONS", "TRACE": // RFC 9110, and the draft of QUERY
		return true
	case "PATCH":
		if !patchesByStep(o) {
			return true
		}
	}
	if o.Idempotency != spec.IdempotencyUnknown || o.Streaming&spec.ClientStreaming != 0 || namedByClient(o) {
		return true
	}
	_, ok := tokenOf(o)
	return ok
}

// patchesByStep reports whether a PATCH takes a JSON Patch (RFC 6902) alone: its steps can add the same
// thing twice, where other patches write the same values again.
func patchesByStep(o *spec.Operation) bool {
	if o.Request == nil || len(o.Request.Content) == 0 {
		return false
	}
	return !slices.ContainsFunc(o.Request.Content, func(m *spec.MediaType) bool { return !strings.HasPrefix(m.Name, "application/json-patch+json") })
}

func cureFor(format spec.Format, o *spec.Operation) string {
	if format == spec.Proto {
		request := "the request"
		if t := o.RequestType(); t != nil {
			request = t.Name
		}
		return fmt.Sprintf("add string request_id to %s, a UUID that the client chooses and reuses when it tries again (AIP-155)", request)
	}
	return "add the header Idempotency-Key, a UUID that the client chooses and reuses when it tries again"
}
