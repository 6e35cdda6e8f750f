package pagination

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var leakyPageToken = lint.New(lint.Meta{
	ID:       "leaky-page-token",
	Title:    "a page token shows what is in it",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{158},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		pages := paging.Of(o)
		if o.Kind != spec.Call || pages.Token == nil || !answersList(p.Words, o) {
			return
		}
		tokens := []*spec.Field{pages.Token.Field, pages.NextToken}
		nodes := []*spec.Node{standard.Declared(pages.Token), nil}
		for i, f := range tokens {
			if f == nil {
				continue
			}
			if how := leakOf(f); how != "" {
				if nodes[i] == nil {
					nodes[i] = &f.Node
				}
				p.Report(nodes[i], nodes[i].NameSpan,
					fmt.Sprintf("%s %s: clients will read it, build it and keep it, and the service can never page otherwise", f.Name, how),
					lint.Cure("make it an opaque string, encrypted or signed, and say that clients send back what they got"))
				return
			}
		}
	},
})

// leakOf says how a token shows its inside; "" if it doesn't. One that is documented to be opaque is
// taken at its word, and one that is no text is for page-token-type.
func leakOf(f *spec.Field) string {
	t, doc := f.Type.Resolve(), phrase.Line(docOf(f), 4096)
	switch {
	case t.Kind != spec.KindString || strings.Contains(strings.ToLower(doc), "opaque"):
		return ""
	case t.Format != "" && t.Format != "byte" && t.Format != "password" && t.Format != "string":
		return "is a " + t.Format
	case t.Constraints != nil && tellsPattern().MatchString(t.Constraints.Pattern):
		return "is a number by its pattern"
	}
	if said := tellsInside().FindString(doc); said != "" {
		return fmt.Sprintf("is documented as %q", strings.TrimSpace(said))
	}
	for _, example := range examplesOf(f) {
		if isReadable(example) {
			return fmt.Sprintf("has the example %q", phrase.Head(example, 40))
		}
	}
	return ""
}

var tellsPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\^?(?:\\d|\[0-9\])[+*]?(?:\{\d+(?:,\d*)?\})?\$?$`) })

// tellsInside are the ways in which documentation says what a token is made of.
var tellsInside = sync.OnceValue(func() *regexp.Regexp {
	const thing = `(?:offset|index|row number|page number|primary key|ids?|identifier|name|key|timestamp|time|sequence number|cursor id)`
	return regexp.MustCompile(`(?i)\b(?:base-?64[- ]encoded|(?:the|an?) (?:\w+ )?` + thing + ` of (?:the|an?) (?:last|first|next|previous|final)\b(?: \w+)?` +
		`|encod(?:es|ed|ing) (?:the |an? )?(?:\w+ )?` + thing + `\b|(?:the|an?) (?:numeric |zero-based |integer )?(?:offset|row number)\b(?: (?:of|from|into|in) \w+)?)`)
})

func examplesOf(f *spec.Field) []string {
	var texts []string
	for t := f.Type; t != nil; t = t.Target {
		if t.Schema == nil {
			continue
		}
		for _, v := range t.Schema.Examples {
			if text := v.String(); text != "" {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// isReadable reports whether a token is one that anybody can take apart: a number, JSON, or either in
// base64.
func isReadable(token string) bool {
	if isData(token) {
		return true
	}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding} {
		if decoded, err := encoding.DecodeString(token); err == nil && len(token) > 3 && isData(string(decoded)) {
			return true
		}
	}
	return false
}

// isData reports whether a text is an object of JSON, a whole number, or a pair of a name and one (offset:20).
func isData(text string) bool {
	var object map[string]json.RawMessage
	return json.Unmarshal([]byte(text), &object) == nil || plainPlace().MatchString(text)
}

var plainPlace = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:[a-z_]{2,20}[:=])?\d{1,19}$`) })
