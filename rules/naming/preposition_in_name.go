package naming

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type prepositionOptions struct {
	Prepositions []string `json:"prepositions"`
	Allow        []string `json:"allow"`
}

var prepositionInName = lint.NewWith(lint.Meta{
	ID:       "preposition-in-name",
	Title:    "the name of a field has a preposition",
	Group:    "naming",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, prepositionOptions{
	Prepositions: []string{"after", "at", "before", "between", "but", "by", "for", "from", "in", "including", "into", "of", "over", "since", "to", "toward", "under", "upon", "with", "within", "without"},
	Allow:        []string{"day_of_week", "day_of_year", "days_of_week", "group_by", "hour_of_day", "minute_of_hour", "order_by", "second_of_minute", "sort_by"},
}, func(options prepositionOptions) lint.Hooks {
	return written(func(p *lint.Pass, f *spec.Field) {
		all := words.Split(f.Name)
		if len(all) < 2 || all[len(all)-1] == "at" || isMoment(f) || slices.Contains(options.Allow, words.Snake.Join(all)) {
			return
		}
		at := slices.IndexFunc(all, func(word string) bool { return slices.Contains(options.Prepositions, word) })
		if at < 0 {
			return
		}
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is a phrase around %q: such names come out in another order in every API, and consumers look for them in vain", f.Name, all[at]),
			lint.Cure("name the thing itself, with what tells it apart before it: error_reason, not reason_for_error (AIP-140)"))
	})
})

// isMoment reports whether a field holds a moment in time, whose name time-suffix speaks of, as raw-timestamp does of those
// that end in at and are texts.
func isMoment(f *spec.Field) bool {
	t := f.Type.Resolve()
	if t.Kind == spec.KindArray {
		t = t.Items.Resolve()
	}
	return t != nil && (t.Format == "date-time" || t.ID() == "google.protobuf.Timestamp")
}
