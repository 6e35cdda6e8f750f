package wire

import (
	"encoding"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// WriteOptional writes a member, if it is there.
func WriteOptional[T any](w *Writer, key string, v *value.Optional[T], each func(*T, *Writer)) {
	if x := v.Pointer(); x != nil {
		each(x, w.Key(key))
	}
}

// WriteOptionalNullable writes a member, if it is there, perhaps as null.
func WriteOptionalNullable[T any](w *Writer, key string, v *value.Optional[value.Nullable[T]], each func(*T, *Writer)) {
	if x := v.Pointer(); x != nil {
		WriteNullable(w.Key(key), x, each)
	}
}

// WriteSome writes a member, unless it is nil.
func WriteSome[T any](w *Writer, key string, v *T, each func(*T, *Writer)) {
	if v != nil {
		each(v, w.Key(key))
	}
}

// WriteSomeArray writes a member, unless it is nil.
func WriteSomeArray[T any](w *Writer, key string, items []T, each func(*T, *Writer)) {
	if items != nil {
		WriteArray(w.Key(key), items, each)
	}
}

// WriteSomeMap writes a member, unless it is nil.
func WriteSomeMap[T any](w *Writer, key string, members map[string]T, each func(*T, *Writer)) {
	if members != nil {
		WriteMap(w.Key(key), members, each)
	}
}

// WriteArrayOrNull writes items as an array; nil is null.
func WriteArrayOrNull[T any](w *Writer, items []T, each func(*T, *Writer)) {
	if items == nil {
		w.Null()
		return
	}
	WriteArray(w, items, each)
}

// WriteMapOrNull writes members as an object; nil is null.
func WriteMapOrNull[T any](w *Writer, members map[string]T, each func(*T, *Writer)) {
	if members == nil {
		w.Null()
		return
	}
	WriteMap(w, members, each)
}

// WriteSomeUnion writes a member, unless there is no alternative.
func WriteSomeUnion[T interface {
	comparable
	WriteJSON(*Writer)
}](w *Writer, key string, v T) {
	var none T
	if v != none {
		v.WriteJSON(w.Key(key))
	}
}

// WriteSomeRaw writes a member, unless it is nil.
func WriteSomeRaw(w *Writer, key string, v Raw) {
	if v != nil {
		w.Key(key).Raw(v)
	}
}

// WriteOptionalPointer writes a member, if it is there, perhaps as null.
func WriteOptionalPointer[T any](w *Writer, key string, v *value.Optional[*T], each func(*T, *Writer)) {
	if x, ok := v.Get(); ok {
		WritePointer(w.Key(key), x, each)
	}
}

// WriteItems writes an array of values that write themselves.
func WriteItems[T any, P interface {
	*T
	WriteJSON(*Writer)
}](x *[]T, w *Writer) {
	WriteArray(w, *x, func(item *T, w *Writer) { P(item).WriteJSON(w) })
}

// WriteNullable writes a value, or null.
func WriteNullable[T any](w *Writer, v *value.Nullable[T], each func(*T, *Writer)) {
	WritePointer(w, v.Pointer(), each)
}

// WritePointer writes what a pointer leads to; nil is null.
func WritePointer[T any](w *Writer, v *T, each func(*T, *Writer)) {
	if v == nil {
		w.Null()
		return
	}
	each(v, w)
}

// WriteUnion writes whichever alternative there is; none is null.
func WriteUnion[T interface {
	comparable
	WriteJSON(*Writer)
}](x *T, w *Writer) {
	var none T
	if *x == none {
		w.Null()
		return
	}
	(*x).WriteJSON(w)
}

// WriteEntries writes members in the order of their keys into the object that is being written.
func WriteEntries[T any](w *Writer, members map[string]T, each func(*T, *Writer)) {
	for _, key := range slices.Sorted(maps.Keys(members)) {
		v := members[key]
		each(&v, w.Key(key))
	}
}

// WriteText writes a value that knows its own text form as a string.
func WriteText[T any, P interface {
	*T
	encoding.TextMarshaler
}](x *T, w *Writer) {
	text, err := P(x).MarshalText()
	if err != nil {
		w.Fail(err)
	}
	w.String(string(text))
}

// WriteForeign writes a value that knows its own JSON form.
func WriteForeign[T any, P interface {
	*T
	json.Marshaler
}](x *T, w *Writer) {
	text, err := P(x).MarshalJSON()
	if err != nil {
		w.Fail(err)
	}
	w.Raw(text)
}

// textFile is a file without a name that holds a text.
func textFile(text string) File {
	return File{
		Size: int64(len(text)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
	}
}
