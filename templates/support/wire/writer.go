package wire

import (
	"encoding/base64"
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// Writer appends JSON text to a buffer and sets the commas itself. The first thing that JSON can't hold is kept as its
// error. Reset makes it ready again, whatever happened.
type Writer struct {
	// Outside says that whom the message is for doesn't belong to the house: Visible lacks what Hide and Show enclose.
	Outside bool

	buf       []byte
	comma     bool // something stands before at this level
	direction Direction
	err       error
	raw       *Reader // checks what Raw is given
	hidden    []span  // for whom is outside
	hiding    int     // how many Hide wait for their Show
}

// Reset makes w append to buf, which may be nil. It is for those who see everything then.
func (w *Writer) Reset(buf []byte, d Direction) {
	*w = Writer{buf: buf, direction: d, raw: w.raw, hidden: w.hidden[:0]}
}

// Bytes gives the text so far.
func (w *Writer) Bytes() []byte { return w.buf }

// Err tells the first thing that could not be written: NaN, text that isn't UTF-8, Raw that isn't JSON.
func (w *Writer) Err() error { return w.err }

// Fail makes err the writer's error, if it has none.
func (w *Writer) Fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Direction says who sends the message: readOnly members aren't written in a Request, writeOnly ones in a Response.
func (w *Writer) Direction() Direction { return w.direction }

// value makes ready for a value.
func (w *Writer) value() {
	if w.comma {
		w.buf = append(w.buf, ',')
	}
	w.comma = true
}

func (w *Writer) literal(text string) {
	w.value()
	w.buf = append(w.buf, text...)
}

func (w *Writer) begin(bracket byte) {
	w.value()
	w.buf = append(w.buf, bracket)
	w.comma = false
}

func (w *Writer) end(bracket byte) {
	w.buf = append(w.buf, bracket)
	w.comma = true
}

// Object starts an object.
func (w *Writer) Object() { w.begin('{') }

// EndObject ends an object.
func (w *Writer) EndObject() { w.end('}') }

// Array starts an array.
func (w *Writer) Array() { w.begin('[') }

// EndArray ends an array.
func (w *Writer) EndArray() { w.end(']') }

// Key writes the name of the member whose value is written next, and returns w for that.
func (w *Writer) Key(name string) *Writer {
	w.String(name)
	w.buf = append(w.buf, ':')
	w.comma = false
	return w
}

// Null writes null.
func (w *Writer) Null() { w.literal("null") }

// Bool writes true or false.
func (w *Writer) Bool(v bool) {
	w.value()
	w.buf = strconv.AppendBool(w.buf, v)
}

// Int64 writes an integer.
func (w *Writer) Int64(v int64) {
	w.value()
	w.buf = strconv.AppendInt(w.buf, v, 10)
}

// Int32 writes an integer.
func (w *Writer) Int32(v int32) { w.Int64(int64(v)) }

// Uint64 writes an integer.
func (w *Writer) Uint64(v uint64) {
	w.value()
	w.buf = strconv.AppendUint(w.buf, v, 10)
}

// Uint32 writes an integer.
func (w *Writer) Uint32(v uint32) { w.Uint64(uint64(v)) }

// Float64 writes a number with as many digits as it takes to read the same again.
func (w *Writer) Float64(v float64) { w.float(v, 64) }

// Float32 writes a number with as many digits as it takes to read the same again.
func (w *Writer) Float32(v float32) { w.float(float64(v), 32) }

var errNotFinite = errors.New("a number is NaN or infinite, which JSON can't hold")

func (w *Writer) float(v float64, size int) {
	w.value()
	if math.IsNaN(v) || math.IsInf(v, 0) {
		w.Fail(errNotFinite)
		w.buf = append(w.buf, "null"...)
		return
	}
	form := byte('f')
	if a := math.Abs(v); a != 0 && (a < 1e-6 || a >= 1e21) {
		form = 'e'
	}
	w.buf = shortExponent(strconv.AppendFloat(w.buf, v, form, -1, size))
}

// shortExponent makes e-7 of e-07 at the end.
func shortExponent(text []byte) []byte {
	if n := len(text); n > 4 && text[n-4] == 'e' && text[n-3] == '-' && text[n-2] == '0' {
		return append(text[:n-2], text[n-1])
	}
	return text
}

// Time writes a date-time of RFC 3339.
func (w *Writer) Time(t time.Time) {
	w.quoted(func(dst []byte) ([]byte, error) { return value.AppendTime(dst, t) })
}

// Date writes a date.
func (w *Writer) Date(d value.Date) { w.quoted(d.AppendText) }

// UUID writes a UUID.
func (w *Writer) UUID(u value.UUID) { w.quoted(u.AppendText) }

// Duration writes a duration.
func (w *Writer) Duration(d value.Duration) { w.quoted(d.AppendText) }

// Decimal writes a decimal number as a string.
func (w *Writer) Decimal(d value.Decimal) { w.quoted(d.AppendText) }

// quoted writes a text that needs no escapes.
func (w *Writer) quoted(form func([]byte) ([]byte, error)) {
	w.value()
	text, err := form(append(w.buf, '"'))
	if err != nil {
		w.Fail(err)
	}
	w.buf = append(text, '"')
}

// DecimalNumber writes a decimal number as a number.
func (w *Writer) DecimalNumber(d value.Decimal) { w.literal(d.String()) }

// Bytes64 writes bytes as base64 of RFC 4648, padded.
func (w *Writer) Bytes64(b []byte) { w.encoded(b, base64.StdEncoding) }

// BytesURL writes bytes as base64 of RFC 4648 in its form for URLs, without padding.
func (w *Writer) BytesURL(b []byte) { w.encoded(b, base64.RawURLEncoding) }

func (w *Writer) encoded(b []byte, encoding *base64.Encoding) {
	w.value()
	w.buf = append(encoding.AppendEncode(append(w.buf, '"'), b), '"')
}

var errRaw = errors.New("a raw value is not JSON")

// Raw writes JSON text as it is; nil is null.
func (w *Writer) Raw(text Raw) {
	if text == nil {
		w.Null()
		return
	}
	if w.raw == nil {
		w.raw = new(Reader)
	}
	w.raw.Reset(Neutral)
	if _, ok := w.raw.ParseJSON(text, Limits{Depth: largestDepth, Nodes: maxTextBytes}); !ok {
		w.Fail(errRaw)
	}
	w.value()
	w.buf = append(w.buf, text...)
}
