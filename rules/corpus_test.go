package rules_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/pmezard/go-difflib/difflib"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/proto"
)

const corpusGolden = "../golden/rules/corpus.txt"

// TestCorpus runs every rule on every spec of the corpus: none panics, the findings are the same at
// any GOMAXPROCS, and their numbers are those of the golden, so that a change of a rule shows what
// it does to real APIs; and what the tables of precision judge is still found.
func TestCorpus(t *testing.T) {
	corpus := os.DirFS(sharedtest.Corpus(t))
	samples := readSamples(t)
	var got strings.Builder
	for _, name := range corpusSpecs() {
		apis := load(t, corpus, name)
		findings := lintAll(t, apis, 1)
		if again := lintAll(t, apis, 4); !slices.EqualFunc(findings, again, same) {
			t.Errorf("%s: the findings depend on GOMAXPROCS", name)
		}
		count(&got, name, findings)
		checkStillFound(t, samples, name, findings)
	}
	compareGolden(t, corpusGolden, got.String())
}

// corpusSpecs returns what of the corpus is linted, each as one.
func corpusSpecs() []string {
	return []string{"googleapis", "openapi/api.github.com.json", "openapi/ghes-3.19.json", "openapi/stripe.yaml"}
}

func load(t *testing.T, corpus fs.FS, name string) []*spec.API {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(corpus, name, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			var text []byte
			text, err = fs.ReadFile(corpus, path)
			files[strings.TrimPrefix(path, "googleapis/")] = string(text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	tree := memtree.New(files)
	if name != "googleapis" {
		apis, _ := openapi.Load(t.Context(), openapi.Config{Tree: tree, Roots: tree.Paths()})
		return apis
	}
	protos := slices.DeleteFunc(tree.Paths(), func(file string) bool { return path.Ext(file) != ".proto" })
	apis, _ := proto.Load(t.Context(), proto.Config{Tree: tree, Files: protos})
	return apis
}

func lintAll(t *testing.T, apis []*spec.API, procs int) []report.Finding {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
	profile := &config.Profile{}
	for _, rule := range rules.All() {
		profile.Settings = append(profile.Settings, config.Setting{Rule: rule.ID, Severity: rule.Severity})
	}
	findings, err := lint.Run(context.Background(), apis, lint.NewSet(rules.All()), func(string) *config.Profile { return profile })
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

func same(a, b report.Finding) bool {
	return report.Compare(a, b) == 0 && a.Cure == b.Cure && a.Severity == b.Severity
}

// count writes how often each rule found something in the spec, and fails the test for what no
// finding may be.
func count(out *strings.Builder, name string, findings []report.Finding) {
	counts := map[string]int{}
	for _, f := range findings {
		counts[f.Rule]++
		if f.Rule == report.Internal || f.Span.Len() == 0 || f.Cure == "" {
			fmt.Fprintf(out, "%s: %s: %s\n", name, f.Rule, f.Message)
		}
	}
	for _, rule := range rules.All() {
		fmt.Fprintf(out, "%-28s %-34s %6d\n", name, rule.ID, counts[rule.ID])
	}
}

func compareGolden(t *testing.T, golden, got string) {
	t.Helper()
	if os.Getenv("BYLAW_BLESS") == "1" {
		if err := os.MkdirAll(path.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	diff, err := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
		A: difflib.SplitLines(string(want)), B: difflib.SplitLines(got), FromFile: golden, ToFile: "found",
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff != "" {
		t.Errorf("what the rules do has changed (BYLAW_BLESS=1 blesses it after you have read the findings):\n%s", diff)
	}
}
