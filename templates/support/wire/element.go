package wire

import (
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// The functions below read and write one value, for what takes a function: elements, optional and nullable values.

// ReadString reads a string.
func ReadString(x *string, r *Reader, n Node) { *x = r.String(n) }

// ReadBool reads a boolean.
func ReadBool(x *bool, r *Reader, n Node) { *x = r.Bool(n) }

// ReadInt64 reads an integer.
func ReadInt64(x *int64, r *Reader, n Node) { *x = r.Int64(n) }

// ReadInt32 reads an integer of 32 bits.
func ReadInt32(x *int32, r *Reader, n Node) { *x = r.Int32(n) }

// ReadUint64 reads an integer that isn't negative.
func ReadUint64(x *uint64, r *Reader, n Node) { *x = r.Uint64(n) }

// ReadUint32 reads an integer of 32 bits that isn't negative.
func ReadUint32(x *uint32, r *Reader, n Node) { *x = r.Uint32(n) }

// ReadFloat64 reads a number.
func ReadFloat64(x *float64, r *Reader, n Node) { *x = r.Float64(n) }

// ReadFloat32 reads a number.
func ReadFloat32(x *float32, r *Reader, n Node) { *x = r.Float32(n) }

// ReadTime reads a date-time.
func ReadTime(x *time.Time, r *Reader, n Node) { *x = r.Time(n) }

// ReadDate reads a date.
func ReadDate(x *value.Date, r *Reader, n Node) { *x = r.Date(n) }

// ReadUUID reads a UUID.
func ReadUUID(x *value.UUID, r *Reader, n Node) { *x = r.UUID(n) }

// ReadBytes reads base64.
func ReadBytes(x *[]byte, r *Reader, n Node) { *x = r.Bytes(n) }

// ReadDuration reads a duration.
func ReadDuration(x *value.Duration, r *Reader, n Node) { *x = r.Duration(n) }

// ReadDecimal reads a string that holds a decimal number.
func ReadDecimal(x *value.Decimal, r *Reader, n Node) { *x = r.Decimal(n) }

// ReadDecimalNumber reads a number without rounding.
func ReadDecimalNumber(x *value.Decimal, r *Reader, n Node) { *x = r.DecimalNumber(n) }

// ReadRaw copies a value of any kind.
func ReadRaw(x *Raw, r *Reader, n Node) { *x = r.Raw(n) }

// WriteString writes a string.
func WriteString(x *string, w *Writer) { w.String(*x) }

// WriteBool writes a boolean.
func WriteBool(x *bool, w *Writer) { w.Bool(*x) }

// WriteInt64 writes an integer.
func WriteInt64(x *int64, w *Writer) { w.Int64(*x) }

// WriteInt32 writes an integer.
func WriteInt32(x *int32, w *Writer) { w.Int32(*x) }

// WriteUint64 writes an integer.
func WriteUint64(x *uint64, w *Writer) { w.Uint64(*x) }

// WriteUint32 writes an integer.
func WriteUint32(x *uint32, w *Writer) { w.Uint32(*x) }

// WriteFloat64 writes a number.
func WriteFloat64(x *float64, w *Writer) { w.Float64(*x) }

// WriteFloat32 writes a number.
func WriteFloat32(x *float32, w *Writer) { w.Float32(*x) }

// WriteTime writes a date-time.
func WriteTime(x *time.Time, w *Writer) { w.Time(*x) }

// WriteDate writes a date.
func WriteDate(x *value.Date, w *Writer) { w.Date(*x) }

// WriteUUID writes a UUID.
func WriteUUID(x *value.UUID, w *Writer) { w.UUID(*x) }

// WriteBytes writes base64.
func WriteBytes(x *[]byte, w *Writer) { w.Bytes64(*x) }

// WriteDuration writes a duration.
func WriteDuration(x *value.Duration, w *Writer) { w.Duration(*x) }

// WriteDecimal writes a decimal number as a string.
func WriteDecimal(x *value.Decimal, w *Writer) { w.Decimal(*x) }

// WriteDecimalNumber writes a decimal number as a number.
func WriteDecimalNumber(x *value.Decimal, w *Writer) { w.DecimalNumber(*x) }

// WriteRaw writes JSON text.
func WriteRaw(x *Raw, w *Writer) { w.Raw(*x) }
