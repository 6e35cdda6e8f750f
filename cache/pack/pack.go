// Package pack writes what was found as bytes, and reads it again. Files are named and not held: whoever reads
// gives their content. It knows nothing of where the bytes are kept, nor of what they depend on.
package pack

import (
	"encoding/binary"
	"errors"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Writer collects values. Texts and files are written once.
type Writer struct {
	body   []byte
	texts  []string
	textAt map[string]int
	files  []*source.File
	fileAt map[*source.File]int
}

// NewWriter returns a writer of nothing yet.
func NewWriter() *Writer { return &Writer{textAt: map[string]int{}, fileAt: map[*source.File]int{}} }

// Files returns the files that spans lie in, in the order in which they were met.
func (w *Writer) Files() []*source.File { return w.files }

// Int writes a number that is not negative.
func (w *Writer) Int(n int) { w.body = binary.AppendUvarint(w.body, uint64(n)) }

// Bool writes a truth.
func (w *Writer) Bool(b bool) {
	n := 0
	if b {
		n = 1
	}
	w.Int(n)
}

// Text writes a text.
func (w *Writer) Text(s string) {
	at, known := w.textAt[s]
	if !known {
		at = len(w.texts)
		w.textAt[s] = at
		w.texts = append(w.texts, s)
	}
	w.Int(at)
}

// Texts writes a list of texts.
func (w *Writer) Texts(list []string) {
	w.Int(len(list))
	for _, s := range list {
		w.Text(s)
	}
}

// Span writes a span.
func (w *Writer) Span(s source.Span) {
	if s.File == nil {
		w.Int(0)
		return
	}
	at, known := w.fileAt[s.File]
	if !known {
		at = len(w.files)
		w.fileAt[s.File] = at
		w.files = append(w.files, s.File)
	}
	w.Int(at + 1)
	w.Int(int(s.Start))
	w.Int(s.Len())
}

// Findings writes findings, without what is said of changes and consumers, which linting does not know.
func (w *Writer) Findings(list []report.Finding) {
	w.Int(len(list))
	for i := range list {
		w.finding(&list[i])
	}
}

func (w *Writer) finding(f *report.Finding) {
	w.Text(f.Rule)
	w.Int(int(f.Severity))
	w.Text(f.Message)
	w.Text(f.Cure)
	w.Text(string(f.Element))
	w.Span(f.Span)
	w.Int(len(f.Related))
	for _, r := range f.Related {
		w.Text(r.Message)
		w.Span(r.Span)
	}
	w.Int(len(f.Fixes))
	for _, fix := range f.Fixes {
		w.Text(fix.Title)
		w.Int(int(fix.Safety))
		w.Int(len(fix.Edits))
		for _, e := range fix.Edits {
			w.Span(e.Span)
			w.Text(e.New)
		}
	}
}

// Bytes returns all that was written.
func (w *Writer) Bytes() []byte {
	head := binary.AppendUvarint(nil, uint64(len(w.files)))
	for _, f := range w.files {
		head = appendText(head, f.Path)
		known := byte(0)
		if f.Content != nil {
			known = 1
		}
		head = append(head, known)
	}
	head = binary.AppendUvarint(head, uint64(len(w.texts)))
	for _, s := range w.texts {
		head = appendText(head, s)
	}
	return append(head, w.body...)
}

func appendText(to []byte, s string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(s))), s...)
}

// errBroken is the error of bytes that no Writer has written.
var errBroken = errors.New("these are not the bytes of a result")

// Reader reads what a Writer has written. After an error it reads nothing but zero values.
type Reader struct {
	rest  []byte
	texts []string
	files []*source.File
	err   error
}

// NewReader begins to read. The function returns the file of a path with its content.
func NewReader(content []byte, open func(path string) (*source.File, error)) *Reader {
	r := &Reader{rest: content}
	for range r.Count() {
		path := r.raw()
		file := source.NewFile(path, nil)
		if r.Bool() {
			var err error
			if file, err = open(path); err != nil {
				r.fail(err)
				break
			}
		}
		r.files = append(r.files, file)
	}
	for range r.Count() {
		r.texts = append(r.texts, r.raw())
	}
	return r
}

// Err returns why not all could be read; nil if it could.
func (r *Reader) Err() error { return r.err }

func (r *Reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = nil
}

// Int reads a number.
func (r *Reader) Int() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > 1<<40 {
		r.fail(errBroken)
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

// Count reads how many values follow, each of a byte at least.
func (r *Reader) Count() int {
	n := r.Int()
	if n > len(r.rest) {
		r.fail(errBroken)
		return 0
	}
	return n
}

// Bool reads a truth.
func (r *Reader) Bool() bool { return r.Int() == 1 }

func (r *Reader) raw() string {
	n := r.Count()
	if r.err != nil {
		return ""
	}
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}

// Text reads a text.
func (r *Reader) Text() string {
	at := r.Int()
	if at >= len(r.texts) {
		r.fail(errBroken)
		return ""
	}
	return r.texts[at]
}

// Texts reads a list of texts.
func (r *Reader) Texts() (list []string) {
	for range r.Count() {
		list = append(list, r.Text())
	}
	return list
}

// Span reads a span, which lies in its file.
func (r *Reader) Span() source.Span {
	at := r.Int()
	if at == 0 {
		return source.Span{}
	}
	start, length := r.Int(), r.Int()
	if at > len(r.files) || start+length > len(r.files[at-1].Content) {
		r.fail(errBroken)
		return source.Span{}
	}
	return r.files[at-1].Span(start, start+length)
}

// Findings reads findings.
func (r *Reader) Findings() []report.Finding {
	list := make([]report.Finding, r.Count())
	for i := range list {
		r.finding(&list[i])
	}
	return list
}

func (r *Reader) finding(f *report.Finding) {
	f.Rule, f.Severity, f.Message, f.Cure, f.Element = r.Text(), report.Severity(r.Int()), r.Text(), r.Text(), spec.ID(r.Text())
	f.Span = r.Span()
	for range r.Count() {
		f.Related = append(f.Related, report.Related{Message: r.Text(), Span: r.Span()})
	}
	for range r.Count() {
		fix := report.Fix{Title: r.Text(), Safety: report.Safety(r.Int())}
		for range r.Count() {
			span := r.Span()
			fix.Edits = append(fix.Edits, report.Edit{Span: span, New: r.Text()})
		}
		f.Fixes = append(f.Fixes, fix)
	}
	if f.Severity > report.Error {
		r.fail(errBroken)
	}
}
