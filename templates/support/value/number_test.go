package value_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/value"
)

func TestScanNumber(t *testing.T) {
	for _, c := range []struct {
		text         string
		size         int
		whole, plain bool
	}{
		{"0", 1, true, true}, {"-0", 2, true, true}, {"12", 2, true, true}, {"-7]", 2, true, true},
		{"1.5", 3, false, false}, {"1.0", 3, true, false}, {"1.50e1", 6, true, false}, {"1.55e1", 6, false, false},
		{"1e3", 3, true, false}, {"1E+3", 4, true, false}, {"1e-1", 4, false, false}, {"10e-1", 5, true, false},
		{"0.0", 3, true, false}, {"0e-99", 5, true, false}, {"0.001e3", 7, true, false},
		{"1e999999999", 11, true, false}, {"1e-999999999", 12, false, false}, {"1e000000000000000000001", 23, true, false},
		{"1e9999999999999999", 0, false, false}, {"", 0, false, false}, {"-", 0, false, false}, {"01", 0, false, false},
		{"-01", 0, false, false}, {"1.", 0, false, false}, {".5", 0, false, false}, {"1e", 0, false, false},
		{"1e+", 0, false, false}, {"+1", 0, false, false}, {"Infinity", 0, false, false}, {"0x1", 1, true, true}, {"1.2.3", 3, false, false},
	} {
		size, whole, plain := value.ScanNumber(c.text)
		if size != c.size || whole != c.whole || plain != c.plain {
			t.Errorf("%s: %d %v %v", c.text, size, whole, plain)
		}
	}
}

func TestCompareNumbers(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"1", "1.0", 0}, {"10", "1e1", 0}, {"0", "-0.0e5", 0}, {"-1", "1", -1}, {"0.1", "0.09", 1}, {"-0.1", "-0.09", -1},
		{"123.45", "12345e-2", 0}, {"99999999999999999999999", "99999999999999999999998", 1}, {"1e400", "1e399", 1},
		{"0.5", "0.50000000000000000000000000001", -1}, {"1e999999999", "2", 1}, {"1e-999999999", "0", 1}, {"-1e999999999", "-2", -1},
		{"0.000123", "1.23e-4", 0}, {"1000.0100", "1.00001e3", 0}, {"9", "10", -1}, {"0", "0.1", -1}, {"0", "-0.1", 1}, {"0", "10", -1},
	} {
		if got := value.CompareNumbers(c.a, c.b); got != c.want {
			t.Errorf("%s against %s: %d", c.a, c.b, got)
		}
		if got := value.CompareNumbers(c.b, c.a); got != -c.want {
			t.Errorf("%s against %s: %d", c.b, c.a, got)
		}
	}
}

func TestIsMultiple(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"0.0075", "0.0001", true}, {"0.00751", "0.0001", false}, {"19.99", "0.01", true}, {"4.35", "0.01", true},
		{"1e308", "0.123456789", false}, {"1e999999999", "7", false}, {"1e999999999", "8", true}, {"12391239123", "1e-8", true},
		{"1e5", "16", true}, {"1e5", "64", false}, {"1e6", "64", true}, {"3e4", "7", false}, {"7e4", "7", true}, {"1e7", "999999", false}, {"999999e13", "999999", true},
		{"0", "3", true}, {"-9", "3", true}, {"-10", "3", false}, {"7", "0", false}, {"3", "1e999999999", false},
		{"36893488147419103232", "18446744073709551616", true}, {"36893488147419103233", "18446744073709551616", false},
		{"1.5", "0.5", true}, {"0.5", "1.5", false}, {"18446744073709551615", "5", true}, {"18446744073709551614", "18446744073709551615", false},
	} {
		if got := value.IsMultiple(c.a, c.b); got != c.want {
			t.Errorf("%s of %s: %v", c.a, c.b, got)
		}
	}
}

// TestLongNumbers finishes only if no cost grows with the square of the digits or with the exponent.
func TestLongNumbers(t *testing.T) {
	long := strings.Repeat("7", 1_000_000)
	if !value.IsMultiple(long, "7") || value.IsMultiple(long+"e999999999999999", strings.Repeat("9", 30)) {
		t.Error("a million digits are divided wrongly")
	}
	if value.CompareNumbers(long, "7."+long[1:]+"e999999") != 0 {
		t.Error("a million digits are compared wrongly")
	}
}

func TestWhole(t *testing.T) {
	for _, c := range []struct {
		literal  string
		size     uint64
		negative bool
		ok       bool
	}{
		{"1.20e1", 12, false, true}, {"-18446744073709551615", 18446744073709551615, true, true}, {"18446744073709551616", 0, false, false},
		{"0e999999999", 0, false, true}, {"1e999999999", 0, false, false}, {"1e19", 10000000000000000000, false, true}, {"-0", 0, false, true},
	} {
		size, negative, ok := value.Whole(c.literal)
		if ok != c.ok || ok && (size != c.size || negative != c.negative) {
			t.Errorf("%s: %d %v %v", c.literal, size, negative, ok)
		}
	}
}

// FuzzNumber compares with big.Rat.
func FuzzNumber(f *testing.F) {
	for _, pair := range [][2]string{{"1", "1.0"}, {"-12.50e3", "0.01"}, {"0.1e-7", "1e-9"}, {"123456789012345678901234567890", "987654321098765432109"}} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := rational(a), rational(b)
		if x == nil || y == nil {
			return
		}
		if got := value.CompareNumbers(a, b); got != x.Cmp(y) {
			t.Errorf("%s against %s: %d", a, b, got)
		}
		same := string(value.AppendNumber(nil, a)) == string(value.AppendNumber(nil, b))
		if same != (x.Cmp(y) == 0) {
			t.Errorf("%s and %s share a form: %v", a, b, same)
		}
		if y.Sign() != 0 && value.IsMultiple(a, b) != new(big.Rat).Quo(x, y).IsInt() {
			t.Errorf("%s of %s: %v", a, b, value.IsMultiple(a, b))
		}
		if _, whole, _ := value.ScanNumber(a); whole != x.IsInt() {
			t.Errorf("%s is whole: %v", a, whole)
		}
	})
}

// rational reads a JSON number of moderate size; nil if text is none.
func rational(text string) *big.Rat {
	size, _, _ := value.ScanNumber(text)
	_, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	if size == 0 || size < len(text) || len(exponent) > 3 {
		return nil
	}
	x, _ := new(big.Rat).SetString(text)
	return x
}
