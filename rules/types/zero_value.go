package types

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/edit"
	"github.com/bylaw-dev/bylaw/spec"
)

// zeroNumber finds the number behind the name of a zero value.
var zeroNumber = regexp.MustCompile(`^\s*=\s*(0)[\s;\[]`)

// makeUnspecified offers a new zero value for an enum and a number of its own for what was 0. It is
// display-only: on the wire the old 0 means the new value.
func makeUnspecified(t *spec.Type, zero *spec.EnumValue, name string) []lint.Option {
	again := slices.ContainsFunc(t.Values, func(v *spec.EnumValue) bool { return v != zero && v.Number == 0 || v.Name == name })
	rest := zero.Span.Slice(int(zero.NameSpan.End-zero.Span.Start), zero.Span.Len())
	number := zeroNumber.FindStringSubmatchIndex(rest.Text())
	first, ok := edit.First(t, name+" = 0;")
	free := freeEnumNumber(t)
	if again || number == nil || free == 0 || !ok {
		return nil
	}
	return []lint.Option{lint.Fix(report.Fix{
		Title:  fmt.Sprintf("add %s as 0, and number %s %d", name, zero.Name, free),
		Safety: report.DisplayOnly,
		Edits:  []report.Edit{first, {Span: rest.Slice(number[2], number[3]), New: strconv.Itoa(int(free))}},
	})}
}

// freeEnumNumber returns the least number above all that an enum has; 0 if it has closed them.
func freeEnumNumber(t *spec.Type) int32 {
	next := int64(1)
	for _, v := range t.Values {
		next = max(next, int64(v.Number)+1)
	}
	closed := slices.SortedFunc(slices.Values(t.Proto.Reserved), func(a, b spec.Range) int { return cmp.Compare(a.First, b.First) })
	for _, r := range closed {
		if int64(r.First) <= next && next <= int64(r.Last) {
			next = int64(r.Last) + 1
		}
	}
	if next > math.MaxInt32 {
		return 0
	}
	return int32(next)
}
