package idempotency

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var idempotencyTokenType = lint.New(lint.Meta{
	ID:       "idempotency-token-type",
	Title:    "an idempotency token is no string",
	Group:    "idempotency",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{155},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	token, ok := tokenOf(o)
	if !ok || o.Kind != spec.Call || onlyReads(p.Words, o) {
		return
	}
	switch token.Type.Resolve().Kind {
	case spec.KindInteger, spec.KindNumber, spec.KindBoolean, spec.KindArray, spec.KindMap:
		declared := standard.Declared(&token)
		p.Report(declared, declared.NameSpan,
			fmt.Sprintf("%s is no string: clients that count their tokens up collide with each other and with their own restart, and are answered with someone else's result", token.Name),
			lint.Cure("declare a string: "+boundIn(p.API.Format)))
	}
}})
