package wire

import (
	"math"
	"strconv"

	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/value"
)

// Int64 reads an integer; 1.0 and 1e3 are integers.
func (r *Reader) Int64(n Node) int64 { return r.signed(n, math.MinInt64, math.MaxInt64) }

// Int32 reads an integer of 32 bits.
func (r *Reader) Int32(n Node) int32 { return int32(r.signed(n, math.MinInt32, math.MaxInt32)) }

// Uint32 reads an integer of 32 bits that isn't negative.
func (r *Reader) Uint32(n Node) uint32 { return uint32(r.signed(n, 0, math.MaxUint32)) }

// Uint64 reads an integer that isn't negative.
func (r *Reader) Uint64(n Node) uint64 {
	if !r.Type(n, KindInteger) {
		return 0
	}
	v, negative, ok := value.Whole(r.text(&r.nodes[n]))
	switch {
	case negative:
		r.violate(n, errors.Minimum, "must be at least 0")
	case !ok:
		r.violate(n, errors.Maximum, "must be at most 18446744073709551615")
	default:
		return v
	}
	return 0
}

func (r *Reader) signed(n Node, least, most int64) int64 {
	nd := &r.nodes[n]
	if nd.kind != KindInteger {
		r.Type(n, KindInteger)
		return 0
	}
	text := r.text(nd)
	v, sign := shortInteger(text), 0
	if nd.flags&isShort == 0 {
		v, sign = longInteger(text)
	}
	switch {
	case sign < 0 || v < least:
		r.violate(n, errors.Minimum, "must be at least ", strconv.FormatInt(least, 10))
	case sign > 0 || v > most:
		r.violate(n, errors.Maximum, "must be at most ", strconv.FormatInt(most, 10))
	default:
		return v
	}
	return 0
}

// shortInteger reads digits that are too few to overflow.
func shortInteger(text string) (v int64) {
	i := 0
	if text[0] == '-' {
		i = 1
	}
	for ; i < len(text); i++ {
		v = v*10 + int64(text[i]-'0')
	}
	if text[0] == '-' {
		return -v
	}
	return v
}

// longInteger reads any whole number; overflow isn't 0 if it lies below or above an int64.
func longInteger(text string) (v int64, overflow int) {
	size, negative, ok := value.Whole(text)
	switch {
	case negative && (!ok || size > 1<<63):
		return 0, -1
	case negative:
		return -int64(size), 0
	case !ok || size > math.MaxInt64:
		return 0, 1
	}
	return int64(size), 0
}

// Float64 reads a number, rounded to the nearest that Go has.
func (r *Reader) Float64(n Node) float64 { return r.float(n, 64, "1.7976931348623157e308") }

// Float32 reads a number, rounded to the nearest of 32 bits.
func (r *Reader) Float32(n Node) float32 { return float32(r.float(n, 32, "3.4028234663852886e38")) }

func (r *Reader) float(n Node, size int, most string) float64 {
	nd := &r.nodes[n]
	if nd.kind&KindNumber == 0 {
		r.Type(n, KindNumber)
		return 0
	}
	v, err := strconv.ParseFloat(r.text(nd), size)
	switch {
	case err == nil:
		return v
	case v < 0:
		r.violate(n, errors.Minimum, "must be at least -", most)
	default:
		r.violate(n, errors.Maximum, "must be at most ", most)
	}
	return 0
}
