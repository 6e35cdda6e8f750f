package generator

import (
	"slices"
	"strings"
)

// Sink takes the files of one run. What is there already, and is as it should be, it leaves alone.
type Sink interface {
	Put([]File) (Drift, error)
}

// Place says where the files of a run belong, and what is to be known of them the next time.
type Place struct {
	Root   string // the folder of the module, as the system names it
	Out    string // Options.Out: it names the run among others of the module
	Target string // Language.Name
	Source string // Options.Source
	Config string // the configuration that asks for it, below Root; "": a command line did
	Stamp  string // by what files were made that are made once, so that they can be upgraded; "": they are made anew each time
}

// Drift is how what is there differs from what should be, sorted by path.
type Drift []Difference

// Difference is one file that is not as it should be.
type Difference struct {
	Path     string // below the folder of the module
	Kind     Kind
	Old, New []byte // nil: not there, or not to be there
	ByHand   bool   // someone has changed it since the last run
	Was      string // the SHA-256, as Hash has it, of what the last run has written; "": nothing
}

// Kind says in which way a file differs.
type Kind uint8

// The kinds. A sink that writes mends the first three.
const (
	Missing  Kind = iota // it is to be written
	Stale                // it is to be overwritten
	Orphan               // an earlier run has written it, and no one wants it any more
	Edited               // of the kit, and changed by its owner: ours would look different
	Unlisted             // it has our header and lies among our files, but no run that is known has written it

	// Of an upgrade alone.
	Theirs    // its owner's, and the templates have something else for it than was told before
	Held      // ours, but it waits for what is theirs: see Rules
	Withdrawn // its owner's, and the templates have nothing for it any more
)

// String returns the kind's name.
func (k Kind) String() string {
	return [...]string{"missing", "stale", "orphan", "edited", "unlisted", "theirs", "held", "withdrawn"}[k]
}

func (d Drift) sort() {
	slices.SortFunc(d, func(a, b Difference) int { return strings.Compare(a.Path, b.Path) })
}

// Memory keeps the files of a run by path: what tests look at.
type Memory struct {
	Files map[string][]byte
}

// Put keeps the files. All of them are missing, for there is nothing else.
func (m *Memory) Put(files []File) (Drift, error) {
	if m.Files == nil {
		m.Files = map[string][]byte{}
	}
	var drift Drift
	for _, f := range files {
		m.Files[f.Path] = f.Content
		drift = append(drift, Difference{Path: f.Path, Kind: Missing, New: f.Content})
	}
	drift.sort()
	return drift, nil
}
