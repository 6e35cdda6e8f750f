// Package pact reads and writes contracts as files of the Pact specification: versions 1 to 4 are
// read, 3 and 4 written. It knows how the versions say things, and nothing of comparing.
package pact

// The IDs of what this package finds in files.
const (
	// Structure: the file is not built as its version of the specification says.
	Structure = "contract/structure"
	// Unsupported: the file asks for something that is not known here, so that it can't be held
	// against anything. It is kept.
	Unsupported = "contract/unsupported"
	// Lost: a version of the specification has no way to say what the contract says.
	Lost = "contract/lost"
)
