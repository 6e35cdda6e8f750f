package versioning

import (
	"fmt"
	"regexp"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var malformedVersion = lint.New(lint.Meta{
	ID:       "malformed-version",
	Title:    "the version of a document is no version",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		if api.Version == "" || semantic.MatchString(api.Version) || dated.MatchString(api.Version) {
			return
		}
		p.Report(&api.Node, versionSpan(api),
			fmt.Sprintf("version %q has no number that could grow, so nobody can tell which of two documents is the newer one and whether it breaks", api.Version),
			lint.Cure("write a semantic version such as 1.4.0, or the day of the release"))
	},
})

// dated is a version that is a day: 2026-11-22, 2026-11-22.acacia, 20261122.
var dated = regexp.MustCompile(`^20\d\d-?(0[1-9]|1[0-2])(-?\d\d)?([-.+][\w.+-]*)?$`)
