package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/grammar"
	"github.com/bylaw-dev/bylaw/spec"
)

var missingRequiredKey = lint.New(lint.Meta{
	ID:       "missing-required-key",
	Title:    "an object lacks a key that OpenAPI demands",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		var found remarks
		grammar.Read().Walk(api, func(o grammar.Object) {
			if o.Ref() != nil || len(o.Value.Members) == 0 && o.Place.IsZero() {
				return
			}
			for _, key := range demanded(o) {
				if o.Value.Member(key) == nil {
					found.add(o.Place, fmt.Sprintf("%s has no %s, which OpenAPI %s demands: tools refuse the document", phraseOf(o.Kind), key, o.Version),
						"add "+key)
				}
			}
		})
		found.report(p, api)
	},
})

// demanded returns the keys that an object has to have, of which some depend on what it is.
func demanded(o grammar.Object) []string {
	var keys []string
	for _, k := range o.Kind.Keys {
		if k.Demanded(o.Version) {
			keys = append(keys, k.Name)
		}
	}
	switch o.Kind.Name {
	case "securityScheme":
		keys = append(keys, schemeKeys(o.Value.Get("type").String())...)
	case "flow":
		keys = append(keys, flowKeys(o.Name)...)
	}
	return keys
}

func schemeKeys(kind string) []string {
	switch kind {
	case "apiKey":
		return []string{"name", "in"}
	case "http":
		return []string{"scheme"}
	case "oauth2":
		return []string{"flows"}
	case "openIdConnect":
		return []string{"openIdConnectUrl"}
	}
	return nil
}

func flowKeys(flow string) []string {
	switch flow {
	case "implicit":
		return []string{"authorizationUrl"}
	case "authorizationCode":
		return []string{"authorizationUrl", "tokenUrl"}
	case "deviceAuthorization":
		return []string{"deviceAuthorizationUrl", "tokenUrl"}
	}
	return []string{"tokenUrl"}
}
