package validation

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/regex"
)

var redosPronePattern = lint.New(lint.Meta{
	ID:       "redos-prone-pattern",
	Title:    "a pattern takes exponential time",
	Group:    "validation",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, hooksOf(func(p *lint.Pass, e expression) {
	root, err := regex.Parse(e.text)
	if err != nil {
		return // invalid-pattern speaks of it
	}
	loop := regex.Exponential(root)
	if loop == nil {
		return
	}
	p.Report(e.node, e.span,
		fmt.Sprintf("%s can read one text in many ways, and a validator that backtracks tries them all: some thirty characters that don't match in the end keep it busy for minutes",
			shorten(e.text[loop.Start:loop.End])),
		lint.Cure("take one of the two loops away, or put a character between their rounds that the inner one can't read"))
}))
