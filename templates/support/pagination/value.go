package pagination

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"time"
)

// Kind is what a column of an order can be. Other types are converted by the function that reads them: a name with
// string(), a time in a database without a type for it with UnixMicro().
type Kind interface {
	int | int32 | int64 | float64 | string | []byte | bool | time.Time
}

// Kinds of values, as they stand in cursors.
const (
	kindNull = iota
	kindInt
	kindFloat
	kindText
	kindBytes
	kindBool
	kindTime
)

// value is a column of one item.
type value struct {
	kind byte
	n    int64 // of a bool, too
	f    float64
	text string // of bytes, too
	t    time.Time
}

func valueOf[V Kind](v V) value {
	switch v := any(v).(type) {
	case int:
		return value{kind: kindInt, n: int64(v)}
	case int32:
		return value{kind: kindInt, n: int64(v)}
	case int64:
		return value{kind: kindInt, n: v}
	case float64:
		return value{kind: kindFloat, f: v}
	case string:
		return value{kind: kindText, text: v}
	case []byte:
		return value{kind: kindBytes, text: string(v)}
	case bool:
		if v {
			return value{kind: kindBool, n: 1}
		}
		return value{kind: kindBool}
	case time.Time:
		return value{kind: kindTime, t: v}
	}
	return value{}
}

// compare orders two values of one column, none of which is null. Texts are ordered by their bytes.
func (v value) compare(w value) int {
	switch v.kind {
	case kindFloat:
		return cmp.Compare(v.f, w.f)
	case kindText, kindBytes:
		return strings.Compare(v.text, w.text)
	case kindTime:
		return v.t.Compare(w.t)
	}
	return cmp.Compare(v.n, w.n)
}

// arg is the value as a driver takes it.
func (v value) arg() any {
	switch v.kind {
	case kindInt:
		return v.n
	case kindFloat:
		return v.f
	case kindText:
		return v.text
	case kindBytes:
		return []byte(v.text)
	case kindBool:
		return v.n != 0
	case kindTime:
		return v.t.UTC()
	}
	return nil
}

// errNaN: SQLite stores it as NULL, PostgreSQL sorts it last, and nothing is equal to it.
var errNaN = errors.New("pagination: NaN has no place in an order")

func (v value) append(dst []byte) ([]byte, error) {
	dst = append(dst, v.kind)
	switch v.kind {
	case kindInt, kindBool:
		dst = binary.AppendVarint(dst, v.n)
	case kindFloat:
		if math.IsNaN(v.f) {
			return nil, errNaN
		}
		dst = binary.BigEndian.AppendUint64(dst, math.Float64bits(v.f))
	case kindText, kindBytes:
		dst = append(binary.AppendUvarint(dst, uint64(len(v.text))), v.text...)
	case kindTime:
		dst = binary.AppendVarint(dst, v.t.Unix())
		dst = binary.AppendUvarint(dst, uint64(v.t.Nanosecond()))
	}
	return dst, nil
}

// errCursor: the token is ours, but its cursor isn't one of this order. A change of the code may have done that.
var errCursor = errors.New("the page token's cursor doesn't fit the order")

// reader takes a cursor apart. It never reads beyond it.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) value() (v value) {
	v.kind = r.take(1)[0]
	switch v.kind {
	case kindNull:
	case kindInt, kindBool:
		v.n = r.varint()
	case kindFloat:
		v.f = math.Float64frombits(binary.BigEndian.Uint64(r.take(8)))
	case kindText, kindBytes:
		v.text = string(r.take(r.uvarint()))
	case kindTime:
		seconds := r.varint()
		v.t = time.Unix(seconds, int64(r.uvarint()))
	default:
		r.bad = true
	}
	return v
}

// take gives the next n bytes, or some zeros where there are fewer.
func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return make([]byte, min(n, 8))
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) varint() int64 {
	n, size := binary.Varint(r.rest)
	r.take(uint64(max(size, 0)))
	r.bad = r.bad || size <= 0
	return n
}

func (r *reader) uvarint() uint64 {
	n, size := binary.Uvarint(r.rest)
	r.take(uint64(max(size, 0)))
	r.bad = r.bad || size <= 0
	return n
}
