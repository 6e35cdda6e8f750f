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

const corpusGoldens = "../golden/rules/corpus/" // <group>.txt

// TestCorpus runs the rules of every group on every spec of the corpus: none panics, the findings are
// the same at any GOMAXPROCS, and their numbers are those of the group's golden, so that a change of a
// rule shows what it does to real APIs; and what the tables of precision judge is still found.
func TestCorpus(t *testing.T) {
	specs := loadCorpus(t)
	compareGolden(t, "../golden/rules/operations.txt", countOperations(specs))
	t.Run("vocabulary", func(t *testing.T) { tryVocabulary(t, specs) })
	for _, group := range rules.Groups() {
		t.Run(group.Name, func(t *testing.T) {
			samples := samplesOf(t, group)
			var got strings.Builder
			for i, name := range corpusSpecs() {
				findings := lintGroup(t, specs[i], group, 1)
				if again := lintGroup(t, specs[i], group, 4); !slices.EqualFunc(findings, again, same) {
					t.Errorf("%s: the findings depend on GOMAXPROCS", name)
				}
				count(&got, name, group, findings)
				checkStillFound(t, samples, name, findings)
			}
			compareGolden(t, corpusGoldens+group.Name+".txt", got.String())
		})
	}
}

// countOperations says how many operations each spec of the corpus has, for the docs to relate counts to.
func countOperations(specs [][]*spec.API) string {
	var out strings.Builder
	for i, name := range corpusSpecs() {
		n := 0
		for _, api := range specs[i] {
			if !api.Imported {
				spec.Walk(api, &spec.Visitor{Operation: func(*spec.Operation) { n++ }})
			}
		}
		fmt.Fprintf(&out, "%-28s %6d\n", name, n)
	}
	return out.String()
}

// corpusSpecs returns what of the corpus is linted, each as one.
func corpusSpecs() []string {
	return []string{"googleapis", "openapi/api.github.com.json", "openapi/ghes-3.19.json", "openapi/stripe.yaml"}
}

// loadCorpus returns the APIs of corpusSpecs, in their order.
func loadCorpus(t *testing.T) [][]*spec.API {
	t.Helper()
	corpus := os.DirFS(sharedtest.Corpus(t))
	var specs [][]*spec.API
	for _, name := range corpusSpecs() {
		specs = append(specs, load(t, corpus, name))
	}
	return specs
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

func lintGroup(t *testing.T, apis []*spec.API, group rules.Group, procs int) []report.Finding {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
	profile := &config.Profile{}
	for _, rule := range group.Rules {
		profile.Settings = append(profile.Settings, config.Setting{Rule: rule.ID, Severity: rule.Severity})
	}
	findings, err := lint.Run(context.Background(), apis, lint.NewSet(group.Rules), func(string) *config.Profile { return profile })
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
func count(out *strings.Builder, name string, group rules.Group, findings []report.Finding) {
	counts := map[string]int{}
	for _, f := range findings {
		counts[f.Rule]++
		if f.Rule == report.Internal || f.Span.Len() == 0 || f.Cure == "" {
			fmt.Fprintf(out, "%s: %s: %s\n", name, f.Rule, f.Message)
		}
	}
	for _, rule := range group.Rules {
		fmt.Fprintf(out, "%-28s %-40s %6d\n", name, rule.ID, counts[rule.ID])
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
