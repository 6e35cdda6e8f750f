package versioning

import (
	"cmp"
	"fmt"
	"regexp"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var deprecatedWithoutSunset = lint.New(lint.Meta{
	ID:       "deprecated-without-sunset",
	Title:    "an operation is deprecated, and nothing says when it goes away",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{192},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Service: func(p *lint.Pass, s *spec.Service) { checkSunset(p, element{&s.Node, "service " + s.Name, s.Doc}) },
	Operation: func(p *lint.Pass, o *spec.Operation) {
		checkSunset(p, element{&o.Node, standard.Label(o), o.Doc + "\n" + o.Summary})
	},
})

func checkSunset(p *lint.Pass, e element) {
	if e.Deprecated == nil || within(e.Parent) {
		return
	}
	day, _ := e.sunset()
	// Where not even a replacement is named, deprecated-without-replacement speaks.
	replaced := e.Deprecated.Replacement != "" || saysInstead(e.Deprecated.Reason) || saysInstead(e.doc)
	if day != "" || !replaced || namesYear.MatchString(e.Deprecated.Reason) || namesYear.MatchString(e.doc) {
		return
	}
	p.Report(e.Node, cmp.Or(e.Deprecated.Span, e.NameSpan),
		fmt.Sprintf("%s is deprecated and nobody knows until when it works, so its consumers can't plan their change and the provider can never remove it", e.label),
		lint.Cure(sunsetCure(p.API.Format)))
}

func sunsetCure(format spec.Format) string {
	if format == spec.Proto {
		return `name the day: (bylaw.method).sunset = "2027-03-01", or in the comment`
	}
	return `name the day: x-sunset: "2027-03-01", or in the description`
}

// namesYear finds the year of a day in prose.
var namesYear = regexp.MustCompile(`\b20[2-9]\d\b`)
