package security

import (
	_ "embed"
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/rules/internal/vocabulary"
	"github.com/bylaw-dev/bylaw/spec"
)

//go:embed secrets.txt
var secretText string

var secretInURL = lint.NewWith(lint.Meta{
	ID:       "secret-in-url",
	Title:    "a secret is part of the URL",
	Group:    "security",
	Severity: report.Error,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, vocabulary.Unchanged(), func(options vocabulary.Options) lint.Hooks {
	secrets := vocabulary.Parse(secretText, options)
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		checkSchemes(p, api)
		seen := map[*spec.Node]bool{}
		calls(api, func(o *spec.Operation) {
			if api.Format == spec.Proto && len(o.HTTP) == 0 {
				return // nothing of it is in a URL
			}
			for _, input := range o.Inputs() {
				if declared := standard.Declared(&input); !seen[declared] && isSecret(secrets, input) {
					seen[declared] = true
					p.Report(declared, declared.NameSpan,
						fmt.Sprintf("%s travels in the %s: it stands in access logs, in the history of browsers, and in the Referer that is sent to others", input.Name, input.In),
						lint.Cure("take it in a header, or in the body of a POST"))
				}
			}
		})
	}}
})

// isSecret reports whether an input is a secret text in a URL.
func isSecret(secrets vocabulary.Terms, input spec.Input) bool {
	if input.In != spec.InQuery && input.In != spec.InPath || input.Type.Resolve().Kind != spec.KindString {
		return false
	}
	if input.Policy != nil && input.Policy.PII != "" {
		return input.Policy.PII == "secret"
	}
	_, ok := secrets.Ends(input.Name)
	return ok
}

// checkSchemes looks for keys that callers prove themselves by in the query.
func checkSchemes(p *lint.Pass, api *spec.API) {
	for _, s := range api.SecuritySchemes {
		if s.Type == "apiKey" && s.In == spec.InQuery {
			p.Report(&s.Node, s.AttrSpan("in"),
				fmt.Sprintf("the key of %s travels in the query of every request: it stands in access logs, in the history of browsers, and in the Referer that is sent to others", s.Name),
				lint.Cure("declare in: header"))
		}
	}
}
