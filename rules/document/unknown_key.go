package document

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/grammar"
	"github.com/bylaw-dev/bylaw/spec"
)

var unknownKey = lint.New(lint.Meta{
	ID:       "unknown-key",
	Title:    "an object has a key that OpenAPI does not know there",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		var found remarks
		grammar.Read().Walk(api, func(o grammar.Object) {
			if o.Kind.IsMap() || o.Ref() != nil && o.Kind.Name != "pathItem" {
				return
			}
			for _, m := range o.Value.Members {
				if o.Kind.Key(m.Key) == nil && !strings.HasPrefix(m.Key, "x-") && !isReserved(o, m.Key) {
					found.add(m.KeySpan, fmt.Sprintf("OpenAPI knows no %s in %s, so tools ignore it or refuse the document", m.Key, phraseOf(o.Kind)), meantKey(o.Kind, m.Key))
				}
			}
		})
		found.report(p, api)
	},
})

// isReserved tells the keys that are there for bylaw's sake or that a version spells like an extension.
func isReserved(o grammar.Object, key string) bool {
	return key == "$schema" && o.Parent == nil // editors find the schema of the document by it
}

func meantKey(k *grammar.Kind, key string) string {
	var names []string
	for _, known := range k.Keys {
		names = append(names, known.Name)
	}
	if meant := spelling.Closest(key, names); meant != "" {
		return "write " + meant
	}
	return "take it away, or call it x-" + strings.TrimLeft(key, "$")
}

// phraseOf is what messages call an object: "a media type", "the info object".
func phraseOf(k *grammar.Kind) string {
	switch k.Name {
	case "document":
		return "the document"
	case "info", "components", "flows", "externalDocs", "contact", "license":
		return "the object " + k.Name
	case "flow":
		return "an OAuth flow"
	}
	var words strings.Builder
	for _, r := range k.Name {
		if r >= 'A' && r <= 'Z' {
			words.WriteByte(' ')
			r += 'a' - 'A'
		}
		words.WriteRune(r)
	}
	if strings.ContainsRune("aeiou", rune(k.Name[0])) {
		return "an " + words.String()
	}
	return "a " + words.String()
}
