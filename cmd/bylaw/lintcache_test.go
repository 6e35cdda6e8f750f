package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/cache"
)

// cachedSpecs are a repository with an input of every kind.
func cachedSpecs() map[string]string {
	document := func(name, more string) string {
		return "openapi: 3.1.0\ninfo: {title: " + name + ", version: 1.0.0}\nservers: [{url: https://example.com}]\npaths:\n  /" + name + ":\n    get:\n" +
			"      operationId: list\n      responses:\n        '200':\n          description: ok\n          content:\n            application/json:\n" +
			"              schema:\n                type: object\n                properties:\n                  some: {type: string}\n" + more
	}
	const ref = "                  part: {$ref: '../common/parts.yaml#/components/schemas/Part'}\n"
	return map[string]string{
		"bylaw.yaml":               "version: 1\n# here\nwaivers:\n  - {element: nothing.v1.None, rules: [missing-doc], reason: it is gone}\n",
		"api/bylaw.yaml":           "version: 1\nrules: {missing-doc: off}\n",
		"api/one.yaml":             document("ones", ref),
		"api/two.yaml":             document("twos", ref+"                  lost: {$ref: '../common/lost.yaml'}\n"),
		"api/three.json":           `{"openapi":"3.0.3","info":{"title":"Threes","version":"1"},"paths":{}}`,
		"common/parts.yaml":        "components:\n  schemas:\n    Part:\n      # bylaw:ignore missing-doc -- x\n      type: object\n      properties:\n        Size: {type: string}\n",
		"common/alone.yaml":        "components:\n  schemas:\n    Alone: {type: object}\n",
		"proto/buf.yaml":           "version: v1\n# here\n",
		"proto/shop/v1/a.proto":    "syntax = \"proto3\";\npackage shop.v1;\nimport \"money/v1/m.proto\";\nmessage A { money.v1.M price = 1;\n// bylaw:ignore field-name-case until=2027-03-01 -- later\nstring Name = 2; }\nservice S { rpc GetA(A) returns (A); }\n",
		"proto/shop/v1/b.proto":    "syntax = \"proto3\";\npackage shop.v1;\nimport \"money/v1/none.proto\";\nmessage B { string x = 1; }\n",
		"proto/money/v1/m.proto":   "syntax = \"proto3\";\npackage money.v1;\n// bylaw:ignore missing-doc -- x\nmessage M { double amount = 1; }\n",
		"third_party/x/v1/x.proto": "syntax = \"proto3\";\npackage x.v1;\nmessage X { string y = 1; }\n",
		"proto/x/v1/y.proto":       "syntax = \"proto3\";\npackage y.v1;\nimport \"x/v1/x.proto\";\nmessage Y { x.v1.X x = 1; }\n",
	}
}

// workspaceOf writes files into a repository of their own, and stands in it.
func workspaceOf(t *testing.T, files map[string]string) {
	t.Helper()
	root := t.TempDir()
	t.Setenv("BYLAW_CACHE", filepath.Join(t.TempDir(), "results"))
	t.Chdir(root)
	for name, content := range files {
		writeSpec(t, name, content)
	}
	if out, err := exec.Command("git", "init", "-q", ".").CombinedOutput(); err != nil {
		t.Skipf("git can't be run: %v %s", err, out)
	}
}

func writeSpec(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// toldBy runs the command and returns all that it says.
func toldBy(args ...string) string {
	var out, errs bytes.Buffer
	code := run(args, streams{in: strings.NewReader(""), out: &out, err: &errs})
	return out.String() + "\n--\n" + errs.String() + "\n" + string(rune('0'+code))
}

// keptNow returns the entries of the cache by path.
func keptNow(t *testing.T) map[string]fs.FileInfo {
	t.Helper()
	entries := map[string]fs.FileInfo{}
	filepath.WalkDir(os.Getenv("BYLAW_CACHE"), func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".entry") {
			entries[name], _ = d.Info()
		}
		return nil
	})
	return entries
}

// hits runs the command and reports whether all came from the cache: a result that is worked out is kept anew.
func hits(t *testing.T, args ...string) (text string, hit bool) {
	t.Helper()
	before := keptNow(t)
	text = toldBy(args...)
	return text, maps.EqualFunc(before, keptNow(t), os.SameFile)
}

