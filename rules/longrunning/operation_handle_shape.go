package longrunning

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var operationHandleShape = lint.New(lint.Meta{
	ID:       "operation-handle-shape",
	Title:    "what a 202 hands out has the fields of an operation, and not their types",
	Group:    "longrunning",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	AIP:      []int{151},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		accepted := answers(o, "202")
		if accepted == nil {
			return
		}
		for _, f := range bodyOf(accepted).AllFields() {
			want, known := handleParts()[f.Name]
			if kind := f.Type.Resolve().Kind; known && kind != want && kind != spec.KindAny {
				p.Report(&f.Node, f.Type.AttrSpan("type"),
					fmt.Sprintf("%s of the operation that %s hands out is no %s: clients that follow operations of any API can't read it",
						f.Name, standard.Label(o), kindName(want)),
					lint.Cure(fmt.Sprintf("declare it as %s, or call it otherwise", kindName(want))))
			}
		}
	},
})

// handleParts returns the fields of an operation (AIP-151, AEP-151) that have one type everywhere.
func handleParts() map[string]spec.Kind {
	return map[string]spec.Kind{"path": spec.KindString, "name": spec.KindString, "done": spec.KindBoolean}
}

func kindName(k spec.Kind) string {
	if k == spec.KindBoolean {
		return "boolean"
	}
	return "string"
}
