package document

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var missingOperationID = lint.New(lint.Meta{
	ID:       "missing-operation-id",
	Title:    "an operation has no operationId",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Name == "" && o.Kind == spec.Call {
			p.Report(&o.Node, o.HTTP[0].MethodSpan,
				fmt.Sprintf("%s has no operationId: each generator makes up its own name for it, and a new one when the path changes", standard.Label(o)),
				lint.Cure("add an operationId that says what the operation does, such as listOrders"))
		}
	},
})
