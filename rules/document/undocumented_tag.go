package document

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var undocumentedTag = lint.New(lint.Meta{
	ID:       "undocumented-tag",
	Title:    "a tag has no description",
	Group:    "document",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		used, first := usedTags(api), tagNames(api)
		for _, t := range api.Tags {
			if !used[t.Name] || first[t.Name] != t {
				continue // unused-tag and duplicate-tag speak of it
			}
			_, summary := t.Attr("summary") // OpenAPI 3.2
			_, elsewhere := t.Attr("externalDocs")
			if strings.TrimSpace(t.Doc) == "" && !summary && !elsewhere {
				p.Report(&t.Node, t.NameSpan,
					fmt.Sprintf("tag %s has no description, so readers of the documentation find a heading and nothing under it", t.Name),
					lint.Cure("say in a sentence what its operations have in common"))
			}
		}
	},
})
