package errors

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var errorWithoutCode = lint.New(lint.Meta{
	ID:       "error-without-code",
	Title:    "an error can be told from another by its text alone",
	Group:    "errors",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{193},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		for _, b := range bodiesOf(api) {
			if !anyField(b.Type, isCode) {
				p.Report(&b.Node, b.NameSpan,
					fmt.Sprintf("%s has no code for what went wrong: clients compare texts, and the next better wording breaks them", b.label()),
					lint.Cure("add a property for programs, such as code, with the values that there are (or type of RFC 9457)"),
					lint.Related(b.response.NameSpan, "where it is answered"))
			}
		}
	},
})

// isCode reports whether a field says what went wrong to a program, by its last word. A status repeats
// that of the answer, unless its values are names.
func isCode(name string, f *spec.Field) bool {
	t := f.Type.Resolve()
	switch name[strings.LastIndexByte(name, '_')+1:] {
	case "code", "errcode", "subcode", "type", "reason", "kind", "category", "slug", "key", "name":
		return t.Kind != spec.KindObject
	case "status":
		return t.Kind == spec.KindEnum
	case "error": // OAuth's, and those of which anything is possible
		return t.Kind != spec.KindObject && t.Kind != spec.KindArray
	}
	return false
}
