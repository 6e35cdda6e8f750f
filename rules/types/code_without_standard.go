package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var codeWithoutStandard = lint.New(lint.Meta{
	ID:       "code-without-standard",
	Title:    "nobody knows in which code a country, currency, language or time zone is given",
	Group:    "types",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{143},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, declared(func(p *lint.Pass, f *spec.Field) {
	c, ok := codeNamed(f.Name)
	if !ok || !holdsPlainText(valueType(f.Type)) || f.Reference != nil || hasExample(f) {
		return
	}
	if doc := docOf(f); saysStandard.MatchString(doc) || isElsewhere.MatchString(doc) {
		return
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%s says %s in a code that nothing names: consumers send the code of another standard, the number or the name, and find out by refusals",
			f.Name, c.thing),
		lint.Cure(fmt.Sprintf("say that it is a code of %s, such as %q, or bound it by a pattern or an enum", c.standard, c.example)))
}))

// hasExample reports whether the schema of a value shows one.
func hasExample(f *spec.Field) bool {
	for t := f.Type; t != nil; t = t.Target {
		if t.Schema != nil && (len(t.Schema.Examples) > 0 || t.Schema.Default != nil) {
			return true
		}
	}
	return false
}
