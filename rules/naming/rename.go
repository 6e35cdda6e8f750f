package naming

import (
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

// rename offers another name where an element declares its own. It is never applied: whoever uses
// the old name would be left behind.
func rename(n *spec.Node, to string) lint.Option {
	change, ok := edit.Rename(n.NameSpan, n.Name, to)
	if !ok {
		return func(*report.Finding) {}
	}
	return lint.Fix(report.Fix{Title: "rename to " + to, Safety: report.DisplayOnly, Edits: []report.Edit{change}})
}
