package versioning

import (
	"fmt"
	"net/http"
	"time"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
)

var malformedSunset = lint.New(lint.Meta{
	ID:       "malformed-sunset",
	Title:    "the day of removal is no day",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, elements(func(p *lint.Pass, e element) {
	text, at := e.sunset()
	if text == "" {
		return
	}
	if _, ok := parseDay(text); !ok {
		p.Report(e.Node, at,
			fmt.Sprintf("%s goes away on %q, which is no day, so neither people nor the Sunset header can say when", e.label, text),
			lint.Cure("write the day as 2027-03-01"))
	}
}))

// parseDay reads a day, a moment, or what the header Sunset holds (RFC 8594).
func parseDay(text string) (time.Time, bool) {
	for _, layout := range [...]string{time.DateOnly, time.RFC3339, http.TimeFormat} {
		if day, err := time.Parse(layout, text); err == nil {
			return day, true
		}
	}
	return time.Time{}, false
}
