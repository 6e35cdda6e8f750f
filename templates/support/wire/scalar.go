package wire

import (
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// The functions below read a scalar. Another kind is a violation `type`, another form of text a violation `format`, a
// number outside the Go type a violation `minimum` or `maximum`; the zero value is returned then.

// String reads a string.
func (r *Reader) String(n Node) string { return "" }

// Bool reads a boolean.
func (r *Reader) Bool(n Node) bool { return false }

// Int64 reads an integer; 1.0 and 1e3 are integers.
func (r *Reader) Int64(n Node) int64 { return 0 }

// Int32 reads an integer of 32 bits.
func (r *Reader) Int32(n Node) int32 { return 0 }

// Uint64 reads an integer that isn't negative.
func (r *Reader) Uint64(n Node) uint64 { return 0 }

// Uint32 reads an integer of 32 bits that isn't negative.
func (r *Reader) Uint32(n Node) uint32 { return 0 }

// Float64 reads a number, rounded to the nearest that Go has.
func (r *Reader) Float64(n Node) float64 { return 0 }

// Float32 reads a number, rounded to the nearest of 32 bits.
func (r *Reader) Float32(n Node) float32 { return 0 }

// Time reads a date-time of RFC 3339.
func (r *Reader) Time(n Node) time.Time { return time.Time{} }

// Date reads a date.
func (r *Reader) Date(n Node) value.Date { return value.Date{} }

// UUID reads a UUID.
func (r *Reader) UUID(n Node) value.UUID { return value.UUID{} }

// Bytes reads base64 of RFC 4648, padded (format byte).
func (r *Reader) Bytes(n Node) []byte { return nil }

// Duration reads a duration.
func (r *Reader) Duration(n Node) value.Duration { return value.Duration{} }

// Decimal reads a string that holds a decimal number (type string, format decimal).
func (r *Reader) Decimal(n Node) value.Decimal { return value.Decimal{} }

// DecimalNumber reads a number without rounding (type number, format decimal).
func (r *Reader) DecimalNumber(n Node) value.Decimal { return value.Decimal{} }

// Raw copies a value of any kind as compact JSON text.
func (r *Reader) Raw(n Node) Raw { return nil }

// File gives the file of a part of a multipart body; false if the node isn't one.
func (r *Reader) File(n Node) (File, bool) { return File{}, false }
