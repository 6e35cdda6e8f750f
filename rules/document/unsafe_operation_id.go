package document

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var unsafeOperationID = lint.New(lint.Meta{
	ID:       "unsafe-operation-id",
	Title:    "an operationId holds characters that no name and no URL can",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		at := strings.IndexFunc(o.Name, func(r rune) bool { return !isSafe(r) })
		if at < 0 {
			return
		}
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("operationId %q holds %q, which can stand neither in a function's name nor in a link to the operation", o.Name, []rune(o.Name[at:])[0]),
			lint.Cure("use letters, digits, and - _ . / : between words"))
	},
})

// isSafe accepts what URLs hold unescaped in a path, but for the delimiters that lead generators astray.
func isSafe(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_.~/:@", r)
}
