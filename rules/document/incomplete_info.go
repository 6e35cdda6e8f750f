package document

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type incompleteInfoOptions struct {
	Keys []string `json:"keys"`
}

// Validate refuses keys that info does not have.
func (o incompleteInfoOptions) Validate() error {
	known := []string{"description", "contact", "license", "termsOfService", "summary"}
	for _, key := range o.Keys {
		if !slices.Contains(known, key) {
			return fmt.Errorf("key %q is none of %s", key, phrase.And(known))
		}
	}
	return nil
}

var incompleteInfo = lint.NewWith(lint.Meta{
	ID:       "incomplete-info",
	Title:    "the document does not say whom to ask",
	Group:    "document",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, incompleteInfoOptions{Keys: []string{"contact"}}, func(options incompleteInfoOptions) lint.Hooks {
	return lint.Hooks{
		API: func(p *lint.Pass, api *spec.API) {
			info, ok := api.Attr("info")
			if !ok || len(calls(api)) == 0 {
				return
			}
			var missing []string
			for _, key := range options.Keys {
				if v := info.Value.Get(key); v == nil || v.Kind == spec.Str && v.Text == "" || v.Kind == spec.Map && len(v.Members) == 0 {
					missing = append(missing, key)
				}
			}
			if len(missing) > 0 {
				p.Report(&api.Node, info.NameSpan,
					fmt.Sprintf("info has no %s, which whoever finds the document has to ask others for", phrase.Or(missing)),
					lint.Cure("add "+phrase.And(missing)))
			}
		},
	}
})
