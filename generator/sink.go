package generator

// Sink takes the files of one run. What is there already, and is as it should be, it leaves alone.
type Sink interface {
	Put([]File) (Drift, error)
}

// Drift is how what is there differs from what should be, sorted by path.
type Drift []Difference

// Difference is one file that is not as it should be.
type Difference struct {
	Path     string // below the folder of the module
	Kind     Kind
	Old, New []byte // nil: not there, or not to be there
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
)

// String returns the kind's name.
func (k Kind) String() string {
	return [...]string{"missing", "stale", "orphan", "edited", "unlisted"}[k]
}
