package wire

import (
	"encoding/base64"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// The functions below read a scalar. Another kind is a violation `type`, another form of text a violation `format`, a
// number outside the Go type a violation `minimum` or `maximum`; the zero value is returned then.

// String reads a string.
func (r *Reader) String(n Node) string {
	nd := &r.nodes[n]
	if nd.kind != KindString {
		r.Type(n, KindString)
		return ""
	}
	return r.lasting(nd, r.text(nd))
}

// Bool reads a boolean.
func (r *Reader) Bool(n Node) bool {
	return r.Type(n, KindBool) && r.nodes[n].flags&isTrue != 0
}

// Time reads a date-time of RFC 3339.
func (r *Reader) Time(n Node) time.Time { return parsed(r, n, value.ParseTime) }

// Date reads a date of RFC 3339.
func (r *Reader) Date(n Node) value.Date { return parsed(r, n, value.ParseDate) }

// UUID reads a UUID.
func (r *Reader) UUID(n Node) value.UUID { return parsed(r, n, value.ParseUUID) }

// Duration reads a duration of RFC 3339.
func (r *Reader) Duration(n Node) value.Duration { return parsed(r, n, value.ParseDuration) }

// parsed reads a string by its form.
func parsed[T any](r *Reader, n Node, parse func(string) (T, error)) T {
	var zero T
	if !r.Type(n, KindString) {
		return zero
	}
	v, err := parse(r.text(&r.nodes[n]))
	if err != nil {
		r.violate(n, errors.Format, err.Error())
		return zero
	}
	return v
}

// Decimal reads a string that holds a decimal number (type string, format decimal).
func (r *Reader) Decimal(n Node) value.Decimal {
	if !r.Type(n, KindString) {
		return value.Decimal{}
	}
	return r.decimal(n)
}

// DecimalNumber reads a number without rounding (type number, format decimal).
func (r *Reader) DecimalNumber(n Node) value.Decimal {
	if !r.Type(n, KindNumber) {
		return value.Decimal{}
	}
	return r.decimal(n)
}

func (r *Reader) decimal(n Node) value.Decimal {
	d, err := value.ParseDecimal(r.Keep(n))
	if err != nil {
		r.violate(n, errors.Format, err.Error())
	}
	return d
}

// Bytes reads base64 of RFC 4648, padded (format byte).
func (r *Reader) Bytes(n Node) []byte { return r.bytes(n, base64.StdEncoding) }

// BytesURL reads base64 of RFC 4648 in its form for URLs; the padding may be left out (format base64url).
func (r *Reader) BytesURL(n Node) []byte { return r.bytes(n, base64.RawURLEncoding) }

func (r *Reader) bytes(n Node, encoding *base64.Encoding) []byte {
	if !r.Type(n, KindString) {
		return nil
	}
	text := r.text(&r.nodes[n])
	if encoding == base64.RawURLEncoding {
		text = withoutPadding(text)
	}
	b, err := encoding.DecodeString(text)
	if err != nil || strings.ContainsAny(text, "\r\n") { // which the decoder overlooks
		r.violate(n, errors.Format, "must be base64")
		return nil
	}
	return b
}

// withoutPadding takes padding off that is as long as it must be.
func withoutPadding(text string) string {
	if len(text)%4 != 0 {
		return text
	}
	return strings.TrimSuffix(strings.TrimSuffix(text, "="), "=")
}

// Raw copies a value of any kind as compact JSON text.
func (r *Reader) Raw(n Node) Raw {
	if r.discard > 0 {
		return nil
	}
	return r.AppendJSON(nil, n)
}

// Text gives the text of a scalar or a key as it stands: a string without quotes and escapes, a literal. It is good
// until the next Reset; Keep gives one that lasts.
func (r *Reader) Text(n Node) string {
	nd := &r.nodes[n]
	if nd.kind&(KindArray|KindObject) != 0 {
		return ""
	}
	return r.text(nd)
}
