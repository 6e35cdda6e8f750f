package layout

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type publicImportOptions struct {
	SamePackage bool `json:"same_package"`
}

var publicImport = lint.NewWith(lint.Meta{
	ID:       "public-import",
	Title:    "a file passes the names of another package on",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, publicImportOptions{}, func(options publicImportOptions) lint.Hooks {
	return lint.Hooks{Document: func(p *lint.Pass, d *spec.Document) {
		for _, i := range d.Imports {
			if !i.Public || !options.SamePackage && i.API != nil && i.API.Name == d.Package {
				continue
			}
			p.Report(&d.Node, i.Span,
				fmt.Sprintf("%s is imported publicly, so files that import this one use names without saying where they come from, and break when it no longer imports them", i.Path),
				lint.Cure("leave public out, and import the file wherever its names are used"))
		}
	}}
})
