package wire

import "io"

// File is a part of a multipart body that isn't read into memory as a value.
type File struct {
	Name, ContentType string
	Size              int64
	Open              func() (io.ReadCloser, error)
}

// AddString puts a string on the tape: as a root, or as the next child of the container that is open.
func (r *Reader) AddString(text string) Node { return r.leaf(KindString, 0, text) }

// AddLiteral puts a scalar on the tape whose text the caller knows to be the JSON literal of that kind: null, true,
// false, a number (KindNumber finds out which).
func (r *Reader) AddLiteral(text string, k Kind) Node { return r.leaf(k, 0, text) }

// AddScalar puts text on the tape as the first of null, boolean, number that allowed contains and the text is the
// literal of, else as a string.
func (r *Reader) AddScalar(text string, allowed Kind) Node { return r.leaf(KindString, 0, text) }

// AddKey puts the key of the member on the tape whose value is added next.
func (r *Reader) AddKey(name string) Node { return r.leaf(KindString, isKey, name) }

// AddFile puts a file on the tape. It is a string for type checks; keywords that speak of text don't touch it.
func (r *Reader) AddFile(f File) Node { return -1 }

// AddJSON parses a JSON text as the next value. False: a violation has been recorded.
func (r *Reader) AddJSON(text []byte, l Limits) (Node, bool) { return -1, false }

// OpenArray starts an array; what is added until Close becomes its items.
func (r *Reader) OpenArray() Node { return -1 }

// OpenObject starts an object; AddKey and a value by turns until Close.
func (r *Reader) OpenObject() Node { return -1 }

// Close ends the container n, the innermost that is open. Keys that occur twice are recorded.
func (r *Reader) Close(n Node) {}

func (r *Reader) leaf(k Kind, f flags, text string) Node { return -1 }
