package generator

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/crash"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Lower has the target lower the API, and adds what is wrong with the options for every target. A
// target that breaks is a finding, like a rule that does.
func Lower(t Target, api *spec.API, o Options) (plan *Plan, findings []report.Finding) {
	defer func() {
		if broken := recover(); broken != nil {
			plan, findings = &Plan{}, []report.Finding{{
				Rule: report.Internal, Severity: report.Error, Element: api.ID(), Span: api.Span,
				Message: fmt.Sprintf("generating %s broke at %s: %v", t.Language().Name, crash.Site(), broken),
			}}
		}
	}()
	plan, findings = t.Lower(api, o)
	return plan, report.Sort(append(findings, tagFindings(api, o)...))
}

// tagFindings says which tags of the options choose nothing.
func tagFindings(api *spec.API, o Options) []report.Finding {
	used := map[string]bool{}
	operations, chosen := 0, 0
	for _, s := range api.Services {
		for _, op := range s.Operations {
			operations++
			if o.Wants(op) {
				chosen++
			}
			for _, tag := range op.Tags {
				used[tag] = true
			}
		}
	}
	var findings []report.Finding
	for _, words := range [...][]Word{o.Include, o.Exclude} {
		for _, w := range words {
			if !used[w.Text] {
				findings = append(findings, report.Finding{
					Rule: unknownTag, Severity: report.Warning, Span: w.Span,
					Message: fmt.Sprintf("no operation of %s has the tag %q", api.Name, w.Text), Cure: "name a tag that operations have, or delete it",
				})
			}
		}
	}
	if operations > 0 && chosen == 0 {
		findings = append(findings, report.Finding{
			Rule: noOperation, Severity: report.Error, Element: api.ID(), Span: api.NameSpan,
			Message: fmt.Sprintf("the tags choose none of the %d operations", operations), Cure: "include a tag that operations have",
		})
	}
	return findings
}
