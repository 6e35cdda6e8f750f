package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var unusedTag = lint.New(lint.Meta{
	ID:       "unused-tag",
	Title:    "a tag is declared that no operation bears",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		used, first := usedTags(api), tagNames(api)
		for _, t := range api.Tags {
			if t.Name == "" || used[t.Name] || isPage(t) || first[t.Name] != t {
				continue
			}
			p.Report(&t.Node, t.NameSpan,
				fmt.Sprintf("no operation bears the tag %s, so documentation shows an empty group", t.Name),
				lint.Cure("tag the operations that belong there, or take the tag away"))
		}
	},
})

// isPage tells the tags that documentation tools turn into pages of their own.
func isPage(t *spec.Tag) bool {
	a, ok := t.Attr("x-traitTag")
	return ok && a.Value.Bool()
}
