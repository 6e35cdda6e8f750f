package concurrency

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var duplicateEtag = lint.New(lint.Meta{
	ID:       "duplicate-etag",
	Title:    "a request can carry two versions of one thing",
	Group:    "concurrency",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{154},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	var beside []spec.Input
	var within *spec.Field
	sent := sentResource(o)
	if sent != nil {
		within = versionOf(sent.Type)
	}
	for _, input := range o.Inputs() {
		switch {
		case !isVersion(input.Name) && input.In != spec.InHeader || !isPrecondition(input.Field) || input.Behavior.Has(spec.BehaviorOutputOnly):
		case p.API.Format == spec.OpenAPI && input.In == spec.InBody:
			within = input.Field
		default:
			beside = append(beside, input)
		}
	}
	if within == nil || within.Behavior.Has(spec.BehaviorOutputOnly) {
		return
	}
	for _, input := range beside {
		declared := standard.Declared(&input)
		p.Report(declared, declared.NameSpan,
			fmt.Sprintf("%s takes %s beside the one in what it sends, and nothing says which of them counts when they differ", standard.Label(o), input.Name),
			lint.Cure(oneOf(input, within)), lint.Related(within.NameSpan, "the other one"))
	}
}})

func oneOf(beside spec.Input, within *spec.Field) string {
	if beside.In == spec.InHeader {
		return fmt.Sprintf("keep the header, and mark the property %s readOnly", within.Name)
	}
	return "remove it: the resource carries its own (AIP-154)"
}
