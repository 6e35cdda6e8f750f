package naming

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var numPrefixedCount = lint.New(lint.Meta{
	ID:       "num-prefixed-count",
	Title:    "a count begins with num",
	Group:    "naming",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{141},
	Since:    "2026.1",
	Presets:  lint.Strict | lint.AIP,
}, written(func(p *lint.Pass, f *spec.Field) {
	if !strings.HasPrefix(f.Name, "num") || f.Type.Resolve().Kind != spec.KindInteger {
		return
	}
	all := words.Split(f.Name)
	rest := all[min(1, len(all)):]
	if all[0] == "number" && len(rest) > 0 && rest[0] == "of" {
		rest = rest[1:]
	} else if all[0] != "num" {
		return
	}
	if len(rest) == 0 || !p.Words.IsPlural(rest[len(rest)-1]) {
		return // num_per_page is no count of pages
	}
	counted := append(rest[:len(rest)-1:len(rest)-1], p.Words.Singular(rest[len(rest)-1]), "count")
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s hides what it counts behind %s: in lists and completions it stands among other counts, not beside what it belongs to", f.Name, all[0]),
		suggest(p, f, words.Like(f.Name, counted))...)
}))
