package report

import (
	"slices"
	"testing"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func finding(rule, element, path string, start int, message string) Finding {
	file := source.NewFile(path, []byte("some text that is long enough"))
	return Finding{Rule: rule, Element: spec.ID(element), Message: message, Span: file.Span(start, start+1)}
}

func TestFingerprint(t *testing.T) {
	base := finding("r", "shop.Order.id", "a.proto", 3, "m")
	openAPI := finding("r", "GET /users/{}", "a.yaml", 3, "m")
	config := finding("r", "", "bylaw.yaml", 3, "m")
	for _, test := range []struct {
		name string
		a, b Finding
		same bool
	}{
		{"moved", base, finding("r", "shop.Order.id", "a.proto", 9, "m"), true},
		{"reworded", base, finding("r", "shop.Order.id", "a.proto", 3, "other"), true},
		{"the proto file renamed", base, finding("r", "shop.Order.id", "b.proto", 3, "m"), true},
		{"another rule", base, finding("s", "shop.Order.id", "a.proto", 3, "m"), false},
		{"another element", base, finding("r", "shop.Order.name", "a.proto", 3, "m"), false},
		{"another OpenAPI document", openAPI, finding("r", "GET /users/{}", "b.yaml", 3, "m"), false},
		{"no element, another file", config, finding("r", "", "sub/bylaw.yaml", 3, "m"), false},
		{"parts that run together", finding("r", "ab", "", 0, "m"), finding("ra", "b", "", 0, "m"), false},
	} {
		if got := Fingerprint(test.a, 0) == Fingerprint(test.b, 0); got != test.same {
			t.Errorf("%s: the same is %v, want %v", test.name, got, test.same)
		}
	}
	if Fingerprint(base, 0) == Fingerprint(base, 1) {
		t.Error("repeats are not told apart")
	}
}

// What a fingerprint is made of is a promise: code scanning would open every alert anew.
func TestFingerprintIsStable(t *testing.T) {
	got := []string{
		Fingerprint(finding("verb-in-path", "GET /getUsers", "api/users.json", 0, ""), 0),
		Fingerprint(finding("missing-doc", "shop.Order.id", "x.proto", 0, ""), 2),
	}
	want := []string{"4c5c2cea5b7d75db35eac4cb5d535430", "6d2bf9f79b27198613a6c2710413f76c"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFingerprintsTellRepeatsApart(t *testing.T) {
	a, b := finding("r", "x", "a", 1, "first"), finding("r", "y", "a", 2, "")
	again := finding("r", "x", "a", 5, "second")
	got := Fingerprints([]Finding{a, b, again, a})
	want := []string{Fingerprint(a, 0), Fingerprint(b, 0), Fingerprint(a, 1), Fingerprint(a, 2)}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
