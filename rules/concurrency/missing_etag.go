package concurrency

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var missingEtag = lint.New(lint.Meta{
	ID:       "missing-etag",
	Title:    "what can be updated has no version to compare",
	Group:    "concurrency",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{154},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	updates(p, api, func(o *spec.Operation, shown *spec.Node) {
		if shown != nil || preconditionOf(o) != nil || !canBeLost(o) {
			return
		}
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("nothing shows %s that someone else has changed it since it was read: of two callers the second silently undoes what the first did", standard.Label(o)),
			lint.Cure(etagIn(api.Format)))
	})
}})

// canBeLost reports whether an update sends values that were read before: one without a body, or of one
// value alone, only sets what it names.
func canBeLost(o *spec.Operation) bool {
	if sent := sentResource(o); sent != nil {
		return writable(sent.Type) > 1
	}
	return writable(o.RequestType()) > 1
}

func writable(t *spec.Type) int {
	count := 0
	for _, f := range t.AllFields() {
		if !f.Behavior.Has(spec.BehaviorOutputOnly) && !f.Behavior.Has(spec.BehaviorIdentifier) && f.Name != "name" && f.Name != "parent" {
			count++
		}
	}
	return count
}

func etagIn(format spec.Format) string {
	if format == spec.Proto {
		return "add string etag to the resource, and answer ABORTED to an update with an old one (AIP-154)"
	}
	return "answer with the header ETag, take If-Match, and answer 412 to an old one (RFC 9110)"
}
