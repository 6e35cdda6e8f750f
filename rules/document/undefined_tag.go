package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type undefinedTagOptions struct {
	Always bool `json:"always"`
}

var undefinedTag = lint.NewWith(lint.Meta{
	ID:       "undefined-tag",
	Title:    "an operation bears a tag that the document does not declare",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, undefinedTagOptions{}, func(options undefinedTagOptions) lint.Hooks {
	return lint.Hooks{
		API: func(p *lint.Pass, api *spec.API) {
			if len(api.Tags) == 0 && !options.Always {
				return // tags that are labels and nothing more
			}
			declared, said := tagNames(api), map[string]bool{}
			for _, t := range api.Tags {
				reportParent(p, t, declared)
			}
			for _, o := range operations(api) {
				for _, tag := range tagValues(o) {
					if name := tag.String(); name != "" && declared[name] == nil && !said[name] {
						said[name] = true
						p.Report(&o.Node, tag.Span,
							fmt.Sprintf("tag %s is not among the document's tags, so its operations show up in a group without an order or a description", name),
							lint.Cure(declareTag(api, name)))
					}
				}
			}
		},
	}
})

// reportParent looks at the tag that another one stands under (OpenAPI 3.2).
func reportParent(p *lint.Pass, t *spec.Tag, declared map[string]*spec.Tag) {
	parent, ok := t.Attr("parent")
	if !ok {
		return
	}
	if declared[parent.Value.String()] == nil {
		p.Report(&t.Node, parent.Value.Span, fmt.Sprintf("tag %s stands under %s, which is not among the document's tags", t.Name, parent.Value.String()),
			lint.Cure(declareTag(p.API, parent.Value.String())))
	}
}

func declareTag(api *spec.API, name string) string {
	var names []string
	for _, t := range api.Tags {
		names = append(names, t.Name)
	}
	if meant := spelling.Closest(name, names); meant != "" {
		return fmt.Sprintf("write %s, or declare %s under tags", meant, name)
	}
	return fmt.Sprintf("declare %s under the tags of the document", name)
}
