package idempotency

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var retryableWithoutToken = lint.New(lint.Meta{
	ID:       "retryable-without-token",
	Title:    "clients are told to retry what can't be repeated",
	Group:    "idempotency",
	Severity: report.Error,
	Formats:  lint.BothFormats,
	AIP:      []int{155, 194},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Relaxed,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if o.Kind != spec.Call || o.Policy == nil || o.Policy.Retryable == nil || !*o.Policy.Retryable {
		return
	}
	verb, known := p.Words.LookupVerb(actionOf(p.Words, o))
	if known && !verb.Writes || repeatable(o) || guarded(o) || harmless(o) || tokenInResource(o) || namedInResource(o) || keyedByBody(p.API, o) {
		return
	}
	p.Report(&o.Node, o.NameSpan,
		fmt.Sprintf("%s is declared retryable and takes no idempotency token: clients repeat it on their own, and what was done the first time is done again", standard.Label(o)),
		append(addToken(p.API, o), lint.Cure(cureFor(p.API.Format, o)+", or take retryable away"))...)
}})
