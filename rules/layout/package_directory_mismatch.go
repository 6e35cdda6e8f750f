package layout

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var packageDirectoryMismatch = lint.New(lint.Meta{
	ID:       "package-directory-mismatch",
	Title:    "a file lies in another folder than its package says",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{191},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		// Where there are several folders, one of them may be right: scattered-package speaks of the others.
		all := folders(api)
		if api.Name == "" || len(all) != 1 || all[0].fits(api.Name) || all[0].otherVersion(api.Version) {
			return
		}
		first := all[0].files[0]
		p.Report(&first.Node, first.NameSpan,
			fmt.Sprintf("package %s lies in the folder %s, so its files are not found where the imports of others look for them", api.Name, all[0].path),
			lint.Cure(fmt.Sprintf("move the files to a folder %s, or name the package after their folder", wanted(api.Name))))
	},
})
