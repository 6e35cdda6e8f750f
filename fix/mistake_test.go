package fix_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/fix"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// TestGuiltyFixIsDropped has one fix among many break a spec: it alone is undone, whatever stands
// around it.
func TestGuiltyFixIsDropped(t *testing.T) {
	for _, n := range []int{1, 2, 3, 7, 64} {
		for guilty := range n {
			files := map[string]string{"other": "good"}
			words := strings.Repeat("good ", n)
			words = words[:guilty*5] + "evil " + words[guilty*5+5:]
			files["f"] = words
			l := &toy{files: files, rules: []toyRule{replace("g", "good", "fine", 2), replace("e", "evil", "BROKEN", 2)}}
			after, result := l.run(t, unsafe)
			if want := strings.ReplaceAll(words, "good", "fine"); after["f"] != want || after["other"] != "fine" {
				t.Fatalf("%d of %d: %q, want %q", guilty, n, after["f"], want)
			}
			if got := messages(result.Mistakes); got != `internal: the fix "mend evil" of rule e was not made: this is broken` {
				t.Fatalf("%d of %d: %s", guilty, n, got)
			}
			if l.runs > 20 {
				t.Errorf("%d of %d: linted %d times", guilty, n, l.runs)
			}
		}
	}
}

// TestSuspectsAreTriedLast bounds the search: what doesn't touch the broken file is tried as a whole
// first, however much it is.
func TestSuspectsAreTriedLast(t *testing.T) {
	files := map[string]string{"a": "evil"}
	for i := range 500 {
		files[fmt.Sprintf("f%03d", i)] = "good"
	}
	l := &toy{files: files, rules: []toyRule{replace("g", "good", "fine", 2), replace("e", "evil", "BROKEN", 2)}}
	l.run(t, unsafe)
	if l.runs > 3 { // as it was, with everything, and without the one that is suspected
		t.Errorf("linted %d times", l.runs)
	}
}

// TestMistakeIsAFinding holds that a mistake is told at its place, and that no one is offered it again.
func TestMistakeIsAFinding(t *testing.T) {
	l := &toy{files: map[string]string{"f": "good evil"}, rules: []toyRule{replace("g", "good", "finest", 2), replace("e", "evil", "BROKEN", 2)}}
	_, result := l.run(t, unsafe)
	if len(result.Summary.Findings) != 2 || len(result.Mistakes) != 1 {
		t.Fatalf("left: %s", messages(result.Summary.Findings))
	}
	if m := result.Mistakes[0]; m.Span.Text() != "evil" || m.Element != "f" || m.Severity != report.Error || m.Cure == "" {
		t.Errorf("the mistake: %+v", m)
	}
	if result.Summary.Fixable() != (report.Fixable{}) {
		t.Error("the fix is still offered")
	}
}

// TestErrorsThatWereThere hold nobody from fixing.
func TestErrorsThatWereThere(t *testing.T) {
	l := &toy{files: map[string]string{"f": "BROKEN good", "g": "evil BROKEN good"}, rules: []toyRule{replace("g", "good", "fine", 2), replace("e", "evil", "BROKEN", 2)}}
	after, result := l.run(t, unsafe)
	if after["f"] != "BROKEN fine" || after["g"] != "evil BROKEN fine" || len(result.Mistakes) != 1 {
		t.Errorf("%q; %s", after, messages(result.Mistakes))
	}
}

// TestFixThatBreaksAnotherFile edits one file, and the error is in one that it didn't touch.
func TestFixThatBreaksAnotherFile(t *testing.T) {
	files := map[string]string{"a": "evil good", "b": "good good", "c": "good"}
	l := &toy{files: files}
	l.rules = []toyRule{replace("g", "good", "fine", 2), replace("e", "evil", "bad", 2)}
	broken := func(edited map[string]*source.File) bool {
		return edited["a"] != nil && strings.Contains(string(edited["a"].Content), "bad")
	}
	result, err := fix.Run(t.Context(), l.tree(), l.failing("b", broken), unsafe)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, file := range result.Files {
		got[file.Path] = string(file.New)
	}
	if got["a"] != "evil fine" || got["b"] != "fine fine" || got["c"] != "fine" {
		t.Errorf("%q; %s", got, messages(result.Mistakes))
	}
	if !strings.Contains(messages(result.Mistakes), `"mend evil" of rule e`) || len(result.Mistakes) != 1 {
		t.Errorf("blamed: %s", messages(result.Mistakes))
	}
}

func TestFixThatHidesAFile(t *testing.T) {
	l := &toy{files: map[string]string{"f": "good evil"}, rules: []toyRule{replace("g", "good", "fine", 2), replace("e", "evil", "GONE", 2)}}
	after, result := l.run(t, unsafe)
	if after["f"] != "fine evil" || !strings.Contains(messages(result.Mistakes), "no longer known as a spec") {
		t.Errorf("%q; %s", after["f"], messages(result.Mistakes))
	}
}

