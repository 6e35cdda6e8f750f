package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

// textArgs lint without a score, so that each document is kept by itself.
func textArgs(more ...string) []string {
	return append([]string{"lint", "--max-findings", "0", "--today", "2026-11-21"}, more...)
}

// checkSame holds what is said with a cache against what is said without.
func checkSame(t *testing.T, what string, args []string) {
	t.Helper()
	want := toldBy(append(slices.Clone(args), "--no-cache")...)
	for range 2 {
		if got := toldBy(args...); got != want {
			t.Fatalf("after %s, %s: the cache says something else:\n%s\nwant:\n%s", what, args, got, want)
		}
	}
}

// TestOneDocumentCostsOneDocument counts what is kept anew after one of many documents has changed.
func TestOneDocumentCostsOneDocument(t *testing.T) {
	workspaceOf(t, cachedSpecs())
	toldBy(textArgs()...)
	before := keptNow(t)
	if len(before) != 5 { // the run, three documents, the .proto files
		t.Fatalf("%d results are kept", len(before))
	}
	content := cachedSpecs()["api/one.yaml"]
	writeSpec(t, "api/one.yaml", strings.Replace(content, "title: ones", "title: once", 1))
	checkSame(t, "one edit", textArgs())
	anew := 0
	for name, info := range keptNow(t) {
		if old := before[name]; old == nil || !os.SameFile(old, info) {
			anew++
		}
	}
	if anew != 2 {
		t.Errorf("%d results are made anew, not those of the document and of the run", anew)
	}
}

// TestUnitsTellWhatTheWholeTells puts what is shared to the test: files of several documents with suppressions of
// all kinds, waivers, elements that two documents find the same of.
func TestUnitsTellWhatTheWholeTells(t *testing.T) {
	files := cachedSpecs()
	files["bylaw.yaml"] += "  - {element: shop.v1.A.price, rules: [missing-doc, float-money], reason: known}\n  - {element: shop.v1.S, rules: [missing-doc], reason: known}\n"
	files["common/parts.yaml"] = `# bylaw:ignore float-money -- the whole file

components:
  schemas:
    # bylaw:ignore missing-doc,field-name-case -- half of it
    Part:
      type: object
      properties:
        Size: {type: string}
        amount: {type: number}
        # bylaw:ignore nonsense -- no rule
        price: {type: number}
    Other:
      type: object
      x-bylaw-ignore: {rules: [missing-doc], reason: in a shared file}
      properties:
        Count: {type: integer}
`
	// one.yaml has no element for the x-bylaw-ignore, two.yaml has
	files["api/two.yaml"] += "                  other: {$ref: '../common/parts.yaml#/components/schemas/Other'}\n"
	for _, ignores := range []bool{true, false} {
		t.Run(fmt.Sprint(ignores), func(t *testing.T) {
			if !ignores {
				files["common/parts.yaml"] = strings.Replace(files["common/parts.yaml"], "      x-bylaw-ignore: {rules: [missing-doc], reason: in a shared file}\n", "", 1)
			}
			workspaceOf(t, files)
			for _, args := range [][]string{
				textArgs(), textArgs("--shard", "1/2"), textArgs("--shard", "2/2"), textArgs("api"), textArgs("common/parts.yaml"),
				textArgs("common/parts.yaml", "api/one.yaml"), textArgs("--preset", "strict"), textArgs("proto/shop/v1/a.proto"), {"lint", "--format", "sarif"},
				{"lint", "--format", "github"}, {"lint", "--statistics"},
			} {
				checkSame(t, "nothing", args)
			}
			writeSpec(t, "api/two.yaml", files["api/one.yaml"])
			checkSame(t, "a copy", textArgs())
			writeSpec(t, "bylaw.yaml", strings.Replace(files["bylaw.yaml"], "float-money", "field-name-case", 1))
			checkSame(t, "another waiver", textArgs())
			writeSpec(t, "proto/bylaw.yaml", "version: 1\nwaivers:\n  - {element: money.v1.M, rules: [missing-doc], reason: x}\n")
			checkSame(t, "waivers elsewhere", textArgs())
		})
	}
}

// TestRandomEdits edits a repository at random, and goes back, and holds every state against a run without a cache.
func TestRandomEdits(t *testing.T) {
	original := cachedSpecs()
	workspaceOf(t, original)
	commit(t)
	random := rand.New(rand.NewPCG(1, 2))
	var names []string
	for name := range original {
		names = append(names, name)
	}
	slices.Sort(names)
	words := []string{"Part", "Size", "missing-doc", "string", "off", "$ref", "../common/lost.yaml", "openapi", " ", "#", "\n", "message", "M", "bylaw:ignore missing-doc -- x\n", "x-bylaw-ignore"}
	for i := range 60 {
		name := names[random.IntN(len(names))]
		what := edit(t, random, name, original[name], names, words)
		args := textArgs()
		switch random.IntN(4) {
		case 0:
			args = textArgs("--against", "HEAD")
		case 1:
			args = textArgs("api", "common/parts.yaml")
		}
		if _, err := os.Stat("api"); err == nil {
			checkSame(t, fmt.Sprintf("%d: %s", i, what), args)
		}
	}
}

func commit(t *testing.T) {
	t.Helper()
	for _, args := range [][]string{{"add", "."}, {"-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false", "commit", "-qm", "one"}} {
		if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %s", args, out)
		}
	}
}

// edit makes one edit of a file, and says which.
func edit(t *testing.T, random *rand.Rand, name, original string, names, words []string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	switch kind := random.IntN(6); {
	case err != nil || kind == 0:
		writeSpec(t, name, original)
		return name + " as it was"
	case kind == 1:
		os.Remove(name)
		return "without " + name
	case kind == 2:
		other := names[random.IntN(len(names))]
		if text, err := os.ReadFile(other); err == nil {
			content = text
		}
		writeSpec(t, name, string(content))
		return name + " as " + other
	case kind == 3 && len(content) > 0:
		at := random.IntN(len(content))
		writeSpec(t, name, string(content[:at])+string(content[at+1:]))
		return fmt.Sprintf("%s without byte %d", name, at)
	}
	old, word := words[random.IntN(len(words))], words[random.IntN(len(words))]
	writeSpec(t, name, strings.Replace(string(content), old, word, 1))
	return fmt.Sprintf("%s with %q for %q", name, word, old)
}

// TestCorpusFromTheCache lints real specs with and without what is kept.
func TestCorpusFromTheCache(t *testing.T) {
	specs, err := filepath.Glob(filepath.Join(sharedtest.Corpus(t), "openapi", "*"))
	if err != nil || len(specs) == 0 {
		t.Fatalf("no specs: %v", err)
	}
	files := map[string]string{}
	for _, path := range specs {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = string(content)
	}
	workspaceOf(t, files)
	checkSame(t, "nothing", textArgs("--format", "sarif"))
}
