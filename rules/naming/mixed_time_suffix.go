package naming

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var mixedTimeSuffix = lint.New(lint.Meta{
	ID:       "mixed-time-suffix",
	Title:    "a moment in time is called unlike the others of the API",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{142},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	moments := momentsOf(api)
	count := map[timeEnding]int{}
	total := 0
	for _, f := range moments {
		if ending := endingOf(words.Split(f.Name)); ending != otherwise {
			count[ending]++
			total++
		}
	}
	want := endsInTime
	if count[endsInAt] > count[endsInTime] {
		want = endsInAt
	}
	if count[want] < 3 || 4*count[want] < 3*total {
		return // no convention that one could keep
	}
	for _, f := range moments {
		if ending := endingOf(words.Split(f.Name)); ending != otherwise && ending != want {
			p.Report(&f.Node, f.NameSpan,
				fmt.Sprintf("%s holds a moment, and %d of %d such fields in this API end in %s: consumers have to remember which is called how",
					f.Name, count[want], total, want),
				suggest(p, f, withEnding(f.Name, want))...)
		}
	}
}})
