package naming

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

type longFormOptions struct {
	Words map[string]string `json:"words"`
}

var longFormName = lint.NewWith(lint.Meta{
	ID:       "long-form-name",
	Title:    "a name spells out what other APIs abbreviate",
	Group:    "naming",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{140},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, longFormOptions{map[string]string{
	"configuration": "config", "identifier": "id", "information": "info", "specification": "spec", "statistics": "stats",
}}, func(options longFormOptions) lint.Hooks {
	hooks := written(func(p *lint.Pass, f *spec.Field) {
		if long, better := options.shorten(f.Name); long != "" {
			p.Report(&f.Node, f.NameSpan, longForm(f.Name, long, options.Words[long]), suggest(p, f, better)...)
		}
	})
	definition := func(p *lint.Pass, n *spec.Node) {
		if long, better := options.shorten(n.Name); long != "" && n.Deprecated == nil {
			p.Report(n, n.NameSpan, longForm(n.Name, long, options.Words[long]), lint.Cure("name it "+better))
		}
	}
	hooks.Type = func(p *lint.Pass, t *spec.Type) { definition(p, &t.Node) }
	hooks.EnumValue = func(p *lint.Pass, v *spec.EnumValue) {
		// The values of a document are data, and the prefix of proto's is the enum's name.
		if long, _ := options.shorten(v.Owner.Name); p.API.Format == spec.Proto && long == "" {
			definition(p, &v.Node)
		}
	}
	hooks.Service = func(p *lint.Pass, s *spec.Service) { definition(p, &s.Node) }
	return hooks
})

// shorten returns the first long word of a name, and the name with all of them abbreviated; "" if it has none.
func (o longFormOptions) shorten(name string) (long, better string) {
	if !o.mayHave(name) {
		return "", ""
	}
	all := words.Split(name)
	for i, word := range all {
		if short := o.Words[word]; short != "" {
			all[i] = short
			if long == "" {
				long = word
			}
		}
	}
	return long, words.Like(name, all)
}

func longForm(name, long, short string) string {
	return fmt.Sprintf("%s spells out %s, which other APIs call %s: consumers who know those look for the short name", name, long, short)
}

// mayHave sorts out nearly all names without taking them apart: words begin with a capital or not, or are all capitals.
func (o longFormOptions) mayHave(name string) bool {
	capitals := len(name) > 1 && 'A' <= name[0] && name[0] <= 'Z' && (name[1] < 'a' || name[1] > 'z')
	for long := range o.Words { // in any order: one is enough
		if strings.Contains(name, long[1:]) || capitals && strings.Contains(name, strings.ToUpper(long)) {
			return true
		}
	}
	return false
}
