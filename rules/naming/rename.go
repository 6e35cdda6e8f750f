package naming

import (
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// rename offers another name at the place of its declaration. It is never applied: whoever uses the
// old name would be left behind.
func rename(at source.Span, to string) lint.Option {
	return lint.Fix(report.Fix{
		Title: "rename to " + to, Safety: report.DisplayOnly,
		Edits: []report.Edit{{Span: at, New: to}},
	})
}
