package versioning

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var minorVersion = lint.New(lint.Meta{
	ID:       "minor-version",
	Title:    "callers have to name a minor version",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{185},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		if api.Format == spec.Proto {
			if minor, ok := minorPart(api.Name, "."); ok && len(api.Documents) > 0 {
				reportMinor(p, &api.Node, api.Documents[0].NameSpan, "package "+api.Name, minor)
			}
			return
		}
		minorInURLs(p, api)
	},
})

// minorInURLs reports a document once: its paths are written alike.
func minorInURLs(p *lint.Pass, api *spec.API) {
	for _, s := range api.Servers {
		if minor, ok := minorPart(s.URL, "/"); ok {
			reportMinor(p, &s.Node, s.NameSpan, "server "+s.URL, minor)
			return
		}
	}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			for _, part := range o.Path().Parts {
				if minor, ok := minorPart(part.Text, "/"); ok && part.Kind == spec.Literal && o.Kind == spec.Call {
					reportMinor(p, &o.Node, part.Span, "path "+o.Path().Raw, minor)
					return
				}
			}
		}
	}
}

// minorNumber is a version with more than a major number: v1.2, v1_2.
var minorNumber = regexp.MustCompile(`(?i)^v(\d+)[._]\d+([._]\d+)?$`)

func minorPart(text, separator string) (minor string, ok bool) {
	for part := range strings.SplitSeq(text, separator) {
		if minorNumber.MatchString(part) {
			return part, true
		}
	}
	return "", false
}

func reportMinor(p *lint.Pass, n *spec.Node, at source.Span, where, minor string) {
	p.Report(n, at,
		fmt.Sprintf("%s names the minor version %s, so every addition that breaks nobody makes all callers move, or leaves them behind", where, minor),
		lint.Cure(fmt.Sprintf("name the major version alone: v%s", minorNumber.FindStringSubmatch(minor)[1])))
}