// inBoth runs a test in a format that shows a score, whose runs are kept as a whole, and in one that shows none,
// for which each document is kept by itself as well.
func inBoth(t *testing.T, test func(t *testing.T, lintArgs func(more ...string) []string)) {
	for _, format := range []string{"json", "text"} {
		t.Run(format, func(t *testing.T) {
			test(t, func(more ...string) []string {
				return append([]string{"lint", "--format", format, "--max-findings", "0", "--today", "2026-11-21"}, more...)
			})
		})
	}
}

// checkNoticed warms the cache, makes a change and holds what is said against what is said without a cache.
func checkNoticed(t *testing.T, change func(), before, after []string, wantHit, wantChange bool) {
	t.Helper()
	first := toldBy(before...)
	if again, hit := hits(t, before...); !hit || again != first {
		t.Fatalf("nothing changed, and the cache has not told it (hit: %t)", hit)
	}
	change()
	want := toldBy(append(slices.Clone(after), "--no-cache")...)
	if (want != first) != wantChange {
		t.Fatalf("the change makes a difference: %t", want != first)
	}
	for range 2 {
		got, hit := hits(t, after...)
		if got != want {
			t.Fatalf("the cache says something else:\n%s\nwant:\n%s", got, want)
		}
		if hit != wantHit {
			t.Fatalf("it came from the cache: %t", hit)
		}
		wantHit = true
	}
}

func TestCacheNoticesEveryInput(t *testing.T) {
	flip := func(t *testing.T, name, old, new string) func() {
		return func() {
			content, err := os.ReadFile(name)
			if err != nil || !strings.Contains(string(content), old) {
				t.Fatalf("%s does not hold %q: %v", name, old, err)
			}
			writeSpec(t, name, strings.Replace(string(content), old, new, 1))
		}
	}
	for name, test := range map[string]struct{ file, old, new string }{
		"a document":                   {"api/one.yaml", "some:", "Some:"},
		"a document of JSON":           {"api/three.json", "3.0.3", "9.0.3"},
		"a fragment of two documents":  {"common/parts.yaml", "Size", "size"},
		"a suppression in a fragment":  {"common/parts.yaml", "ignore", "ignoro"},
		"a .proto file":                {"proto/shop/v1/a.proto", "Name", "name"},
		"an import":                    {"proto/money/v1/m.proto", "message M", "message N"},
		"an import that is not linted": {"third_party/x/v1/x.proto", "message X", "message Z"},
		"a configuration":              {"bylaw.yaml", "# here", "fail_on: warning"},
		"a configuration below":        {"api/bylaw.yaml", "off", "error"},
		"a waiver":                     {"bylaw.yaml", "nothing.v1.None", "money.v1.M"},
		"a configuration of buf":       {"proto/buf.yaml", "# here", "deps: [buf.build/acme/x]"},
		"a file that is no spec":       {"common/alone.yaml", "components", "openapi: 3.1.0\ncomponents"},
	} {
		t.Run(name, func(t *testing.T) {
			inBoth(t, func(t *testing.T, lintArgs func(...string) []string) {
				workspaceOf(t, cachedSpecs())
				checkNoticed(t, flip(t, test.file, test.old, test.new), lintArgs(), lintArgs(), false, true)
			})
		})
	}
}

