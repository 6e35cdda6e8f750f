package naming

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type urlOptions struct {
	Always bool `json:"always"`
}

var urlForURI = lint.NewWith(lint.Meta{
	ID:       "url-for-uri",
	Title:    "a URI is called a URL",
	Group:    "naming",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, urlOptions{false}, func(options urlOptions) lint.Hooks {
	return written(func(p *lint.Pass, f *spec.Field) {
		if !strings.Contains(f.Name, "url") && !strings.Contains(f.Name, "URL") && !strings.Contains(f.Name, "Url") {
			return
		}
		all := words.Split(f.Name)
		at := slices.IndexFunc(all, func(word string) bool { return word == "url" || word == "urls" })
		if at < 0 || at < len(all)-1 || !options.Always && !saysURI(f) {
			return
		}
		all[at] = strings.Replace(all[at], "url", "uri", 1)
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is called a URL and %s: consumers can't tell whether they may fetch what it holds", f.Name, whyURI(options)),
			suggest(p, f, words.Like(f.Name, all))...)
	})
})

func whyURI(options urlOptions) string {
	if options.Always {
		return "elsewhere such fields are URIs"
	}
	return "documented as a URI"
}

var (
	namesURI = regexp.MustCompile(`(?i)\buris?\b`)
	namesURL = regexp.MustCompile(`(?i)\burls?\b`)
)

// saysURI reports whether the documentation speaks of URIs, and not of URLs.
func saysURI(f *spec.Field) bool {
	doc := phrase.Head(f.Doc, 1000)
	return namesURI.MatchString(doc) && !namesURL.MatchString(doc)
}
