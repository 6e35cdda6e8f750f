package naming

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

//go:embed abbreviations.txt
var abbreviationsText string

type abbreviatedOptions struct {
	Add    map[string]string `json:"add"`
	Except []string          `json:"except"`
}

var abbreviatedName = lint.NewWith(lint.Meta{
	ID:       "abbreviated-name",
	Title:    "a name is abbreviated in a way that its readers have to guess",
	Group:    "naming",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, abbreviatedOptions{map[string]string{}, []string{}}, func(options abbreviatedOptions) lint.Hooks {
	known := options.known()
	return written(func(p *lint.Pass, f *spec.Field) {
		all := words.Split(f.Name)
		short := ""
		for i, word := range all {
			if long := known[word]; long != "" {
				all[i], short = long, word
			}
		}
		if short == "" || mirrors(f) || retiredInWords(f) || short == "desc" && f.Type.Resolve().Kind == spec.KindBoolean { // descending
			return
		}
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s abbreviates %s to %s: every consumer has to find out what that stands for", f.Name, known[short], short),
			suggest(p, f, words.Like(f.Name, all))...)
	})
})

// known returns what abbreviations stand for.
func (o abbreviatedOptions) known() map[string]string {
	table := map[string]string{}
	for line := range strings.Lines(abbreviationsText) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] != "#" {
			table[fields[0]] = fields[1]
		}
	}
	maps.Copy(table, o.Add)
	maps.DeleteFunc(table, func(short, _ string) bool { return slices.Contains(o.Except, short) })
	return table
}

// mirrors reports whether a field is one of a type that tells values apart by their types (str_value, obj_value), as
// those do that stand for JSON, SQL or the trees of a programming language.
func mirrors(f *spec.Field) bool { return f.OneOf != nil }