func TestCacheNoticesFilesThatComeAndGo(t *testing.T) {
	for name, change := range map[string]func(t *testing.T){
		"a reference finds its file": func(t *testing.T) { writeSpec(t, "common/lost.yaml", "type: string\n") },
		"an import finds its file": func(t *testing.T) {
			writeSpec(t, "proto/money/v1/none.proto", "syntax = \"proto3\";\npackage money.v1;\n")
		},
		"an import finds a nearer file": func(t *testing.T) {
			writeSpec(t, "proto/x/v1/x.proto", "syntax = \"proto3\";\npackage x.v1;\nmessage Q {}\n")
		},
		"a configuration comes":        func(t *testing.T) { writeSpec(t, "proto/shop/bylaw.yaml", "version: 1\npresets: [strict]\n") },
		"a configuration of buf comes": func(t *testing.T) { writeSpec(t, "proto/shop/buf.yaml", "version: v1\n") },
		"a document comes":             func(t *testing.T) { writeSpec(t, "api/four.yaml", "openapi: 3.1.0\ninfo: {title: f, version: '1'}\n") },
		"a document goes":              func(t *testing.T) { os.Remove("api/one.yaml") },
		"a fragment goes":              func(t *testing.T) { os.Remove("common/parts.yaml") },
		"an import goes":               func(t *testing.T) { os.Remove("proto/money/v1/m.proto") },
		"a configuration goes":         func(t *testing.T) { os.Remove("api/bylaw.yaml") },
		"a file is ignored":            func(t *testing.T) { writeSpec(t, ".gitignore", "api/one.yaml\n") },
		"a link stands for a file":     func(t *testing.T) { os.Remove("api/one.yaml"); os.Symlink("two.yaml", "api/one.yaml") },
		"a folder is a repository":     func(t *testing.T) { exec.Command("git", "init", "-q", "api").Run() },
	} {
		t.Run(name, func(t *testing.T) {
			inBoth(t, func(t *testing.T, lintArgs func(...string) []string) {
				workspaceOf(t, cachedSpecs())
				checkNoticed(t, func() { change(t) }, lintArgs(), lintArgs(), false, true)
			})
		})
	}
}

func TestCacheNoticesFlags(t *testing.T) {
	for name, flags := range map[string][]string{
		"a preset":            {"--preset", "relaxed"},
		"a rule":              {"--rule", "missing-doc"},
		"a threshold":         {"--fail-on", "info"},
		"a configuration":     {"--config", "other.yaml"},
		"an import path":      {"-I", "third_party"},
		"a part":              {"--shard", "1/2"},
		"an argument":         {"api/one.yaml"},
		"a folder":            {"api"},
		"a pattern":           {"api/*.json"},
		"the day that passes": {"--today", "2027-03-02"},
		"the day before":      {"--today", "2027-02-28"},
	} {
		t.Run(name, func(t *testing.T) {
			inBoth(t, func(t *testing.T, lintArgs func(...string) []string) {
				workspaceOf(t, cachedSpecs())
				writeSpec(t, "other.yaml", "version: 1\nrules: {missing-doc: off}\n")
				checkNoticed(t, func() {}, lintArgs(), lintArgs(flags...), false, true)
			})
		})
	}
	inBoth(t, func(t *testing.T, lintArgs func(...string) []string) {
		workspaceOf(t, cachedSpecs())
		outside := filepath.Join(t.TempDir(), "other.yaml")
		writeSpec(t, outside, "version: 1\n")
		args := lintArgs("--config", outside)
		checkNoticed(t, func() { writeSpec(t, outside, "version: 1\npresets: [relaxed]\n") }, args, args, false, true)
	})
}

func TestCacheHoldsWhereNothingMatters(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, lintArgs func(...string) []string) []string{
		"a file of no interest": func(t *testing.T, lintArgs func(...string) []string) []string {
			writeSpec(t, "README.md", "x")
			return lintArgs()
		},
		"written again": func(t *testing.T, lintArgs func(...string) []string) []string {
			writeSpec(t, "api/one.yaml", cachedSpecs()["api/one.yaml"])
			return lintArgs()
		},
		"another day": func(t *testing.T, lintArgs func(...string) []string) []string {
			return lintArgs("--today", "2026-11-22")
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBoth(t, func(t *testing.T, lintArgs func(...string) []string) {
				files := cachedSpecs()
				files["proto/shop/v1/a.proto"] = strings.Replace(files["proto/shop/v1/a.proto"], " until=2027-03-01", "", 1)
				workspaceOf(t, files)
				toldBy(lintArgs()...)
				after := change(t, lintArgs)
				want := toldBy(append(slices.Clone(after), "--no-cache")...)
				if got, hit := hits(t, after...); !hit || got != want {
					t.Errorf("hit: %t, the same: %t", hit, got == want)
				}
			})
		})
	}
}

