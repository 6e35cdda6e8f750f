package wire

import (
	"encoding"
	"encoding/json"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// Optional reads a value that is there.
func Optional[T any](r *Reader, n Node, dst *value.Optional[T], each func(*T, *Reader, Node)) {
	each(dst.Fill(), r, n)
}

// Nullable reads a value that may be null.
func Nullable[T any](r *Reader, n Node, dst *value.Nullable[T], each func(*T, *Reader, Node)) {
	if r.IsNull(n) {
		dst.SetNull()
		return
	}
	each(dst.Fill(), r, n)
}

// OptionalNullable reads a value that is there and may be null.
func OptionalNullable[T any](r *Reader, n Node, dst *value.Optional[value.Nullable[T]], each func(*T, *Reader, Node)) {
	Nullable(r, n, dst.Fill(), each)
}

// Pointer reads into a new T.
func Pointer[T any](r *Reader, n Node, dst **T, each func(*T, *Reader, Node)) {
	*dst = new(T)
	each(*dst, r, n)
}

// NullablePointer reads into a new T; null is nil.
func NullablePointer[T any](r *Reader, n Node, dst **T, each func(*T, *Reader, Node)) {
	*dst = nil
	if !r.IsNull(n) {
		Pointer(r, n, dst, each)
	}
}

// OptionalPointer reads a value that is there; null is nil.
func OptionalPointer[T any](r *Reader, n Node, dst *value.Optional[*T], each func(*T, *Reader, Node)) {
	NullablePointer(r, n, dst.Fill(), each)
}

// OptionalNil reads a slice, a map or an interface that is there; null is nil.
func OptionalNil[T any](r *Reader, n Node, dst *value.Optional[T], each func(*T, *Reader, Node)) {
	v := dst.Fill()
	if !r.IsNull(n) {
		each(v, r, n)
	}
}

// New reads a new T whose methods have pointer receivers.
func New[T any, P interface {
	*T
	ReadJSON(*Reader, Node)
}](r *Reader, n Node) *T {
	v := new(T)
	P(v).ReadJSON(r, n)
	return v
}

// UnmarshalFunc reads JSON text with a function that reads a T. The error is an *errors.Error with all violations.
func UnmarshalFunc[T any](text []byte, read func(*T, *Reader, Node)) (T, error) {
	x := function[T]{read: read}
	err := Unmarshal(text, &x)
	return x.value, err
}

// function is a value that a function reads.
type function[T any] struct {
	value T
	read  func(*T, *Reader, Node)
}

// ReadJSON reads the value.
func (x *function[T]) ReadJSON(r *Reader, n Node) { x.read(&x.value, r, n) }

// Value reads a T.
func Value[T any, P interface {
	*T
	ReadJSON(*Reader, Node)
}](r *Reader, n Node) T {
	var v T
	P(&v).ReadJSON(r, n)
	return v
}

// ReadArray reads an array of values that read themselves.
func ReadArray[T any, P interface {
	*T
	ReadJSON(*Reader, Node)
}](x *[]T, r *Reader, n Node) {
	Array(r, n, x, func(item *T, r *Reader, n Node) { P(item).ReadJSON(r, n) })
}

// CheckArray is ReadArray that throws away what it reads: CheckArray[Order] is a Check.
func CheckArray[T any, P interface {
	*T
	ReadJSON(*Reader, Node)
}](r *Reader, n Node) {
	for items := r.Array(n); items.Next(); {
		Checks[T, P](r, items.Value)
	}
}

// Entry reads the member that m stands at into a map.
func Entry[T any](r *Reader, m *Members, dst *map[string]T, each func(*T, *Reader, Node)) {
	var v T
	each(&v, r, m.Value)
	if r.discard > 0 {
		return
	}
	if *dst == nil {
		*dst = map[string]T{}
	}
	(*dst)[r.Keep(m.KeyNode())] = v
}

// Default reads the JSON text of a default, which the generator has taken from the contract.
func Default[T any](text string, each func(*T, *Reader, Node)) *T {
	v := new(T)
	var r Reader
	r.Reset(Neutral)
	if n, ok := r.ParseJSON([]byte(text), Limits{}); ok {
		each(v, &r, n)
	}
	return v
}

// Defaults says whether absent members get their defaults: not in a patch, where absent means unchanged.
func (r *Reader) Defaults() bool { return !r.partial && r.discard == 0 }

// Partial says that the message is a patch: absent members don't get their defaults. It holds until Reset.
func (r *Reader) Partial() { r.partial = true }

// Tag gives the text of the member of n that tells which alternative it is, empty if there is none.
func (r *Reader) Tag(n Node, name string) string {
	if tag, ok := r.Get(n, name); ok && r.Kind(tag) == KindString {
		return r.text(&r.nodes[tag])
	}
	return ""
}

// BadTag records why Tag led to no alternative; values lists those that do.
func (r *Reader) BadTag(n Node, name, values string) {
	if !r.Type(n, KindObject) {
		return
	}
	tag, ok := r.Get(n, name)
	switch {
	case !ok:
		r.missing(n, name)
	case r.Type(tag, KindString):
		r.Enum(tag, values)
	}
}

// StringEnum reads one of a set of strings, which values names for people.
func StringEnum[T interface {
	~string
	Valid() bool
}](x *T, r *Reader, n Node, values string) {
	if *x = T(r.String(n)); !(*x).Valid() && r.Kind(n) == KindString {
		r.Enum(n, values)
	}
}

// Int64Enum reads one of a set of integers, which values names for people.
func Int64Enum[T interface {
	~int64
	Valid() bool
}](x *T, r *Reader, n Node, values string) {
	if *x = T(r.Int64(n)); !(*x).Valid() && r.Kind(n)&KindInteger != 0 {
		r.Enum(n, values)
	}
}

// ReadFile reads a file of a multipart body. A part that is mere text is a file without a name.
func ReadFile(x *File, r *Reader, n Node) {
	if f, ok := r.File(n); ok {
		*x = f
		return
	}
	*x = textFile(r.String(n))
}

// ReadText reads a string into a type that knows its own text form; what it refuses is a violation `format`.
func ReadText[T any, P interface {
	*T
	encoding.TextUnmarshaler
}](x *T, r *Reader, n Node) {
	if !r.Type(n, KindString) {
		return
	}
	if err := P(x).UnmarshalText([]byte(r.text(&r.nodes[n]))); err != nil {
		r.Violate(n, errors.Format, err.Error())
	}
}

// ReadForeign reads a value into a type that knows its own JSON form; what it refuses is a violation `format`.
func ReadForeign[T any, P interface {
	*T
	json.Unmarshaler
}](x *T, r *Reader, n Node) {
	if err := P(x).UnmarshalJSON(r.Raw(n)); err != nil {
		r.Violate(n, errors.Format, err.Error())
	}
}
