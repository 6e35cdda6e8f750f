package generator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// ManifestPath is where the manifest of a module lies, below its folder.
const ManifestPath = ".bylaw/generate.json"

// manifestVersion is the version of the manifest's form.
const manifestVersion = 1

// manifest says which files of a module bylaw has written, so that it can tell what no one wants
// any more, and what its owner has changed. It belongs into version control.
type manifest struct {
	Version int      `json:"version"`
	Outputs []output `json:"outputs"` // sorted by Out
}

// output is what one run has written.
type output struct {
	Out    string  `json:"out"`
	Target string  `json:"target"`
	Source string  `json:"source,omitempty"`
	Config string  `json:"config,omitempty"`
	Stamp  string  `json:"stamp,omitempty"`
	Files  []entry `json:"files"` // sorted by Path
}

// entry is one file as it was written.
type entry struct {
	Path  string `json:"path"`
	Owner string `json:"owner"`
	Hash  string `json:"sha256"` // of the content with \n at the ends of lines

	// Template is the hash of what an upgrade would have written, had the file not been its owner's by
	// then: so it is told once. It is withdrawn if the template has gone.
	Template string `json:"template,omitempty"`
}

const withdrawn = "withdrawn"

// ownerNames are the owners as the manifest names them.
var ownerNames = [...]string{"regenerated", "kit", "once"}

func newEntry(f File) entry {
	return entry{Path: f.Path, Owner: ownerNames[f.Owner], Hash: hash(f.Content)}
}

// Hash returns the SHA-256 of a file as the manifest has it: of its content with \n at the ends of lines.
func Hash(content []byte) string { return hash(content) }

func hash(content []byte) string {
	sum := sha256.Sum256(unixLines(content))
	return hex.EncodeToString(sum[:])
}

// unixLines undoes what git does to the ends of lines on Windows.
func unixLines(content []byte) []byte { return bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")) }

// readManifest reads the manifest; there is none before the first run.
func readManifest(f folder) (*manifest, []byte, error) {
	m := &manifest{Version: manifestVersion}
	text, err := f.read(ManifestPath)
	if err != nil || text == nil {
		return m, nil, err
	}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, nil, fmt.Errorf("%s can't be read (%w): restore it, or delete it and look after files that nothing generates any more yourself", ManifestPath, err)
	}
	if m.Version != manifestVersion {
		return nil, nil, fmt.Errorf("%s is of version %d, and this bylaw knows %d: install a newer bylaw", ManifestPath, m.Version, manifestVersion)
	}
	return m, text, m.check()
}

// check refuses paths that could not have been written.
func (m *manifest) check() error {
	for _, o := range m.Outputs {
		for _, e := range o.Files {
			if !fs.ValidPath(e.Path) || !slices.Contains(ownerNames[:], e.Owner) {
				return fmt.Errorf("%s lists %q as %q, which no run can have written: restore it", ManifestPath, e.Path, e.Owner)
			}
		}
	}
	return nil
}

// output returns what the run of that folder has written; nil: nothing.
func (m *manifest) output(out string) *output {
	for i := range m.Outputs {
		if m.Outputs[i].Out == out {
			return &m.Outputs[i]
		}
	}
	return nil
}

// with returns the manifest with one output replaced, or dropped if it has no file.
func (m *manifest) with(o output) *manifest {
	next := &manifest{Version: m.Version}
	for _, other := range m.Outputs {
		if other.Out != o.Out {
			next.Outputs = append(next.Outputs, other)
		}
	}
	if len(o.Files) > 0 {
		next.Outputs = append(next.Outputs, o)
	}
	slices.SortFunc(next.Outputs, func(a, b output) int { return strings.Compare(a.Out, b.Out) })
	return next
}

// and returns the files of an earlier run and those that come anew, sorted by path.
func (o *output) and(files []entry) []entry {
	all := slices.Clone(o.files())
	for _, e := range files {
		if !slices.ContainsFunc(all, func(known entry) bool { return known.Path == e.Path }) {
			all = append(all, e)
		}
	}
	sortEntries(all)
	return all
}

func sortEntries(entries []entry) {
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.Path, b.Path) })
}

// others returns the paths that other runs than that of the folder have written.
func (m *manifest) others(out string) map[string]bool {
	paths := map[string]bool{}
	for _, o := range m.Outputs {
		if o.Out == out {
			continue
		}
		for _, e := range o.Files {
			paths[e.Path] = true
		}
	}
	return paths
}

func (m *manifest) encode() ([]byte, error) {
	if len(m.Outputs) == 0 {
		return nil, nil
	}
	text, err := json.MarshalIndent(m, "", "  ")
	return append(text, '\n'), err
}

// files returns what was written; it is safe on nil.
func (o *output) files() []entry {
	if o == nil {
		return nil
	}
	return o.Files
}
