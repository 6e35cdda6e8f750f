package privacy

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/rules/internal/vocabulary"
	"github.com/bylaw-dev/bylaw/spec"
)

//go:embed shown.txt
var shownText string

var secretInResponse = lint.NewWith(lint.Meta{
	ID:       "secret-in-response",
	Title:    "whoever may read a thing reads its password",
	Group:    "privacy",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, vocabulary.Unchanged(), func(options vocabulary.Options) lint.Hooks {
	secrets := vocabulary.Parse(shownText, options)
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Field]bool{}
		for _, s := range api.Services {
			for _, o := range s.Operations {
				for _, f := range read(p, o) {
					if !seen[f] && isShown(secrets, f) {
						seen[f] = true
						p.Report(&f.Node, f.NameSpan,
							fmt.Sprintf("%s answers with %s: everyone who may read the thing can act in its name, and caches and logs of the answer can, too", standard.Label(o), f.Name),
							lint.Cure(hide(p.API.Format, f.Name)))
					}
				}
			}
		}
	}}
})

// read returns the fields of what an operation reads: of the one thing that a Get answers with, or of each in a List.
func read(p *lint.Pass, o *spec.Operation) []*spec.Field {
	if hands(o) {
		return nil
	}
	switch standard.Classify(p.Words, o) {
	case standard.Get:
		return o.ResponseType().AllFields()
	case standard.List:
		if collection, ok := standard.CollectionOf(p.Words, o); ok {
			return collection.Type.Items.Resolve().AllFields()
		}
	}
	return nil
}

func isShown(secrets vocabulary.Terms, f *spec.Field) bool {
	if f.Behavior.Has(spec.BehaviorInputOnly) || f.Deprecated != nil || f.Type.Resolve().Kind != spec.KindString {
		return false
	}
	if f.Policy != nil && f.Policy.PII != "" {
		return f.Policy.PII == "secret"
	}
	_, ok := secrets.Ends(f.Name)
	return ok && !onlyOnce.MatchString(phrase.Line(f.Doc, 1024))
}

// onlyOnce finds the words by which a documentation says that a secret is not shown again.
var onlyOnce = regexp.MustCompile(`(?i)\b(?:only (?:populated|returned|included|set|shown|present|available|on|in|when|during|insert|creat\w+)|(?:use|returned|shown|populated) (?:this )?only|` +
	`(?:write|input)[- ]only|(?:never|not|isn't|won't be|will not be|cannot be) (?:be )?(?:returned|retrieved|shown|read|populated|included)|output[- ]only|encrypted|hash\w*|redacted|masked|obfuscated|one[- ]time)\b`)

// hands reports whether an operation, by its name, is there to hand a secret out.
func hands(o *spec.Operation) bool {
	name := strings.ToLower(o.Name + o.Path().Raw)
	return slices.ContainsFunc([]string{"secret", "password", "credential", "token", "key"}, func(word string) bool { return strings.Contains(name, word) })
}

func hide(format spec.Format, name string) string {
	if format == spec.Proto {
		return fmt.Sprintf("mark %s INPUT_ONLY, and answer with it in the Create alone if the service chooses it", name)
	}
	return fmt.Sprintf("mark %s writeOnly, and answer with it in the Create alone if the service chooses it", name)
}