// TestRuleThatFailsOftenIsNotTrusted bounds what a broken rule can cost.
func TestRuleThatFailsOftenIsNotTrusted(t *testing.T) {
	files := map[string]string{}
	for i := range 100 {
		files[fmt.Sprintf("f%03d", i)] = "evil good"
	}
	l := &toy{files: files, rules: []toyRule{replace("g", "good", "fine", 2), replace("e", "evil", "BROKEN", 2)}}
	after, result := l.run(t, unsafe)
	for path, text := range after {
		if text != "evil fine" {
			t.Errorf("%s: %q", path, text)
		}
	}
	if len(result.Mistakes) != 3 || !strings.Contains(messages(result.Mistakes), "nor is any other fix of that rule") {
		t.Errorf("mistakes: %s", messages(result.Mistakes))
	}
	if l.runs > 40 || result.Summary.Fixable() != (report.Fixable{}) {
		t.Errorf("linted %d times, %+v still offered", l.runs, result.Summary.Fixable())
	}
}

func TestEditsThatFitNoFile(t *testing.T) {
	for name, test := range map[string]struct {
		edits func(at source.Span) []report.Edit
		want  string
	}{
		"no file": {func(source.Span) []report.Edit { return []report.Edit{{New: "x"}} }, "it edits what is no file"},
		"not in the tree": {func(source.Span) []report.Edit {
			return []report.Edit{{Span: source.NewFile("../etc/passwd", []byte("root")).Span(0, 4), New: "x"}}
		}, "it edits what is no file"},
		"another text": {func(source.Span) []report.Edit {
			return []report.Edit{{Span: source.NewFile("f", []byte("other text")).Span(0, 4), New: "x"}}
		}, "it edits a text that is not the file's"},
		"past the end": {func(at source.Span) []report.Edit {
			return []report.Edit{{Span: source.Span{File: at.File, Start: 3, End: 99}, New: "x"}}
		}, "an edit lies outside its file"},
		"before the beginning": {func(at source.Span) []report.Edit {
			return []report.Edit{{Span: source.Span{File: at.File, Start: -1, End: 2}, New: "x"}}
		}, "an edit lies outside its file"},
		"backwards": {func(at source.Span) []report.Edit {
			return []report.Edit{{Span: source.Span{File: at.File, Start: 3, End: 2}, New: "x"}}
		}, "an edit lies outside its file"},
		"over each other": {func(at source.Span) []report.Edit {
			return []report.Edit{{Span: at.File.Span(0, 3), New: "x"}, {Span: at.File.Span(2, 4), New: "y"}}
		}, "its edits overlap"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &toy{files: map[string]string{"f": "evil good"}, rules: []toyRule{
				replace("g", "good", "fine", 2),
				func(file *source.File) []report.Finding { return each(file, "e", "evil", test.edits, report.Safe) },
			}}
			after, result := l.run(t, unsafe)
			if after["f"] != "evil fine" || messages(result.Mistakes) != `internal: the fix "mend evil" of rule e was not made: `+test.want {
				t.Errorf("%q; %s", after["f"], messages(result.Mistakes))
			}
		})
	}
}

// TestCircle has two rules undo each other's work: what else was mended stays, and a second run
// makes nothing of it either.
func TestCircle(t *testing.T) {
	for name, test := range map[string]struct {
		rules []toyRule
		want  string
	}{
		"two rules": {[]toyRule{replace("a", "aa", "bb", 2), replace("b", "bb", "aa", 2)}, "fixes undo each other, so they were not made: those of a, b"},
		"no change": {[]toyRule{replace("a", "aa", "aa", 2)}, "fixes of rule a lead in a circle, so they were not made"},
		"longer": {[]toyRule{replace("a", "aa", "bb", 2), replace("b", "bb", "cc", 2), replace("c", "cc", "aa", 2)},
			"fixes undo each other, so they were not made: those of a, b, c"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &toy{files: map[string]string{"f": "aa g1"}, rules: append(test.rules, replace("g", "g1", "g2", 2))}
			after, result := l.run(t, unsafe)
			if !strings.HasPrefix(after["f"], "aa") && !strings.HasPrefix(after["f"], "bb") || !strings.HasSuffix(after["f"], "g2") {
				t.Errorf("%q", after["f"])
			}
			if got := messages(result.Mistakes); got != "internal: "+test.want {
				t.Errorf("%s", got)
			}
			again := &toy{files: after, rules: l.rules}
			if twice, _ := again.run(t, unsafe); twice["f"] != after["f"] {
				t.Errorf("a second run makes %q of %q", twice["f"], after["f"])
			}
		})
	}
}

func TestEndless(t *testing.T) {
	l := &toy{files: map[string]string{"f": "a"}, rules: []toyRule{replace("grow", "a", "ba", 2)}}
	after, result := l.run(t, fix.Options{Least: report.Safe, Rounds: 7})
	if after["f"] != "bbbbbbba" || result.Rounds != 7 {
		t.Errorf("%q in %d rounds", after["f"], result.Rounds)
	}
	if got := messages(result.Mistakes); got != "internal: after 7 rounds there is still something to fix: grow" {
		t.Error(got)
	}
}
