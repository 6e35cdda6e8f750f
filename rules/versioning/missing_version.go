package versioning

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var missingVersion = lint.New(lint.Meta{
	ID:       "missing-version",
	Title:    "nothing that a caller names says which version of the API is meant",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{185, 215},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		if api.Format == spec.Proto {
			missingPackageVersion(p, api)
		} else {
			missingPathVersion(p, api)
		}
	},
})

// missingPackageVersion looks at packages with services, because those are what is called: shared
// vocabulary such as google.type grows without ever having a second version.
func missingPackageVersion(p *lint.Pass, api *spec.API) {
	if api.Name == "" || api.Version != "" || namesVersion(api.Name, ".") || len(api.Services) == 0 || isProtocol(api.Name) {
		return
	}
	service := api.Services[0]
	span := service.NameSpan
	for _, d := range api.Documents {
		if d.File == span.File {
			span = d.NameSpan
		}
	}
	p.Report(&api.Node, span,
		fmt.Sprintf("package %s has no version, so the first incompatible change reaches every client at the same moment", api.Name),
		lint.Cure(fmt.Sprintf("name it %s.v1, and put the next incompatible version beside it as %[1]s.v2", api.Name)))
}

// isProtocol tells the packages that are vendored and implemented as they are: whoever holds a copy
// can't rename it.
func isProtocol(name string) bool {
	switch name {
	case "google.longrunning", "google.cloud.location", "google.bytestream":
		return true
	}
	return false
}

// missingPathVersion reports a document without any version once, and the paths that were
// forgotten where the others have one.
func missingPathVersion(p *lint.Pass, api *spec.API) {
	census := countPaths(api)
	switch {
	case len(census.without) == 0 || serversNameVersion(api) || callersChooseVersion(api):
	case census.with >= len(census.without):
		for _, o := range census.without {
			forgottenVersion(p, o, census.example)
		}
	default:
		noVersion(p, api)
	}
}

func forgottenVersion(p *lint.Pass, o *spec.Operation, example spec.Path) {
	p.Report(&o.Node, o.Path().Span,
		fmt.Sprintf("path %s has no version, unlike %s: the next version of the API can't change it without breaking its clients",
			o.Path().Raw, example.Raw),
		lint.Cure("put the version in front as in the other paths"))
}

func noVersion(p *lint.Pass, api *spec.API) {
	const message = "no path and no server has a version, so the first incompatible change reaches every client at the same moment"
	for _, s := range api.Servers {
		p.Report(&api.Node, s.NameSpan, message,
			lint.Cure(fmt.Sprintf("write the major version into the URL: %s/v1", strings.TrimRight(s.URL, "/"))))
		return
	}
	p.Report(&api.Node, api.Services[0].NameSpan, message,
		lint.Cure("begin every path with the major version, as in /v1/orders, or write it into the URL under servers"))
}
