package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var discriminatorWithoutMapping = lint.New(lint.Meta{
	ID:       "discriminator-without-mapping",
	Title:    "the values of a discriminator are the names of schemas",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if t.Schema == nil || t.Schema.Discriminator == nil || len(t.Schema.Discriminator.Mapping) > 0 {
			return
		}
		d, ok := t.Attr("discriminator")
		if !ok {
			return
		}
		p.Report(&t.Node, d.NameSpan,
			fmt.Sprintf("without a mapping %s has to hold the names of schemas, so renaming a schema of the document changes what is sent", t.Schema.Discriminator.Property),
			lint.Cure("add a mapping from each value to its schema"))
	},
})
