package docs

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
)

var relativeLinkInDoc = lint.New(lint.Meta{
	ID:       "relative-link-in-doc",
	Title:    "a link in the documentation leads nowhere from most places",
	Group:    "docs",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{192},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, everything(func(p *lint.Pass, s said) {
	if !strings.Contains(s.doc, "](") {
		return
	}
	for _, link := range markdownLink.FindAllStringSubmatch(published(s.doc), -1) {
		if target := link[1]; !strings.Contains(target, "://") && !strings.HasPrefix(target, "mailto:") && !strings.HasPrefix(target, "#") {
			p.Report(s.Node, s.NameSpan,
				fmt.Sprintf("the documentation of %s links to %s, which leads nowhere from a generated client, an editor or a mirror", s.label, phrase.Head(target, 80)),
				lint.Cure("write the whole address, beginning with https://"))
			return
		}
	}
}))

// markdownLink is a link with its target: a path or an address, without spaces.
var markdownLink = regexp.MustCompile(`\[[^\]\n]*\]\(([\w:/.%#?&=_-]+)\)`)
