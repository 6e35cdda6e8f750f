package wire

// Limits bounds what a JSON text may hold. A zero means the default.
type Limits struct {
	Depth int // of nested arrays and objects; 128
	Nodes int // values and keys; 1,000,000
}

// ParseJSON puts a JSON text on the tape as a root. False: a violation has been recorded that says what is wrong at
// which byte. The text isn't kept.
func (r *Reader) ParseJSON(text []byte, l Limits) (Node, bool) { return r.AddJSON(text, l) }
