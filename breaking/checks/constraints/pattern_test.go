package constraints

import (
	"regexp"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
)

// TestPatternEffect compares patterns, and lets a regular expression that is proved to be narrower be
// refuted by samples.
func TestPatternEffect(t *testing.T) {
	samples := []string{"", "a", "b", "ab", "abc", "A", "1", "a1", "asc", "desc", "a-b", "a_b", "aa", "aaaaaaaaaa", "x/y", "/", "xay", "é", "\n", "a\n", "."}
	for _, c := range []struct {
		old, new string
		want     breaking.Effect
	}{
		{"", "a", breaking.Narrows},
		{"a", "", breaking.Widens},
		{"^[a-z]+$", "^[a-z0-9]+$", breaking.Widens},
		{"^[a-z]+$", "^[a-z]*$", breaking.Widens},
		{"^[a-z]{1,8}$", "^[a-z]{2,8}$", breaking.Narrows},
		{"^[a-z]{1,8}$", "^[a-z]{2,9}$", breaking.Undecided},
		{`^\w+$`, "^[A-Za-z0-9_]+$", breaking.None},
		{`^a\.b$`, "^a.b$", breaking.Widens},
		{"^[^/]+$", "^[^/a]+$", breaking.Narrows},
		{"^a$", "a", breaking.Widens},
		{"^a", "a$", breaking.Undecided},
		{"[a-z]", "^[a-z]", breaking.Narrows},
		{"^(asc|desc)$", "^(asc|desc|none)$", breaking.Widens},
		{"^(?:asc|desc)$", "^(desc|asc)$", breaking.None},
		{"^(asc|desc)$", "^(asc|none)$", breaking.Incomparable},
		{"^(a|b)$", "^[a-c]$", breaking.Widens},
		{"^ab?$", "^(a|ab)$", breaking.None},
		{"^projects/[a-z]+$", "^projects/[a-z]+/topics/[a-z]+$", breaking.Undecided},
		{`^\s$`, `^\s?$`, breaking.Undecided}, // the languages differ
		{"(?i)^a$", "^a$", breaking.Undecided},
		{"^(?=a)a$", "^a$", breaking.Undecided},
		{"^[", "^a$", breaking.Undecided},
		{"^.$", "^[a-z]$", breaking.Narrows},
		{"^a|b$", "^a$", breaking.Undecided},
	} {
		got := patternEffect(c.old, c.new)
		if got != c.want {
			t.Errorf("%q -> %q: %v, want %v", c.old, c.new, got, c.want)
		}
		if back := patternEffect(c.new, c.old); back != c.want.Inverse() {
			t.Errorf("%q -> %q: %v, want %v", c.new, c.old, back, c.want.Inverse())
		}
		for _, s := range samples {
			refute(t, c.old, c.new, s, got)
		}
	}
}

func refute(t *testing.T, old, new, sample string, effect breaking.Effect) {
	a, errA := regexp.Compile(old)
	b, errB := regexp.Compile(new)
	if errA != nil || errB != nil {
		return
	}
	before, after := a.MatchString(sample), b.MatchString(sample)
	switch {
	case before && !after && (effect == breaking.Widens || effect == breaking.None),
		after && !before && (effect == breaking.Narrows || effect == breaking.None):
		t.Errorf("%q -> %q: %q refutes that it %v", old, new, sample, effect)
	}
}
