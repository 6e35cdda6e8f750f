package naming

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type timeSuffixOptions struct {
	Suffix string `json:"suffix"`
}

// Validate refuses suffixes that no one uses.
func (o timeSuffixOptions) Validate() error {
	if o.Suffix != string(endsInTime) && o.Suffix != string(endsInAt) {
		return fmt.Errorf("suffix %q is neither _time nor _at", o.Suffix)
	}
	return nil
}

var timeSuffix = lint.NewWith(lint.Meta{
	ID:       "time-suffix",
	Title:    "a moment in time is not called one",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{142},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, timeSuffixOptions{string(endsInTime)}, func(options timeSuffixOptions) lint.Hooks {
	want := timeEnding(options.Suffix)
	return written(func(p *lint.Pass, f *spec.Field) {
		if !isMoment(f) || f.OneOf != nil {
			return
		}
		all := words.Split(f.Name)
		last := all[max(len(all)-1, 0):]
		if slices.Equal(last, []string{options.Suffix[1:]}) || slices.Equal(last, []string{options.Suffix[1:] + "s"}) {
			return
		}
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s holds a moment and does not end in %s, by which consumers know one from a flag, a day or a duration", f.Name, want),
			endIn(p, f, want)...)
	})
})

// endIn offers the name with the ending, or says what a name would have to say.
func endIn(p *lint.Pass, f *spec.Field, want timeEnding) []lint.Option {
	if better := withEnding(f.Name, want); better != "" {
		return suggest(p, f, better)
	}
	return []lint.Option{lint.Cure("say in its name what happens then, such as create" + string(want))}
}
