package resources

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var numericID = lint.New(lint.Meta{
	ID:       "numeric-id",
	Title:    "identifiers are numbers",
	Group:    "resources",
	Severity: report.Info,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{122},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	var first []*spec.Field
	uses := map[string]int{}
	spec.Walk(api, &spec.Visitor{Field: func(f *spec.Field) {
		if isNumericID(f) {
			if uses[f.Name]++; uses[f.Name] == 1 {
				first = append(first, f)
			}
		}
	}})
	for _, f := range first {
		p.Report(&f.Node, f.NameSpan,
			fmt.Sprintf("%s is a number%s: it can't become a text later, JavaScript rounds it above 2^53, and callers guess the next one", f.Name, others(uses[f.Name]-1)),
			lint.Cure("declare it as a string, whatever it looks like today"))
	}
}})

// isNumericID reports whether a property is an identifier and a number. int64 is left to the rule about
// such numbers in JSON.
func isNumericID(f *spec.Field) bool {
	t := f.Type.Resolve()
	if t.Kind != spec.KindInteger && t.Kind != spec.KindNumber || t.Format == "int64" {
		return false
	}
	all := words.Split(f.Name)
	return len(all) > 0 && all[len(all)-1] == "id"
}

func others(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", here and in another place"
	}
	return fmt.Sprintf(", here and in %d other places", n)
}
