package layout

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type gapOptions struct {
	MaxGap int `json:"max_gap"`
}

// Validate refuses gaps that are none.
func (o gapOptions) Validate() error {
	if o.MaxGap < 1 {
		return fmt.Errorf("max_gap %d is no gap", o.MaxGap)
	}
	return nil
}

var unreservedGap = lint.NewWith(lint.Meta{
	ID:       "unreserved-gap",
	Title:    "a message reserves some of the numbers that it skips, and not all",
	Group:    "layout",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, gapOptions{MaxGap: 3}, func(options gapOptions) lint.Hooks {
	return lint.Hooks{Type: func(p *lint.Pass, t *spec.Type) {
		missing := skipped(t, options.MaxGap)
		if len(missing) == 0 {
			return
		}
		numbers := phrase.And(phrase.Fit(missing, 60))
		p.Report(&t.Node, t.NameSpan,
			fmt.Sprintf("message %s reserves other numbers and not %s, which no field has: if one had it once, the next to get it reads the old one's data", t.Name, numbers),
			lint.Cure(fmt.Sprintf("reserve it with the name that it had (reserved %s;), or use it for the next field", missing[0])))
	}}
})

// skipped returns the numbers in small gaps between the fields of a message, if it reserves others:
// where nothing is reserved, numbers are skipped for other reasons.
func skipped(t *spec.Type, maxGap int) []string {
	if t.Proto == nil || len(t.Proto.Reserved) == 0 || t.Kind != spec.KindObject {
		return nil
	}
	numbers := make([]int, 0, len(t.Fields))
	for _, f := range t.Fields {
		numbers = append(numbers, f.Number)
	}
	slices.Sort(numbers)
	var missing []string
	for at := 1; at < len(numbers); at++ {
		if numbers[at]-numbers[at-1]-1 > maxGap {
			continue
		}
		for n := numbers[at-1] + 1; n < numbers[at]; n++ {
			if !setApart(t.Proto, n) {
				missing = append(missing, strconv.Itoa(n))
			}
		}
	}
	return missing
}

// setApart reports whether a number is reserved or left to extensions.
func setApart(t *spec.ProtoType, number int) bool {
	holds := func(r spec.Range) bool { return int(r.First) <= number && number <= int(r.Last) }
	return slices.ContainsFunc(t.Reserved, holds) || slices.ContainsFunc(t.Extensible, holds)
}
