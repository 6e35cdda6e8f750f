package wire

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

var errNotUTF8 = errors.New("a text is not UTF-8, which JSON can't hold")

// String writes a string.
func (w *Writer) String(text string) {
	w.value()
	if !utf8.ValidString(text) {
		w.Fail(errNotUTF8)
	}
	w.buf = appendQuoted(w.buf, text)
}

// appendQuoted appends text as a JSON string; only what must be escaped is.
func appendQuoted(dst []byte, text string) []byte {
	dst = append(dst, '"')
	from := 0
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' {
			dst = appendEscape(append(dst, text[from:i]...), c)
			from = i + 1
		}
	}
	return append(append(dst, text[from:]...), '"')
}

func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

// AppendJSON appends a value of any kind as compact JSON text. Numbers keep their digits.
func (r *Reader) AppendJSON(dst []byte, n Node) []byte {
	nd := &r.nodes[n]
	switch nd.kind {
	case KindString:
		return appendQuoted(dst, r.text(nd))
	case KindBool:
		return strconv.AppendBool(dst, nd.flags&isTrue != 0)
	case KindNull:
		return append(dst, "null"...)
	case KindArray:
		return r.appendItems(dst, n)
	case KindObject:
		return r.appendMembers(dst, n)
	}
	return append(dst, r.text(nd)...)
}

func (r *Reader) appendItems(dst []byte, n Node) []byte {
	dst = append(dst, '[')
	for item, end := n+1, r.after(n); item < end; item = r.after(item) {
		if item > n+1 {
			dst = append(dst, ',')
		}
		dst = r.AppendJSON(dst, item)
	}
	return append(dst, ']')
}

func (r *Reader) appendMembers(dst []byte, n Node) []byte {
	dst = append(dst, '{')
	for key, end := n+1, r.after(n); key < end; key = r.after(key + 1) {
		if key > n+1 {
			dst = append(dst, ',')
		}
		dst = append(appendQuoted(dst, r.text(&r.nodes[key])), ':')
		dst = r.AppendJSON(dst, key+1)
	}
	return append(dst, '}')
}

// WriteArray writes items as an array; nil is written as [].
func WriteArray[T any](w *Writer, items []T, each func(*T, *Writer)) {
	w.Array()
	for i := range items {
		each(&items[i], w)
	}
	w.EndArray()
}

// WriteMap writes members as an object in the order of their keys; nil is written as {}.
func WriteMap[T any](w *Writer, members map[string]T, each func(*T, *Writer)) {
	w.Object()
	for _, key := range slices.Sorted(maps.Keys(members)) {
		w.Key(key)
		v := members[key]
		each(&v, w)
	}
	w.EndObject()
}
