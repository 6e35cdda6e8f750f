package versioning

import (
	"fmt"
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var unstableDependency = lint.New(lint.Meta{
	ID:       "unstable-dependency",
	Title:    "a stable version is built on one that may change at any time",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{181, 215},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		for _, d := range api.Documents {
			if own, ok := stableNumber(api, d); ok {
				checkImports(p, d, own)
			}
		}
	},
})

// stableNumber returns the version of a document that promises to be stable.
func stableNumber(api *spec.API, d *spec.Document) (string, bool) {
	if api.Format == spec.Proto {
		n, ok := lastNumber(d.Package, ".")
		return d.Package, ok && n.stage == ""
	}
	if d.File != api.Root {
		return "", false
	}
	n, ok := lastNumber(path.Dir(d.File.Path), "/")
	return "version " + api.Version, (!ok || n.stage == "") && api.Version != "" && !strings.HasPrefix(api.Version, "0.") && !isPrerelease(api.Version)
}

// isPrerelease reports whether a version says that it is not final: 1.0.0-beta.2, 2alpha.
func isPrerelease(version string) bool {
	version = strings.ToLower(version)
	for _, stage := range [...]string{"alpha", "beta", "-rc", "preview", "draft", "snapshot", "-dev"} {
		if strings.Contains(version, stage) {
			return true
		}
	}
	return false
}

// checkImports reports each import of an unstable version, unless it is the document's own folder.
func checkImports(p *lint.Pass, d *spec.Document, own string) {
	for _, i := range d.Imports {
		n, ok := lastNumber(path.Dir(i.Path), "/")
		if !ok || n.stage == "" {
			continue
		}
		p.Report(&d.Node, i.Span,
			fmt.Sprintf("%s is stable and imports %s, which is %s: what changes there breaks the users of the stable version too", own, i.Path, stage(n)),
			lint.Cure("copy what is needed into the stable version, or import a stable version of it"))
	}
}

func stage(n number) string { return strings.TrimRight(n.stage, "0123456789") }
