package tree

import (
	"bytes"
	"io"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/go-json-experiment/json/jsontext"
)

// jsonReader builds the tree of a JSON file.
type jsonReader struct {
	builder
	decoder *jsontext.Decoder
	text    string // the content; strings without escapes share its memory
	start   int    // where the decoder's input begins in it
	rest    int    // where the value ends
	open    int    // after an error: offset of the innermost bracket that was open, or -1
}

func parseJSON(file *source.File, start int) (*Document, []report.Finding) {
	r := &jsonReader{
		builder: newBuilder(file),
		// A bytes.Buffer is read in place, without a copy.
		decoder: jsontext.NewDecoder(bytes.NewBuffer(file.Content[start:]),
			jsontext.AllowDuplicateNames(true), // they are findings, not the end
			jsontext.AllowInvalidUTF8(true),    // checked already; patterns do hold lone \ud800
		),
		text:  string(file.Content),
		start: start,
		open:  -1,
	}
	root, err := r.read()
	if err == nil {
		err = r.end()
	}
	if err != nil {
		return nil, append(r.allFindings(), *r.failure(err))
	}
	return &Document{File: file, Root: root, text: r.text, index: r.index}, r.allFindings()
}

// end makes sure that nothing follows the value.
func (r *jsonReader) end() error {
	r.rest = r.offset()
	if _, err := r.decoder.ReadToken(); err != io.EOF {
		return errTrailing
	}
	return nil
}

func (r *jsonReader) read() (*spec.Value, error) {
	if r.nodes > MaxNodes {
		return nil, errTooMany
	}
	switch r.decoder.PeekKind() {
	case '{':
		return r.readObject()
	case '[':
		return r.readArray()
	}
	raw, err := r.decoder.ReadValue()
	if err != nil {
		return nil, err
	}
	start, end := r.last(raw)
	switch raw.Kind() {
	case '"':
		return r.value(spec.Str, r.unquote(start, end), start, end), nil
	case '0':
		return r.value(spec.Num, r.text[start:end], start, end), nil
	case 'n':
		return r.value(spec.Null, "", start, end), nil
	}
	return r.value(spec.Bool, r.text[start:end], start, end), nil
}

func (r *jsonReader) readObject() (*spec.Value, error) {
	v, err := r.begin(spec.Map)
	height := len(r.memberStack)
	for err == nil && r.decoder.PeekKind() != '}' {
		err = r.readMember()
	}
	err = r.close(v, err)
	r.object(v, height)
	return v, err
}

func (r *jsonReader) readMember() error {
	raw, err := r.decoder.ReadValue()
	if err != nil {
		return err
	}
	start, end := r.last(raw)
	value, err := r.read()
	r.memberStack = append(r.memberStack, spec.Member{
		Key: r.unquote(start, end), KeySpan: r.file.Span(start, end), Value: value,
	})
	return err
}

func (r *jsonReader) readArray() (*spec.Value, error) {
	v, err := r.begin(spec.List)
	height := len(r.itemStack)
	for err == nil && r.decoder.PeekKind() != ']' {
		var item *spec.Value
		item, err = r.read()
		r.itemStack = append(r.itemStack, item)
	}
	err = r.close(v, err)
	r.list(v, height)
	return v, err
}

// begin reads an opening bracket.
func (r *jsonReader) begin(kind spec.ValueKind) (*spec.Value, error) {
	_, err := r.decoder.ReadToken()
	start := r.offset() - 1
	return r.value(kind, "", start, start), err
}

// close reads the closing bracket of v, unless an error came before it.
func (r *jsonReader) close(v *spec.Value, err error) error {
	if err == nil {
		_, err = r.decoder.ReadToken()
	}
	if err != nil && r.open < 0 {
		r.open = int(v.Span.Start)
	}
	v.Span.End = int32(r.offset())
	return err
}

func (r *jsonReader) offset() int { return r.start + int(r.decoder.InputOffset()) }

// last returns where the value stands that the decoder read last.
func (r *jsonReader) last(raw jsontext.Value) (start, end int) {
	end = r.offset()
	return end - len(raw), end
}

// unquote decodes the string literal in text[start:end].
func (r *jsonReader) unquote(start, end int) string {
	text := r.text[start+1 : end-1]
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	// The error can only be a lone surrogate, which becomes U+FFFD as in most readers.
	decoded, _ := jsontext.AppendUnquote(nil, r.text[start:end])
	return string(decoded)
}
