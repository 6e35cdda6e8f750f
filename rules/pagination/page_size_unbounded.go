package pagination

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/paging"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type pageSizeUnboundedOptions struct {
	Prose bool `json:"prose"`
}

var pageSizeUnbounded = lint.NewWith(lint.Meta{
	ID:       "page-size-unbounded",
	Title:    "a page may be of any size",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{158},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended | lint.AIP,
}, pageSizeUnboundedOptions{true}, func(options pageSizeUnboundedOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		size := paging.Of(o).Size
		if size == nil || o.Kind != spec.Call || !answersList(p.Words, o) || size.Type.Resolve().Kind != spec.KindInteger ||
			paging.Maximum(size, options.Prose) {
			return
		}
		declared := standard.Declared(size)
		p.Report(declared, declared.NameSpan,
			fmt.Sprintf("%s has no maximum: one consumer can ask for everything at once, and no other knows how much it may ask for", size.Name),
			append(boundSize(p.API, size), lint.Cure(fmt.Sprintf("bound it with %s", boundFor(p.API.Format))))...)
	}}
})

// answersList keeps limits of other kinds apart from page sizes.
func answersList(l *words.Lexicon, o *spec.Operation) bool {
	if standard.Classify(l, o) == standard.List {
		return true
	}
	_, ok := standard.CollectionOf(l, o)
	return ok
}

func boundFor(format spec.Format) string {
	if format == spec.Proto {
		return "[(buf.validate.field).int32 = {gte: 0, lte: 1000}], and say the maximum in its comment"
	}
	return "minimum: 1 and maximum: 1000, or whatever a page can bear"
}
