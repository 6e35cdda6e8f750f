package naming

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var nameLostInJSON = lint.New(lint.Meta{
	ID:       "name-lost-in-json",
	Title:    "a field's name can't be read back from its JSON name",
	Group:    "naming",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{140},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{Field: func(p *lint.Pass, f *spec.Field) {
	at := digitWord(f.Name)
	if at < 0 || f.Deprecated != nil || !words.Snake.Has(f.Name) {
		return
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s is %s in JSON, from which no one can tell where the underscore was: field masks that name it are refused or lost",
			f.Name, words.Camel.Write(f.Name)),
		suggest(p, f, f.Name[:at]+f.Name[at+1:])...)
}})

// digitWord returns where an underscore stands before a digit, or -1.
func digitWord(name string) int {
	for i := 0; i+1 < len(name); i++ {
		if name[i] == '_' && '0' <= name[i+1] && name[i+1] <= '9' {
			return i
		}
	}
	return -1
}