func TestCacheAgainstBase(t *testing.T) {
	inBoth(t, func(t *testing.T, lintArgs func(...string) []string) {
		workspaceOf(t, cachedSpecs())
		git := func(args ...string) {
			t.Helper()
			args = append([]string{"-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"}, args...)
			if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
				t.Fatalf("%s: %s", args, out)
			}
		}
		git("add", ".")
		git("commit", "-qm", "one")
		writeSpec(t, "api/one.yaml", strings.Replace(cachedSpecs()["api/one.yaml"], "some", "Some", 1))
		args := lintArgs("--against", "HEAD")
		checkNoticed(t, func() { git("commit", "-qam", "two") }, args, args, false, true)
		writeSpec(t, "api/one.yaml", cachedSpecs()["api/one.yaml"])
		git("add", ".")
		staged := lintArgs("--staged")
		checkNoticed(t, func() { git("rm", "-q", "--cached", "api/two.yaml") }, staged, staged, false, true)
	})
}

func TestCacheThatIsBroken(t *testing.T) {
	inBoth(t, func(t *testing.T, lintArgs func(...string) []string) {
		workspaceOf(t, cachedSpecs())
		want := toldBy(lintArgs("--no-cache")...)
		toldBy(lintArgs()...)
		for name := range keptNow(t) {
			content, _ := os.ReadFile(name)
			for at := 0; at < len(content); at += 1 + len(content)/97 {
				torn := slices.Clone(content)
				torn[at] ^= 0x41
				os.WriteFile(name, torn, 0o600)
				if got := toldBy(lintArgs()...); got != want {
					t.Fatalf("byte %d flipped: %s", at, got)
				}
			}
			os.WriteFile(name, content[:len(content)/2], 0o600)
		}
		if got := toldBy(lintArgs()...); got != want {
			t.Error("an entry that is cut off counts")
		}
	})
}

func TestCacheThatCantBeWritten(t *testing.T) {
	inBoth(t, func(t *testing.T, lintArgs func(...string) []string) {
		workspaceOf(t, cachedSpecs())
		want := toldBy(lintArgs("--no-cache")...)
		file := filepath.Join(t.TempDir(), "file")
		writeSpec(t, file, "")
		for _, folder := range []string{"/dev/null/x", "/proc/none", filepath.Join(file, "below"), "off"} {
			t.Setenv("BYLAW_CACHE", folder)
			for range 2 {
				if got := toldBy(lintArgs()...); got != want {
					t.Errorf("%s: %s", folder, got)
				}
			}
		}
	})
}

func TestCacheByTwoAtOnce(t *testing.T) {
	inBoth(t, func(t *testing.T, lintArgs func(...string) []string) {
		workspaceOf(t, cachedSpecs())
		want := toldBy(lintArgs("--no-cache")...)
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				for range 4 {
					if got := toldBy(lintArgs()...); got != want {
						t.Error("they disturb each other")
					}
				}
			})
		}
		group.Wait()
	})
}

func TestCacheSaysTheSameInEveryFormat(t *testing.T) {
	workspaceOf(t, cachedSpecs())
	for _, format := range formatList() {
		args := []string{"lint", "--format", format, "--today", "2026-11-21"}
		want := toldBy(append(slices.Clone(args), "--no-cache")...)
		for range 2 {
			if got := toldBy(args...); got != want {
				t.Errorf("%s differs", format)
			}
		}
	}
}

func TestBuildIDIsTheLinkers(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	want, err := exec.Command("go", "tool", "buildid", program).Output()
	if err != nil {
		t.Skipf("go can't be run: %v", err)
	}
	got, ok := programID()
	if id := strings.TrimSpace(string(want)); !ok || id != "" && got != id {
		t.Errorf("the program is %q, and go says %q", got, id)
	}
	if id := buildID([]byte("\x7fELF no note")); id != "" {
		t.Errorf("a program without an ID has %q", id)
	}
}

func TestCacheCommand(t *testing.T) {
	inBoth(t, func(t *testing.T, lintArgs func(...string) []string) {
		workspaceOf(t, cachedSpecs())
		toldBy(lintArgs()...)
		if got := toldBy("cache", "info"); !strings.Contains(got, " result") {
			t.Error(got)
		}
		if got := toldBy("cache", "clear"); !strings.HasSuffix(got, "0") || len(keptNow(t)) > 0 {
			t.Error(got)
		}
		store := cache.Open(os.Getenv("BYLAW_CACHE"), 1)
		store.Put("x", []byte("larger than the limit"))
		if blobs, _ := store.Info(); blobs != 0 {
			t.Errorf("%d blobs", blobs)
		}
	})
}
