package layout

import (
	"fmt"
	"path"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var missingPackage = lint.New(lint.Meta{
	ID:       "missing-package",
	Title:    "a file is in no package",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{191, 215},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Document: func(p *lint.Pass, d *spec.Document) {
		if d.Package != "" {
			return
		}
		p.Report(&d.Node, d.NameSpan,
			fmt.Sprintf("%s is in no package, so its names collide with those of every other such file, and a second version has no place to live", path.Base(d.File.Path)),
			lint.Cure("declare a package that ends in a version, such as package shop.orders.v1"))
	},
})
