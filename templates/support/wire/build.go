package wire

import (
	"io"
	"slices"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// File is a part of a multipart body that isn't read into memory as a value.
type File struct {
	Name, ContentType string
	Size              int64
	Open              func() (io.ReadCloser, error)
}

// fileNode is a file and the node that stands for it.
type fileNode struct {
	node Node
	file File
}

// AddString puts a string on the tape: as a root, or as the next child of the container that is open. Text that isn't
// UTF-8 is recorded.
func (r *Reader) AddString(text string) Node {
	n := r.leaf(KindString, 0, text)
	if !utf8.ValidString(text) {
		r.Violate(n, errors.InvalidUTF8, "is not UTF-8")
	}
	return n
}

// AddLiteral puts a scalar on the tape whose text the caller knows to be the JSON literal of that kind: null, true,
// false, a number. KindNumber finds out which number it is.
func (r *Reader) AddLiteral(text string, k Kind) Node {
	if k&KindNumber != 0 {
		_, whole, plain := value.ScanNumber(text)
		return r.number(text, whole, plain)
	}
	if text == "true" {
		return r.leaf(k, isTrue, text)
	}
	return r.leaf(k, 0, text)
}

// AddScalar puts text on the tape as the first of null, a boolean, a number that allowed contains and that the text is
// the literal of, else as a string. Where an integer is allowed, 1.5 becomes a number too, so that it is told as such.
func (r *Reader) AddScalar(text string, allowed Kind) Node {
	switch text {
	case "null":
		if allowed&KindNull != 0 {
			return r.leaf(KindNull, 0, text)
		}
	case "true", "false":
		if allowed&KindBool != 0 {
			return r.AddLiteral(text, KindBool)
		}
	}
	if allowed&KindNumber != 0 {
		if size, whole, plain := value.ScanNumber(text); size > 0 && size == len(text) {
			return r.number(text, whole, plain)
		}
	}
	return r.AddString(text)
}

func (r *Reader) number(text string, whole, plain bool) Node {
	switch {
	case plain && len(text) <= shortDigits:
		return r.leaf(KindInteger, isShort, text)
	case whole:
		return r.leaf(KindInteger, 0, text)
	}
	return r.leaf(KindFraction, 0, text)
}

// AddKey puts the key of the member on the tape whose value is added next.
func (r *Reader) AddKey(name string) Node {
	r.nodes[r.open[len(r.open)-1]].end++
	n := r.put(KindString, isKey, name)
	if !utf8.ValidString(name) {
		r.Violate(n, errors.InvalidUTF8, "is not UTF-8")
	}
	return n
}

// AddFile puts a file on the tape. It is a string for checks of the type; other keywords don't touch it.
func (r *Reader) AddFile(f File) Node {
	n := r.leaf(KindString, isFile, "")
	r.files = append(r.files, fileNode{n, f})
	return n
}

// File gives the file of a part of a multipart body; false if the node isn't one.
func (r *Reader) File(n Node) (File, bool) {
	i, ok := slices.BinarySearchFunc(r.files, n, func(f fileNode, n Node) int { return int(f.node - n) })
	if !ok {
		return File{}, false
	}
	return r.files[i].file, true
}

// OpenArray starts an array; what is added until Close becomes its items.
func (r *Reader) OpenArray() Node { return r.container(KindArray) }

// OpenObject starts an object; AddKey and a value by turns until Close.
func (r *Reader) OpenObject() Node { return r.container(KindObject) }

// Close ends the container n, the innermost that is open. Keys that occur twice are recorded.
func (r *Reader) Close(n Node) {
	r.open = r.open[:len(r.open)-1]
	r.nodes[n].next = int32(len(r.nodes))
	if r.nodes[n].kind == KindObject {
		r.distinct(n)
	}
}

func (r *Reader) container(k Kind) Node {
	n := r.begin()
	r.open = append(r.open, n)
	r.nodes = append(r.nodes, node{kind: k})
	return n
}

func (r *Reader) leaf(k Kind, f flags, text string) Node {
	r.begin()
	return r.put(k, f, text)
}

func (r *Reader) put(k Kind, f flags, text string) Node {
	n := Node(len(r.nodes))
	r.nodes = append(r.nodes, node{k, f, 0, int32(len(text)), int32(len(r.texts))})
	r.texts = append(r.texts, source{text, true})
	r.state.fuel += fuelPerNode
	return n
}

// begin gives the next value its place: among the roots, or in the container that is open.
func (r *Reader) begin() Node {
	n := Node(len(r.nodes))
	if len(r.open) == 0 {
		r.roots = append(r.roots, root{n, r.in, r.name})
	} else if parent := &r.nodes[r.open[len(r.open)-1]]; parent.kind == KindArray {
		parent.end++
	}
	return n
}
