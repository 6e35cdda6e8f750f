package validation

import (
	"fmt"
	"math/big"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var contradictoryConstraints = lint.New(lint.Meta{
	ID:       "contradictory-constraints",
	Title:    "no value satisfies the constraints",
	Group:    "validation",
	Severity: report.Error,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Relaxed | lint.AIP,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		if p.API.Format == spec.OpenAPI {
			reportContradiction(p, &t.Node, t)
		}
	},
	Field: func(p *lint.Pass, f *spec.Field) {
		if p.API.Format != spec.Proto {
			return
		}
		for _, t := range [...]*spec.Type{f.Type, f.Type.Items, f.Type.Keys} {
			reportContradiction(p, &f.Node, t)
		}
	},
})

func reportContradiction(p *lint.Pass, n *spec.Node, t *spec.Type) {
	if t == nil || t.Constraints == nil {
		return
	}
	if what, at := contradiction(p.API.Format, t.Constraints); what != "" {
		p.Report(n, at, fmt.Sprintf("%s: every value is refused, and the first caller finds out", what), lint.Cure("correct one of the two"))
	}
}

// contradiction says which two constraints exclude each other, and where one of them stands.
func contradiction(format spec.Format, c *spec.Constraints) (what string, at source.Span) {
	for _, pair := range [...]struct {
		what  string
		least *spec.Limit
		most  *spec.Limit
	}{
		{"characters", c.MinLength, c.MaxLength}, {"bytes", c.MinBytes, c.MaxBytes},
		{"items", c.MinItems, c.MaxItems}, {"entries", c.MinProperties, c.MaxProperties},
	} {
		if pair.least != nil && pair.most != nil && pair.least.N > pair.most.N {
			return fmt.Sprintf("at least %d %s are wanted, and at most %d", pair.least.N, pair.what, pair.most.N), pair.least.Span
		}
	}
	// In protovalidate a minimum above the maximum means what is outside of both.
	if format == spec.OpenAPI && c.Minimum != nil && c.Maximum != nil && apart(c.Minimum, c.Maximum) {
		return fmt.Sprintf("the minimum %s is above the maximum %s", c.Minimum.Text, c.Maximum.Text), c.Minimum.Span
	}
	return excluded(c)
}

// apart reports whether no number lies between the bounds.
func apart(least, most *spec.Bound) bool {
	low, ok := new(big.Rat).SetString(least.Text)
	high, also := new(big.Rat).SetString(most.Text)
	if !ok || !also {
		return false
	}
	order := low.Cmp(high)
	return order > 0 || order == 0 && (least.Exclusive || most.Exclusive)
}

// excluded looks for a set of values of which none is left.
func excluded(c *spec.Constraints) (what string, at source.Span) {
	wanted := c.In
	if c.Const != nil {
		wanted = []*spec.Value{c.Const}
	}
	if len(wanted) == 0 || len(c.NotIn) == 0 {
		return "", source.Span{}
	}
	for _, v := range wanted {
		if !holds(c.NotIn, v) {
			return "", source.Span{}
		}
	}
	return "all values that are allowed are forbidden, too", wanted[0].Span
}

func holds(all []*spec.Value, one *spec.Value) bool {
	for _, v := range all {
		if v.Kind == one.Kind && v.Text == one.Text && len(v.Members)+len(v.Items) == 0 {
			return true
		}
	}
	return false
}
