package operations

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var response = breaking.New(breaking.Meta{
	ID: "response", Title: "the statuses that an operation answers with", Group: "operations",
	Formats: breaking.OpenAPIOnly, Kinds: []breaking.Kind{breaking.Added, breaking.Removed}, Since: "2026.1",
}, breaking.Hooks{Response: compareResponse})

// compareResponse tells successes, which consumers rely on, from errors, of which fewer are
// welcome. A status that another entry answers for (4XX, default) is not gone.
func compareResponse(p *breaking.Pass, pair breaking.Pair[spec.Response]) {
	switch {
	case pair.Added():
		c := p.Added(fmt.Sprintf("%s is a new answer", pair.New.Status), breaking.Inverse(answerGone(pair.New.Status, answers(p.Operation.Old, pair.New.Status)))...)
		if success(pair.New.Status) && pair.New.Status == "202" && !answers(p.Operation.Old, "202") {
			c.Message = "202 is a new answer: consumers that take every success for done go on too early"
		}
	case pair.Removed():
		covered := answers(p.Operation.New, pair.Old.Status)
		c := p.Removed(fmt.Sprintf("%s is no longer an answer", pair.Old.Status), answerGone(pair.Old.Status, covered)...)
		if success(pair.Old.Status) && !covered {
			c.Message += ": consumers that wait for it take the new answer for a failure"
			c.Cure = "keep answering " + pair.Old.Status
		}
	}
}

func answerGone(status string, covered bool) []breaking.Touch {
	switch {
	case covered:
		return []breaking.Touch{breaking.On(breaking.JSON, breaking.Metadata, breaking.Withdraws)}
	case success(status):
		return []breaking.Touch{
			breaking.On(breaking.JSON, breaking.Member, breaking.Withdraws),
			breaking.On(breaking.JSON, breaking.Promise, breaking.Incomparable),
		}
	}
	return []breaking.Touch{breaking.On(breaking.JSON, breaking.Alternative, breaking.Narrows)}
}

func success(status string) bool { return strings.HasPrefix(status, "2") }

// answers reports whether an operation declares the status, itself or by a range or default.
func answers(o *spec.Operation, status string) bool {
	for _, r := range o.Responses {
		switch declared := strings.ToUpper(r.Status); {
		case declared == strings.ToUpper(status), declared == "DEFAULT" && !success(status),
			len(status) == 3 && declared == status[:1]+"XX":
			return true
		}
	}
	return false
}
