package validation

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var unanchoredPattern = lint.New(lint.Meta{
	ID:       "unanchored-pattern",
	Title:    "a pattern lets everything in that holds a match somewhere",
	Group:    "validation",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Fix:      lint.NoFix,
	Presets:  lint.Strict,
}, hooksOf(func(p *lint.Pass, e expression) {
	if !e.owner.Direction.Has(spec.InRequest) || strings.ContainsAny(e.text, "^$") || strings.Contains(e.text, `\A`) || strings.Contains(e.text, `\z`) || broken(p.API.Format, e.text) != "" {
		return
	}
	p.Report(e.node, e.span,
		fmt.Sprintf("the pattern %q is looked for anywhere in the value, so anything may stand before and behind what it matches", shorten(e.text)),
		lint.Cure(fmt.Sprintf("write ^(?:%s)$, or .* where anything may stand", shorten(e.text))))
}))
