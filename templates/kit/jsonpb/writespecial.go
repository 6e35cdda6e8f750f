package jsonpb

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// special writes a message whose type has a form of its own.
func (w *writer) special(m protoreflect.Message, f form) {
	switch f {
	case anyForm:
		w.any(m)
	case wrapperForm:
		w.single(m.Get(number(m, 1)), number(m, 1))
	case structForm:
		w.entries(m.Get(number(m, 1)).Map(), number(m, 1))
	case listForm:
		w.list(m.Get(number(m, 1)).List(), number(m, 1))
	case valueForm:
		w.known(m)
	default:
		text, err := appendForm(w.scratch[:0], m, f)
		if err != nil {
			w.Fail(err)
		}
		w.text(text)
	}
}

var (
	errNoKind   = errors.New("a google.protobuf.Value without a kind")
	errNoNumber = errors.New("a google.protobuf.Value that is NaN or infinite")
)

// known writes a Value.
func (w *writer) known(m protoreflect.Message) {
	fd := m.WhichOneof(m.Descriptor().Oneofs().Get(0))
	if fd == nil {
		w.Fail(errNoKind)
		w.Null()
		return
	}
	v := m.Get(fd)
	if f, ok := v.Interface().(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
		w.Fail(errNoNumber)
	}
	w.single(v, fd)
}

// any writes what an Any holds.
func (w *writer) any(m protoreflect.Message) {
	w.Object()
	defer w.EndObject()
	url, binary := m.Get(number(m, 1)).String(), m.Get(number(m, 2)).Bytes()
	if url == "" && len(binary) == 0 {
		return
	}
	inner, err := w.open(url, binary)
	if err != nil {
		w.Fail(fmt.Errorf("a google.protobuf.Any of %q: %w", url, err))
		return
	}
	w.Key(typeKey).String(url)
	w.depth++
	if form := formOf(inner.Descriptor()); form == ordinary || form == emptyForm {
		w.fields(inner)
	} else {
		w.Key(valueKey)
		w.special(inner, form)
	}
	w.depth--
}

// mostNested is how many Any may stand in one another: each is decoded for itself, so that the work grows with the
// square of their number.
const mostNested = 100

// open decodes what an Any holds.
func (w *writer) open(url string, binary []byte) (protoreflect.Message, error) {
	switch {
	case url == "":
		return nil, errors.New("no type is named")
	case w.depth == mostNested:
		return nil, errors.New("nested too deeply")
	}
	types := w.options.types()
	mt, err := types.FindMessageByURL(url)
	if err != nil {
		return nil, err
	}
	inner := mt.New()
	return inner, proto.UnmarshalOptions{AllowPartial: true, Resolver: types}.Unmarshal(binary, inner.Interface())
}

// appendForm appends the text of a Timestamp, a Duration or a FieldMask, without quotes.
func appendForm(dst []byte, m protoreflect.Message, f form) ([]byte, error) {
	if f == maskForm {
		return appendMask(dst, m.Get(number(m, 1)).List())
	}
	seconds, nanos := m.Get(number(m, 1)).Int(), m.Get(number(m, 2)).Int()
	if f == timestampForm {
		return appendTimestamp(dst, seconds, nanos)
	}
	return appendDuration(dst, seconds, nanos)
}

var errRange = errors.New("out of its range")

const nanosPerSecond = 1_000_000_000

func appendTimestamp(dst []byte, seconds, nanos int64) ([]byte, error) {
	if seconds < firstSecond || seconds > lastSecond || nanos < 0 || nanos >= nanosPerSecond {
		return dst, errRange
	}
	dst = time.Unix(seconds, 0).UTC().AppendFormat(dst, "2006-01-02T15:04:05")
	return append(appendNanos(dst, nanos), 'Z'), nil
}

func appendDuration(dst []byte, seconds, nanos int64) ([]byte, error) {
	if seconds < -mostSeconds || seconds > mostSeconds || nanos <= -nanosPerSecond || nanos >= nanosPerSecond || seconds > 0 && nanos < 0 || seconds < 0 && nanos > 0 {
		return dst, errRange
	}
	if seconds < 0 || nanos < 0 {
		dst, seconds, nanos = append(dst, '-'), -seconds, -nanos
	}
	return append(appendNanos(strconv.AppendInt(dst, seconds, 10), nanos), 's'), nil
}

// appendNanos appends a fraction of a second with 0, 3, 6 or 9 digits.
func appendNanos(dst []byte, nanos int64) []byte {
	if nanos == 0 {
		return dst
	}
	point := len(dst)
	dst = strconv.AppendInt(dst, nanos+nanosPerSecond, 10)
	dst[point] = '.' // in place of the 1 that keeps the zeros
	for strings.HasSuffix(string(dst[point+1:]), "000") {
		dst = dst[:len(dst)-3]
	}
	return dst
}

func appendMask(dst []byte, paths protoreflect.List) ([]byte, error) {
	for i := range paths.Len() {
		path := paths.Get(i).String()
		camel := camelCase(path)
		if !protoreflect.FullName(path).IsValid() || snakeCase(camel) != path {
			return dst, fmt.Errorf("the path %q, which JSON can't hold", path)
		}
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, camel...)
	}
	return dst, nil
}

func camelCase(path string) string {
	b := make([]byte, 0, len(path))
	for i := range len(path) {
		c := path[i]
		if 'a' <= c && c <= 'z' && i > 0 && path[i-1] == '_' {
			c -= 'a' - 'A'
		}
		if c != '_' {
			b = append(b, c)
		}
	}
	return string(b)
}
