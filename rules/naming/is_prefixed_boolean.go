package naming

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

var isPrefixedBoolean = lint.New(lint.Meta{
	ID:       "is-prefixed-boolean",
	Title:    "a boolean begins with is",
	Group:    "naming",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, written(func(p *lint.Pass, f *spec.Field) {
	if !strings.HasPrefix(f.Name, "is") || f.Type.Resolve().Kind != spec.KindBoolean {
		return
	}
	all := words.Split(f.Name)
	better := words.Like(f.Name, all[min(1, len(all)):])
	// What would be a reserved word of several languages without the is may keep it (AIP-140).
	if all[0] != "is" || len(all) == 1 || reserved()[better] > 2 || !edit.Free(f, better) {
		return
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s says is before what every boolean is: generated code asks isIs%s or drops it, as it likes", f.Name, words.Pascal.Write(better)),
		suggest(p, f, better)...)
}))
