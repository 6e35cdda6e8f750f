package wire

import (
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// Writer appends JSON text to a buffer and sets the commas itself. The first thing that JSON can't hold is kept as its
// error. Reset makes it ready again, whatever happened.
type Writer struct {
	buf       []byte
	comma     bool
	direction Direction
	err       error
}

// Reset makes w append to buf, which may be nil.
func (w *Writer) Reset(buf []byte, d Direction) { *w = Writer{buf: buf, direction: d} }

// Bytes gives the text so far.
func (w *Writer) Bytes() []byte { return w.buf }

// Err tells the first thing that could not be written: NaN, text that isn't UTF-8, Raw that isn't JSON.
func (w *Writer) Err() error { return w.err }

// Fail makes err the writer's error, if it has none.
func (w *Writer) Fail(err error) {}

// Direction says who sends the message: readOnly members aren't written in a Request, writeOnly ones in a Response.
func (w *Writer) Direction() Direction { return w.direction }

// Object starts an object.
func (w *Writer) Object() {}

// EndObject ends an object.
func (w *Writer) EndObject() {}

// Array starts an array.
func (w *Writer) Array() {}

// EndArray ends an array.
func (w *Writer) EndArray() {}

// Key writes the name of the member whose value is written next.
func (w *Writer) Key(name string) {}

// String writes a string.
func (w *Writer) String(text string) {}

// Bool writes true or false.
func (w *Writer) Bool(v bool) {}

// Null writes null.
func (w *Writer) Null() {}

// Int64 writes an integer.
func (w *Writer) Int64(v int64) {}

// Int32 writes an integer.
func (w *Writer) Int32(v int32) {}

// Uint64 writes an integer.
func (w *Writer) Uint64(v uint64) {}

// Uint32 writes an integer.
func (w *Writer) Uint32(v uint32) {}

// Float64 writes a number with as many digits as it takes to read the same again.
func (w *Writer) Float64(v float64) {}

// Float32 writes a number with as many digits as it takes to read the same again.
func (w *Writer) Float32(v float32) {}

// Time writes a date-time of RFC 3339.
func (w *Writer) Time(t time.Time) {}

// Date writes a date.
func (w *Writer) Date(d value.Date) {}

// UUID writes a UUID.
func (w *Writer) UUID(u value.UUID) {}

// Bytes64 writes bytes as base64 of RFC 4648, padded.
func (w *Writer) Bytes64(b []byte) {}

// Duration writes a duration.
func (w *Writer) Duration(d value.Duration) {}

// Decimal writes a decimal number as a string.
func (w *Writer) Decimal(d value.Decimal) {}

// DecimalNumber writes a decimal number as a number.
func (w *Writer) DecimalNumber(d value.Decimal) {}

// Raw writes JSON text as it is; nil is null.
func (w *Writer) Raw(text Raw) {}

// WriteArray writes items as an array; nil is written as [].
func WriteArray[T any](w *Writer, items []T, each func(*T, *Writer)) {}

// WriteMap writes members as an object in the order of their keys; nil is written as {}.
func WriteMap[T any](w *Writer, members map[string]T, each func(*T, *Writer)) {}
