package validation

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var invalidPattern = lint.New(lint.Meta{
	ID:       "invalid-pattern",
	Title:    "a pattern is no regular expression",
	Group:    "validation",
	Severity: report.Error,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Relaxed | lint.AIP,
}, hooksOf(func(p *lint.Pass, e expression) {
	why := broken(p.API.Format, e.text)
	if why == "" {
		return
	}
	language := "ECMA-262"
	if p.API.Format == spec.Proto {
		language = "RE2"
	}
	p.Report(e.node, e.span,
		fmt.Sprintf("the pattern %q is none in %s: %s; validators refuse every value, or accept every one, or don't start", shorten(e.text), language, why),
		lint.Cure("write it in "+language+", the language of this format's patterns"))
}))
