package generator

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzManifest holds a run against any manifest: whatever it says, a file without our header, or
// outside of the module, stays as it is.
func FuzzManifest(f *testing.F) {
	f.Add(`{"version":1,"outputs":[{"out":"x","files":[{"path":"x/own.go","owner":"regenerated","sha256":""}]}]}`)
	f.Add(`{"version":1,"outputs":[{"out":"x","files":[{"path":"../own.go","owner":"regenerated"},{"path":"x/../../own.go","owner":"kit"}]}]}`)
	f.Add(`{"version":1,"outputs":[{"out":"x","files":[{"path":"x/old.go","owner":"regenerated"},{"path":"x","owner":"regenerated"}]},{"out":"x","files":null}]}`)
	f.Add("<<<<<<<")
	const own = "package x\n"
	f.Fuzz(func(t *testing.T, text string) {
		outside := t.TempDir()
		t.Setenv("XDG_CACHE_HOME", outside)
		tr := tree{t, filepath.Join(outside, "module")}
		tr.set("x/own.go", own)
		tr.set("x/old.go", Header+"\n")
		tr.set("../own.go", Header+"\n")
		tr.set(ManifestPath, text)
		_, err := Disk(t.Context(), tr.place("x")).Put([]File{ours("x/a.go", "a")})
		tr.want("mine", tr.get("x/own.go"), own)
		tr.want("outside", tr.get("../own.go"), Header+"\n")
		if err == nil {
			tr.want("ours", tr.get("x/a.go"), string(ours("", "a").Content))
		}
		if _, err := os.Stat(filepath.Join(outside, "module", "x", ".a.go"+stagedSuffix)); err == nil {
			t.Error("something is left")
		}
	})
}
