package pagination

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var mixedFilterShapes = lint.New(lint.Meta{
	ID:       "mixed-filter-shapes",
	Title:    "one API has filters that are texts and filters that are structures",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{160},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		var texts, structures []filterUse
		for _, s := range api.Services {
			for _, o := range s.Operations {
				if !narrows(p.Words, o) {
					continue
				}
				switch filter := inputNamed(o, namesFilter); {
				case filter == nil:
				case isStructure(filter.Type):
					structures = append(structures, filterUse{o, filter})
				case filter.Type.Resolve().Kind == spec.KindString:
					texts = append(texts, filterUse{o, filter})
				}
			}
		}
		if len(texts) == 0 || len(structures) == 0 {
			return
		}
		if len(structures) > len(texts) {
			reportShapes(p, texts, structures, "a text", "a structure")
		} else {
			reportShapes(p, structures, texts, "a structure", "a text")
		}
	},
})

// filterUse is an operation with its filter.
type filterUse struct {
	operation *spec.Operation
	filter    *spec.Input
}

// isStructure reports whether a filter is an object, or a list of them.
func isStructure(t *spec.Type) bool {
	t = t.Resolve()
	if t.Kind == spec.KindArray {
		t = t.Items.Resolve()
	}
	return t != nil && (t.Kind == spec.KindObject || t.Kind == spec.KindMap)
}

func reportShapes(p *lint.Pass, fewer, more []filterUse, is, other string) {
	for _, use := range fewer {
		declared := standard.Declared(use.filter)
		p.Report(declared, declared.NameSpan,
			fmt.Sprintf("%s of %s is %s, and that of %s (and %d in all) %s: callers learn two ways to narrow a list, and tools support one",
				use.filter.Name, standard.Label(use.operation), is, standard.Label(more[0].operation), len(more), other),
			lint.Cure(fmt.Sprintf("make it %s too, or all of them %s", other, is)),
			lint.Related(standard.Declared(more[0].filter).NameSpan, "one of the others"))
	}
}
