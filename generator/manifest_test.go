package generator

import (
	"strings"
	"testing"
)

// The manifest is for people too: one file a line or so, sorted, the same each time.
func TestManifest(t *testing.T) {
	tr := newTree(t)
	p := Place{Root: tr.root, Out: "x", Target: "go", Source: "api/x.yaml", Config: "bylaw.yaml"}
	for range 2 {
		if _, err := Disk(t.Context(), p).Put([]File{theirs("x/s.go", "s"), ours("x/a.go", "a"), kit("x/k.go", "k")}); err != nil {
			t.Fatal(err)
		}
	}
	tr.want("manifest", tr.get(ManifestPath), `{
  "version": 1,
  "outputs": [
    {
      "out": "x",
      "target": "go",
      "source": "api/x.yaml",
      "config": "bylaw.yaml",
      "files": [
        {
          "path": "x/a.go",
          "owner": "regenerated",
          "sha256": "1692c5e7a708a8b7e78edb2b48ee9c0651897a3a1a556f9d9cf796f5ad309d71"
        },
        {
          "path": "x/k.go",
          "owner": "kit",
          "sha256": "8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a"
        },
        {
          "path": "x/s.go",
          "owner": "once",
          "sha256": "043a718774c572bd8a25adbeb1bfcd5c0256ae11cecf9f9c3f925d0e52beaf89"
        }
      ]
    }
  ]
}
`)
}

// A manifest is a file that others write to as well.
func TestManifestOfOthers(t *testing.T) {
	for text, want := range map[string]string{
		"<<<<<<< HEAD\n": ".bylaw/generate.json can't be read",
		`{"version": 2}`: ".bylaw/generate.json is of version 2, and this bylaw knows 1: install a newer bylaw",
		`{"version":1,"outputs":[{"out":"x","files":[{"path":"../../etc/passwd","owner":"regenerated"}]}]}`: `lists "../../etc/passwd" as "regenerated", which no run can have written`,
		`{"version":1,"outputs":[{"out":"x","files":[{"path":"x/a.go","owner":"mine"}]}]}`:                  `lists "x/a.go" as "mine", which no run can have written`,
	} {
		tr := newTree(t, ManifestPath, text)
		for _, got := range []string{tr.put("x", ours("x/a.go", "a")), tr.check("x", ours("x/a.go", "a"))} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is not in %q", want, got)
			}
		}
		tr.want("untouched", tr.get(ManifestPath), text)
		tr.want("nothing was written", tr.list(), "")
	}
}

// A manifest that was not committed is a difference, for the next run would write it.
func TestManifestIsChecked(t *testing.T) {
	tr := newTree(t, "x/a.go", string(ours("", "a").Content))
	drift, err := Check(tr.place("x")).Put([]File{ours("x/a.go", "a")})
	if err != nil || len(drift) != 1 || drift[0].Path != ManifestPath || drift[0].Kind != Missing {
		t.Errorf("%+v, %v", drift, err)
	}
	tr.put("x", ours("x/a.go", "a"))
	tr.set(ManifestPath, strings.Replace(tr.get(ManifestPath), `"target": "go"`, `"target": "c"`, 1))
	drift, err = Check(tr.place("x")).Put([]File{ours("x/a.go", "a")})
	if err != nil || len(drift) != 1 || drift[0].Kind != Stale {
		t.Errorf("%+v, %v", drift, err)
	}
	drift, err = Check(tr.place("x")).Put(nil)
	if err != nil || len(drift) != 2 || drift[0].Path != ManifestPath || drift[0].Kind != Orphan || drift[1].Kind != Orphan {
		t.Errorf("%+v, %v", drift, err)
	}
}
