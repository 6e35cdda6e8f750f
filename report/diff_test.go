package report

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func diffOf(t *testing.T, path, old, new string, o Options) string {
	t.Helper()
	var out strings.Builder
	if err := Diff(&out, path, []byte(old), []byte(new), o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestDiff(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"equal":      {"a\n", "a\n", ""},
		"both empty": {"", "", ""},
		"one line":   {"a\nb\nc\n", "a\nB\nc\n", "--- a/x.yaml\n+++ b/x.yaml\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"},
		"filled":     {"", "a\n", "--- a/x.yaml\n+++ b/x.yaml\n@@ -0,0 +1 @@\n+a\n"},
		"emptied":    {"a\n", "", "--- a/x.yaml\n+++ b/x.yaml\n@@ -1 +0,0 @@\n-a\n"},
		"no newline": {"a\nb", "a\nb\nc", "--- a/x.yaml\n+++ b/x.yaml\n@@ -1,2 +1,3 @@\n a\n" +
			"-b\n\\ No newline at end of file\n+b\n+c\n\\ No newline at end of file\n"},
		"carriage returns stay": {"a\r\nb\r\n", "a\r\nc\r\n", "--- a/x.yaml\n+++ b/x.yaml\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := diffOf(t, "x.yaml", test.old, test.new, Options{}); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestDiffIsCutIntoHunks(t *testing.T) {
	var old string
	for i := range 40 {
		old += fmt.Sprintln("line", i)
	}
	lines := strings.SplitAfter(old, "\n")
	lines[4], lines[10], lines[30] = "first\n", "near\n", "far\n"
	got := diffOf(t, "x", old, strings.Join(lines, ""), Options{})
	if want := []string{"@@ -2,13 +2,13 @@", "@@ -28,7 +28,7 @@"}; !strings.Contains(got, want[0]) || !strings.Contains(got, want[1]) || strings.Count(got, "@@ -") != 2 {
		t.Errorf("want the hunks %q in\n%s", want, got)
	}
}

func TestDiffNamesFilesAsTheReaderDoes(t *testing.T) {
	for display, want := range map[string]string{
		"api/x.yaml": "--- a/api/x.yaml\n+++ b/api/x.yaml\n", "../x.yaml": "--- ../x.yaml\n+++ ../x.yaml\n", "/tmp/x.yaml": "--- /tmp/x.yaml\n+++ /tmp/x.yaml\n",
	} {
		got := diffOf(t, "x.yaml", "a\n", "b\n", Options{Display: func(string) string { return display }})
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: got\n%s", display, got)
		}
	}
}

func TestDiffInColourDoesNothingToATerminal(t *testing.T) {
	got := diffOf(t, "x", "a\n", "\x1b[2Jb", Options{Color: true})
	if strings.Contains(got, "\x1b[2J") || !strings.Contains(got, "␛[2Jb") || !strings.Contains(got, "\n\x1b[31;1m-a") {
		t.Errorf("got %q", got)
	}
}

// TestDiffCanBeApplied has git turn one text into another by our diff.
func TestDiffCanBeApplied(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		old := randomText(random, 1+random.IntN(80))
		new := changed(random, old)
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, "x.yaml"), []byte(old), 0o644); err != nil {
			t.Fatal(err)
		}
		patch := diffOf(t, "x.yaml", old, new, Options{})
		if patch == "" {
			continue
		}
		apply := exec.Command("git", "apply", "--whitespace=nowarn", "-")
		apply.Dir, apply.Stdin = folder, strings.NewReader(patch)
		apply.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(folder), "GIT_CONFIG_GLOBAL="+os.DevNull)
		if out, err := apply.CombinedOutput(); err != nil {
			t.Fatalf("%d: %v: %s\n%s", i, err, out, patch)
		}
		if got, _ := os.ReadFile(filepath.Join(folder, "x.yaml")); string(got) != new {
			t.Fatalf("%d: the patch makes\n%q, want\n%q, and is\n%s", i, got, new, patch)
		}
	}
}

// randomText has many equal lines, as specs have.
func randomText(random *rand.Rand, lines int) string {
	var text strings.Builder
	for range lines {
		fmt.Fprintf(&text, "%d\n", random.IntN(6))
	}
	return text.String()
}

func changed(random *rand.Rand, text string) string {
	lines := strings.SplitAfter(text, "\n")
	for range random.IntN(12) {
		at := random.IntN(len(lines))
		switch random.IntN(3) {
		case 0:
			lines[at] = "changed\n"
		case 1:
			lines[at] += "added\n"
		default:
			lines[at] = ""
		}
	}
	if random.IntN(3) == 0 {
		return strings.TrimSuffix(strings.Join(lines, ""), "\n")
	}
	return strings.Join(lines, "")
}

// TestDiffOfLargeFiles would take minutes with a general comparison.
func TestDiffOfLargeFiles(t *testing.T) {
	var old bytes.Buffer
	for i := range 300_000 {
		fmt.Fprintf(&old, "    \"key%d\": {\n", i%1000)
	}
	lines := strings.SplitAfter(old.String(), "\n")
	for i := 0; i < len(lines); i += 30 {
		lines[i] = "changed\n" + lines[i]
	}
	if got := diffOf(t, "x", old.String(), strings.Join(lines, ""), Options{}); strings.Count(got, "\n+changed") != 10_001 {
		t.Errorf("%d lines were added", strings.Count(got, "\n+changed"))
	}
}
