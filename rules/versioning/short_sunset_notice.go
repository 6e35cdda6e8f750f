package versioning

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
)

type noticeOptions struct {
	MinMonths int `json:"min_months"`
}

// Validate refuses times that are none.
func (o noticeOptions) Validate() error {
	if o.MinMonths < 1 {
		return fmt.Errorf("min_months %d gives no notice", o.MinMonths)
	}
	return nil
}

var shortSunsetNotice = lint.NewWith(lint.Meta{
	ID:       "short-sunset-notice",
	Title:    "something goes away too soon after it was deprecated",
	Group:    "versioning",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{181},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, noticeOptions{MinMonths: 12}, func(options noticeOptions) lint.Hooks {
	return elements(options.check)
})

func (o noticeOptions) check(p *lint.Pass, e element) {
	text, at := e.sunset()
	end, ok := parseDay(text)
	if !ok {
		return
	}
	since := deprecatedSince.FindStringSubmatch(e.doc)
	if since == nil {
		return
	}
	begin, ok := parseDay(since[1])
	if !ok || !begin.AddDate(0, o.MinMonths, 0).After(end) || strings.Contains(p.API.Version, "alpha") || strings.Contains(p.API.Version, "beta") {
		return
	}
	p.Report(e.Node, at,
		fmt.Sprintf("%s is deprecated since %s and goes away on %s, so consumers who release twice a year learn of it when it is gone", e.label, since[1], text),
		lint.Cure(fmt.Sprintf("keep it until %s", begin.AddDate(0, o.MinMonths, 0).Format("2006-01-02"))))
}

// deprecatedSince finds since when something is deprecated.
var deprecatedSince = regexp.MustCompile(`(?i)\bdeprecated[^.\n]{0,20} (?:since|as of|on|from) (20\d\d-\d\d-\d\d)`)
