package phrase

import (
	"slices"
	"testing"
)

func TestLists(t *testing.T) {
	for _, c := range []struct {
		items   []string
		and, or string
	}{
		{nil, "", ""},
		{[]string{"a"}, "a", "a"},
		{[]string{"a", "b"}, "a and b", "a or b"},
		{[]string{"a", "b", "c"}, "a, b and c", "a, b or c"},
	} {
		if got := And(c.items); got != c.and {
			t.Errorf("And(%q) = %q, want %q", c.items, got, c.and)
		}
		if got := Or(c.items); got != c.or {
			t.Errorf("Or(%q) = %q, want %q", c.items, got, c.or)
		}
	}
}

func TestFit(t *testing.T) {
	items := []string{"one", "two", "three", "four"}
	for _, c := range []struct {
		bytes int
		want  []string
	}{
		{0, []string{"one", "3 more"}},
		{10, []string{"one", "two", "2 more"}},
		{100, items},
	} {
		if got := Fit(items, c.bytes); !slices.Equal(got, c.want) {
			t.Errorf("Fit(%d) = %q, want %q", c.bytes, got, c.want)
		}
	}
	if !slices.Equal(items, []string{"one", "two", "three", "four"}) {
		t.Errorf("Fit has written into its argument: %q", items)
	}
}

func TestHead(t *testing.T) {
	for _, c := range []struct {
		text  string
		bytes int
		want  string
	}{
		{"short", 10, "short"},
		{"longer", 4, "long"},
		{"größer", 3, "gr"}, // not the half of a letter
	} {
		if got := Head(c.text, c.bytes); got != c.want {
			t.Errorf("Head(%q, %d) = %q, want %q", c.text, c.bytes, got, c.want)
		}
	}
}
