package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
)

// TestFixTheCorpus mends a copy of real specs with everything that may be applied: it comes to an
// end, everything can be read as well as before, and nothing is left that a rule would mend.
func TestFixTheCorpus(t *testing.T) {
	corpus := sharedtest.Corpus(t)
	protos, least := []string{"cloud/aiplatform", "cloud/asset", "cloud/kms", "cloud/run", "cloud/speech", "pubsub", "spanner"}, 60
	if os.Getenv("BYLAW_PROOF") == "1" {
		protos, least = []string{""}, 800
	}
	for _, test := range []struct {
		name  string
		parts []string // folders and files
		least int      // how many fixes there are at least, lest nothing be proved
	}{
		{"github", []string{"openapi/api.github.com.json"}, 450},
		{"ghes", []string{"openapi/ghes-3.19.json"}, 450},
		{"stripe", []string{"openapi/stripe.yaml"}, 450},
		{"googleapis", under("googleapis/google/", protos), least},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			for _, part := range test.parts {
				_, to, _ := strings.Cut(part, "/") // a folder called googleapis would count as third-party code
				copyTree(t, filepath.Join(corpus, filepath.FromSlash(part)), filepath.Join(folder, filepath.FromSlash(to)))
			}
			before := lintTree(t, folder)
			fixed := lintTree(t, folder, "--fix", "--unsafe-fixes")
			if got := fixed.Summary.Fixed; got.Findings < test.least {
				t.Errorf("%d findings were fixed", got.Findings)
			} else {
				t.Logf("%d findings were fixed in %d files", got.Findings, got.Files)
			}
			checkFixed(t, before, fixed)
			again := lintTree(t, folder, "--fix", "--unsafe-fixes")
			if again.Summary.Fixed.Files > 0 || len(again.Findings) != len(fixed.Findings) {
				t.Errorf("a second run fixes %+v, and has %d findings, not %d", again.Summary.Fixed, len(again.Findings), len(fixed.Findings))
			}
		})
	}
}

// under returns the names below a folder.
func under(folder string, names []string) []string {
	paths := make([]string, len(names))
	for i, name := range names {
		paths[i] = folder + name
	}
	return paths
}

// lintOutput is the part of the JSON output that is looked at.
type lintOutput struct {
	Summary struct {
		Checked report.Counts
		Fixed   report.Fixed
		Fixable report.Fixable
	}
	Findings []struct{ Rule, Message string }
}

func lintTree(t *testing.T, folder string, flags ...string) lintOutput {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.json")
	var said strings.Builder
	arguments := append([]string{"lint", "--preset", "strict", "--fail-on", "off", "--format", "json=" + out, folder}, flags...)
	if code := run(arguments, streams{in: strings.NewReader(""), out: &said, err: &said}); code != exitClean {
		t.Errorf("exit code %d: %s", code, said.String())
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var output lintOutput
	if err := json.Unmarshal(text, &output); err != nil {
		t.Fatal(err)
	}
	return output
}

// checkFixed makes sure that nothing is left to fix, and that nothing is worse than it was.
func checkFixed(t *testing.T, before, after lintOutput) {
	t.Helper()
	if left := after.Summary.Fixable; left != (report.Fixable{}) {
		t.Errorf("%+v could still be fixed", left)
	}
	a, b := before.Summary.Checked, after.Summary.Checked
	if a.Files != b.Files || a.Operations != b.Operations || b.Fields < a.Fields {
		t.Errorf("%+v were checked before, and %+v after", a, b)
	}
	faults := map[string]int{}
	for _, d := range report.Diagnostics() {
		faults[d.ID] = 0
	}
	for _, f := range before.Findings {
		if _, own := faults[f.Rule]; own {
			faults[f.Rule]++
		}
	}
	for _, f := range after.Findings {
		if n, own := faults[f.Rule]; own && n == 0 {
			t.Errorf("%s: %s", f.Rule, f.Message)
		} else if own {
			faults[f.Rule]--
		}
	}
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		local, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, local)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, content, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}
