package layout

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var scatteredPackage = lint.New(lint.Meta{
	ID:       "scattered-package",
	Title:    "the files of a package lie in several folders",
	Group:    "layout",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{191},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		all := folders(api)
		if api.Name == "" || len(all) < 2 {
			return
		}
		home := homeOf(api, all)
		for _, f := range all {
			// A second folder of the package's name lies under another import root: another copy of it.
			if f == home || f.isNamed(api.Name) || f.otherVersion(api.Version) {
				continue
			}
			p.Report(&f.files[0].Node, f.files[0].NameSpan,
				fmt.Sprintf("package %s lies in %s and here in %s too, so who reads or imports one folder misses a part of it", api.Name, home.path, f.path),
				lint.Cure(fmt.Sprintf("move the files to %s, or give them a package of their own", home.path)),
				lint.Related(home.files[0].NameSpan, "the package's other folder"))
		}
	},
})

// homeOf returns the folder that the others should have been: the first that is named as the package
// is, or else the one with most files.
func homeOf(api *spec.API, all []*folder) *folder {
	home := all[0]
	for _, f := range all {
		if f.isNamed(api.Name) {
			return f
		}
		if len(f.files) > len(home.files) {
			home = f
		}
	}
	return home
}
