package layout

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var reservedNumberWithoutName = lint.New(lint.Meta{
	ID:       "reserved-number-without-name",
	Title:    "numbers are reserved and the names that they had are not",
	Group:    "layout",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if t.Proto == nil || len(t.Proto.ReservedNames) > 0 {
			return
		}
		for _, r := range t.Proto.Reserved {
			// A wide range is set apart for others; it never had names.
			if r.Last-r.First >= 10 {
				continue
			}
			p.Report(&t.Node, r.Span,
				fmt.Sprintf("numbers of %s are reserved and no names, so a removed name comes back with another meaning, and JSON knows names alone", t.Name),
				lint.Cure(`reserve the names too: reserved "old_name";`))
			return
		}
	},
})
