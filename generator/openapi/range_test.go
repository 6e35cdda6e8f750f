package openapi

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
)

// TestRangePattern holds patterns against the numbers around their bounds.
func TestRangePattern(t *testing.T) {
	bounds := []int64{-12345, -1000, -999, -100, -99, -11, -10, -9, -1, 0, 1, 2, 9, 10, 11, 19, 99, 100, 101, 345, 999, 1000, 1200, 12345}
	signed, positive := &spec.Type{Format: "int64"}, &spec.Type{Format: "uint64"}
	for _, low := range bounds {
		holdPattern(t, signed, &low, nil)
		holdPattern(t, signed, nil, &low)
		if low >= 0 {
			holdPattern(t, positive, &low, nil)
			holdPattern(t, positive, nil, &low)
		}
		for _, high := range bounds {
			if high >= low {
				holdPattern(t, signed, &low, &high)
			}
		}
	}
}

func holdPattern(t *testing.T, typ *spec.Type, low, high *int64) {
	t.Helper()
	pattern := rangePattern(typ, boundOf(low), boundOf(high))
	re, err := regexp.Compile(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for n := int64(-13000); n < 13000; n++ {
		want := (low == nil && (typ.Format == "int64" || n >= 0) || low != nil && n >= *low) && (high == nil || n <= *high)
		if re.MatchString(strconv.FormatInt(n, 10)) != want {
			t.Fatalf("%s of %v..%v: %d, want %v", pattern, low, high, n, want)
		}
	}
	for _, text := range []string{"", "-0", "00", "01", "-01", "1.0", "1e1", "+1", " 1"} {
		if re.MatchString(text) {
			t.Fatalf("%s matches %q", pattern, text)
		}
	}
}

func boundOf(n *int64) *spec.Bound {
	if n == nil {
		return nil
	}
	return &spec.Bound{Text: strconv.FormatInt(*n, 10)}
}
