package layout

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var versionAsFileName = lint.New(lint.Meta{
	ID:       "version-as-file-name",
	Title:    "a file is named after a version",
	Group:    "layout",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{191},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Document: func(p *lint.Pass, d *spec.Document) {
		name := baseName(d)
		if !isVersion(name) {
			return
		}
		p.Report(&d.Node, d.NameSpan,
			fmt.Sprintf("file %s.proto is named after a version, so its name says nothing of what is in it, and is the same in every API", name),
			lint.Cure("name it after what it declares, and let the folder and the package hold the version"))
	},
})
