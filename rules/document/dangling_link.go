package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var danglingLink = lint.New(lint.Meta{
	ID:       "dangling-link",
	Title:    "a link leads to an operation that does not exist",
	Group:    "document",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Relaxed,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		var names []string
		known := map[string]bool{}
		for _, o := range operations(api) {
			names, known[o.Name] = append(names, o.Name), true
		}
		for _, link := range links(api) {
			if link.OperationID == "" || known[link.OperationID] {
				continue
			}
			cure := "name an operation by its operationId"
			if meant := spelling.Closest(link.OperationID, names); meant != "" {
				cure = "write " + meant
			}
			p.Report(&link.Node, link.AttrSpan("operationId"),
				fmt.Sprintf("link %s leads to %s, and no operation is called so: who follows it gets nowhere", link.Name, link.OperationID), lint.Cure(cure))
		}
	},
})

// links returns every link that is declared in the document, once.
func links(api *spec.API) []*spec.Link {
	var all []*spec.Link
	for _, r := range responses(api) {
		for _, link := range r.Links {
			if link.Target == nil {
				all = append(all, link)
			}
		}
	}
	if api.Components != nil {
		all = append(all, api.Components.Links...)
	}
	return all
}
