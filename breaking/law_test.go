package breaking

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmezard/go-difflib/difflib"

	"github.com/bylaw-dev/bylaw/spec"
)

// TestLaw holds the whole law against a table that people read, and the documentation against it.
// BYLAW_BLESS=1 writes the table.
func TestLaw(t *testing.T) {
	path := filepath.Join("..", "golden", "breaking", "law.txt")
	got := matrix()
	if os.Getenv("BYLAW_BLESS") == "1" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sameText(t, path, read(t, path), got)
	page := filepath.Join("..", "docs", "breaking.md")
	if !strings.Contains(read(t, page), "```\n"+got+"```\n") {
		t.Errorf("%s does not show the law as it is; the block has to be\n%s", page, got)
	}
}

// TestHeadlinesAreDocumented holds the sentences about deployment against the documentation.
func TestHeadlinesAreDocumented(t *testing.T) {
	page := read(t, filepath.Join("..", "docs", "breaking.md"))
	policy := DefaultPolicy()
	back, forth := Verdicts{Breaking}, Verdicts{Breaking}
	for _, c := range []Change{{}, {Backward: back}, {Forward: forth}, {Backward: back, Forward: forth}} {
		if headline := policy.Headline([]Change{c}); !strings.Contains(page, headline) {
			t.Errorf("docs/breaking.md does not explain %q", headline)
		}
	}
}

// matrix prints the law: for consumers of the old version, fact by fact, effect by effect, first for
// what travels in requests, then for responses.
func matrix() string {
	var b strings.Builder
	for _, way := range ways() {
		row(&b, map[spec.Direction]string{spec.InRequest: "in requests", spec.InResponse: "in responses"}[way], func(e Effect) string { return e.String() })
		for _, fact := range facts() {
			row(&b, fact.String(), func(e Effect) string {
				return judge(way, []Touch{On(JSON, fact, e)}).On(JSON).String()
			})
		}
		if way == spec.InRequest {
			b.WriteString("\n")
		}
	}
	return b.String()
}

func row(b *strings.Builder, head string, cell func(Effect) string) {
	line := fmt.Sprintf("%-14s", head)
	for _, e := range effects() {
		line += fmt.Sprintf("%-14s", cell(e))
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
}

// TestMoreNeverBreaksLess is monotonicity: whoever depends on a value in one more way, or sees one
// more thing happen to it, is never better off.
func TestMoreNeverBreaksLess(t *testing.T) {
	for _, first := range touches() {
		for _, d := range directions() {
			alone := judge(d, []Touch{first})
			for _, more := range directions() {
				if wider := judge(d|more, []Touch{first}); d != 0 && lower(wider, alone) {
					t.Errorf("%v: %v in direction %d, and %v in %d", first, alone, d, wider, d|more)
				}
			}
			for _, second := range touches() {
				if both := judge(d, []Touch{first, second}); lower(both, alone) {
					t.Errorf("%v alone %v, with %v %v", first, alone, second, both)
				}
			}
		}
	}
}

// TestInverse demands that a change taken back twice is the change, and that taking it back is a
// matter of its effect alone.
func TestInverse(t *testing.T) {
	for _, e := range effects() {
		if e.Inverse().Inverse() != e {
			t.Errorf("%s taken back twice is %s", e, e.Inverse().Inverse())
		}
	}
	for _, touch := range touches() {
		once := Inverse([]Touch{touch})
		if twice := Inverse(once); twice[0] != touch || once[0].On != touch.On || once[0].Fact != touch.Fact {
			t.Errorf("%v taken back is %v, and twice %v", touch, once, twice)
		}
	}
}

// TestWhoBreaks states the law in the words that it comes from, for every fact that can break anyone.
func TestWhoBreaks(t *testing.T) {
	for _, fact := range facts() {
		verdict := func(d spec.Direction, e Effect) Verdict { return judge(d, []Touch{On(Wire, fact, e)}).On(Wire) }
		check := func(what string, got Verdict, breaks bool) {
			if (got > Safe) != (breaks && fact != Metadata) {
				t.Errorf("%s: %s is %s", fact, what, got)
			}
		}
		check("narrowed in requests", verdict(spec.InRequest, Narrows), true)
		check("narrowed in responses", verdict(spec.InResponse, Narrows), false)
		check("widened in requests", verdict(spec.InRequest, Widens), false)
		check("widened in responses", verdict(spec.InResponse, Widens), true)
		for _, way := range ways() {
			check("nothing", verdict(way, None), false)
			check("offered", verdict(way, Offers), false)
			check("withdrawn", verdict(way, Withdraws), true)
			check("incomparable", verdict(way, Incomparable), true)
			check("undecided", verdict(way, Undecided), true)
			if verdict(way, Undecided) == Breaking {
				t.Errorf("%s: what is not known is claimed to break", fact)
			}
		}
		for _, e := range effects() {
			if verdict(0, e) != verdict(spec.InRequest|spec.InResponse, e) {
				t.Errorf("%s: %s in no known direction is not judged as in both", fact, e)
			}
		}
	}
}

// TestAxesAreApart demands that a touch raises the axes that it names and no others.
func TestAxesAreApart(t *testing.T) {
	for _, touch := range touches() {
		for _, d := range directions() {
			got := judge(d, []Touch{touch})
			if others := got.At(Risky) &^ touch.On; others != 0 {
				t.Errorf("%v breaks %s", touch, others)
			}
			if said := got.At(Risky); said != 0 && said != touch.On {
				t.Errorf("%v breaks only %s", touch, said)
			}
		}
	}
}

// touches are all that a change can do, on one axis and on two.
func touches() []Touch {
	var all []Touch
	for _, axes := range append(Axes(), JSON|Behavior) {
		for _, fact := range facts() {
			for _, effect := range effects() {
				all = append(all, On(axes, fact, effect))
			}
		}
	}
	return all
}

func facts() []Fact {
	var all []Fact
	for f := Member; f <= Metadata; f++ {
		all = append(all, f)
	}
	return all
}

func effects() []Effect {
	var all []Effect
	for e := None; e <= Offers; e++ {
		all = append(all, e)
	}
	return all
}

// TestNothingIsForgotten notices facts and effects that were added behind the last.
func TestNothingIsForgotten(t *testing.T) {
	for what, name := range map[string]func() string{
		"fact": (Metadata + 1).String, "effect": (Offers + 1).String, "verdict": (Breaking + 1).String,
	} {
		func() {
			defer func() { _ = recover() }()
			t.Errorf("the %s %s is not among those that are tested", what, name())
		}()
	}
}

func ways() []spec.Direction { return []spec.Direction{spec.InRequest, spec.InResponse} }

func directions() []spec.Direction {
	return []spec.Direction{0, spec.InRequest, spec.InResponse, spec.InRequest | spec.InResponse}
}

// lower reports whether a verdict of a is better than that of b.
func lower(a, b Verdicts) bool {
	for i := range a {
		if a[i] < b[i] {
			return true
		}
	}
	return false
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func sameText(t *testing.T, path, want, got string) {
	t.Helper()
	if got != want {
		diff, _ := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
			A: difflib.SplitLines(want), B: difflib.SplitLines(got), FromFile: path, ToFile: "the law", Context: 3,
		})
		t.Errorf("the law has changed (BYLAW_BLESS=1 blesses it after you have read it):\n%s", diff)
	}
}
