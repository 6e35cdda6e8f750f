package types

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var enumAlias = lint.New(lint.Meta{
	ID:       "enum-alias",
	Title:    "two values of an enum have one number",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{126},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{Type: func(p *lint.Pass, t *spec.Type) {
	if t.Kind != spec.KindEnum || t.Proto == nil || !t.Proto.AllowAlias {
		return
	}
	first := map[int32]*spec.EnumValue{}
	for _, v := range t.Values {
		other := first[v.Number]
		if other == nil {
			first[v.Number] = v
			continue
		}
		// A rename needs both names for a time, of which the old one is deprecated.
		if !isOld(v) && !isOld(other) {
			p.Report(&v.Node, v.NameSpan,
				fmt.Sprintf("%s is %s again: whoever sends it as JSON gets the other name back, and a switch over both doesn't compile", v.Name, other.Name),
				lint.Cure(fmt.Sprintf("give it a number of its own, or keep one of them; if it is a new name for %s, mark that deprecated", other.Name)),
				lint.Related(other.NameSpan, "the same number"))
		}
	}
}})

// isOld reports whether a value is deprecated, by option or in words.
func isOld(v *spec.EnumValue) bool {
	doc := strings.ToLower(phrase.Head(v.Doc, 300))
	return v.Deprecated != nil || strings.Contains(doc, "deprecated") || strings.Contains(doc, "legacy")
}
