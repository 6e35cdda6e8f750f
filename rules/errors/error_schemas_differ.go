package errors

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var errorSchemasDiffer = lint.New(lint.Meta{
	ID:       "error-schemas-differ",
	Title:    "an error has another shape than the API's other errors",
	Group:    "errors",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{193},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		bodies := bodiesOf(api)
		usual, total := usualOf(bodies)
		if usual == nil {
			return
		}
		for _, b := range bodies {
			if b != usual && !alike(usual, b) {
				p.Report(&b.response.Node, b.response.NameSpan,
					fmt.Sprintf("%s answers %s with %s, and %d of the API's %d errors are %s: clients need code of its own to read this one",
						standard.Label(b.operation), b.response.Status, nameOf(b), usual.uses, total, nameOf(usual)),
					lint.Cure(fmt.Sprintf("answer with %s, and add to it what it lacks", nameOf(usual))),
					lint.Related(usual.NameSpan, "the usual error"))
			}
		}
	},
})

// usualOf returns the body that most failures have, and how many there are; nil if no body is that
// of two or more.
func usualOf(bodies []*body) (usual *body, total int) {
	for _, b := range bodies {
		total += b.uses
		if b.uses > 1 && (usual == nil || b.uses > usual.uses) {
			usual = b
		}
	}
	return usual, total
}

// alike reports whether code that reads the usual error gets something out of the other: it has what
// the usual one always has, and half of its properties, or that which says what went wrong.
func alike(usual, other *body) bool {
	names := fieldNames(other.Type)
	all := usual.AllFields()
	shared, telling := 0, false
	for _, f := range all {
		name := snake(f.Name)
		switch has := slices.Contains(names, name); {
		case has:
			shared++
			telling = telling || tells(name)
		case f.Required:
			return false
		}
	}
	return telling || 2*shared >= len(all)
}

func tells(name string) bool {
	switch name {
	case "message", "code", "error", "errors", "type", "title", "detail", "reason":
		return true
	}
	return false
}

func nameOf(b *body) string {
	if b.Name != "" {
		return b.Name
	}
	return "a schema of its own"
}
