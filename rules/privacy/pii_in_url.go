package privacy

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/rules/internal/vocabulary"
	"github.com/bylaw-dev/bylaw/spec"
)

var piiInURL = lint.NewWith(lint.Meta{
	ID:       "pii-in-url",
	Title:    "personal data is part of the URL",
	Group:    "privacy",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, vocabulary.Unchanged(), func(options vocabulary.Options) lint.Hooks {
	terms := vocabulary.Parse(piiText, options)
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Node]bool{}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				if o.Kind != spec.Call || len(o.HTTP) == 0 {
					continue
				}
				for _, input := range o.Inputs() {
					n := standard.Declared(&input)
					if input.In != spec.InQuery && input.In != spec.InPath || seen[n] || input.Behavior.Has(spec.BehaviorOutputOnly) || classOf(terms, input.Field) == "" {
						continue
					}
					seen[n] = true
					p.Report(n, n.NameSpan,
						fmt.Sprintf("%s travels in the %s: URLs are kept in access logs, histories and proxies, where no one looks for personal data, and no deletion reaches it", input.Name, input.In),
						lint.Cure("address people by an opaque ID, and take what is searched for in the body of a POST"))
				}
			}
		}
	}}
})
