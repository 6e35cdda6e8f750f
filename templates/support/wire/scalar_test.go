package wire_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// scalar reads a text by a function and gives what came out, or the violation.
func scalar[T any](t *testing.T, text string, read func(*wire.Reader, wire.Node) T) string {
	t.Helper()
	var v T
	if problem := broken(t, text, func(r *wire.Reader, n wire.Node) { v = read(r, n) }); problem != "" {
		var zero T
		if fmt.Sprint(v) != fmt.Sprint(zero) {
			t.Errorf("%s is refused, but %v is returned", text, v)
		}
		return problem
	}
	return fmt.Sprint(v)
}

func TestScalars(t *testing.T) {
	type reader func(*testing.T, string) string
	of := func(f reader) reader { return f }
	readInt64 := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Int64) })
	readInt32 := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Int32) })
	readUint64 := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Uint64) })
	readUint32 := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Uint32) })
	readFloat64 := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Float64) })
	readFloat32 := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Float32) })
	readString := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).String) })
	readBool := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Bool) })
	readTime := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Time) })
	readDate := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Date) })
	readUUID := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).UUID) })
	readBytes := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Bytes) })
	readBytesURL := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).BytesURL) })
	readDuration := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Duration) })
	readDecimal := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).Decimal) })
	readDecimalNumber := of(func(t *testing.T, s string) string { return scalar(t, s, (*wire.Reader).DecimalNumber) })
	readRaw := of(func(t *testing.T, s string) string {
		return scalar(t, s, func(r *wire.Reader, n wire.Node) string { return string(r.Raw(n)) })
	})
	for _, c := range []struct {
		read       reader
		text, want string
	}{
		{readInt64, `-7`, "-7"}, {readInt64, `1.0`, "1"}, {readInt64, `1.2e3`, "1200"}, {readInt64, `-0.0`, "0"},
		{readInt64, `9223372036854775807`, "9223372036854775807"}, {readInt64, `-9223372036854775808`, "-9223372036854775808"},
		{readInt64, `9223372036854775808`, "maximum: must be at most 9223372036854775807"}, {readInt64, `-9223372036854775809`, "minimum: must be at least -9223372036854775808"},
		{readInt64, `1e999999999`, "maximum: must be at most 9223372036854775807"}, {readInt64, `-1e99`, "minimum: must be at least -9223372036854775808"},
		{readInt64, `1.5`, "type: must be an integer, not a fraction"}, {readInt64, `"1"`, "type: must be an integer, not a string"}, {readInt64, `null`, "type: must be an integer, not null"},
		{readInt32, `2147483647`, "2147483647"}, {readInt32, `2147483648`, "maximum: must be at most 2147483647"}, {readInt32, `-2147483649.0`, "minimum: must be at least -2147483648"},
		{readUint64, `18446744073709551615`, "18446744073709551615"}, {readUint64, `18446744073709551616`, "maximum: must be at most 18446744073709551615"}, {readUint64, `-1`, "minimum: must be at least 0"}, {readUint64, `-0`, "0"},
		{readUint32, `4294967295`, "4294967295"}, {readUint32, `4294967296`, "maximum: must be at most 4294967295"}, {readUint32, `-1`, "minimum: must be at least 0"},
		{readFloat64, `0.1`, "0.1"}, {readFloat64, `1e308`, "1e+308"}, {readFloat64, `1e400`, "maximum: must be at most 1.7976931348623157e308"}, {readFloat64, `-1e400`, "minimum: must be at least -1.7976931348623157e308"}, {readFloat64, `1e-400`, "0"}, {readFloat64, `1e999999999`, "maximum: must be at most 1.7976931348623157e308"},
		{readFloat64, `true`, "type: must be a number, not a boolean"}, {readFloat32, `0.1`, "0.1"}, {readFloat32, `1e39`, "maximum: must be at most 3.4028234663852886e38"},
		{readString, `"a\nb"`, "a\nb"}, {readString, `7`, "type: must be a string, not an integer"}, {readString, `[]`, "type: must be a string, not an array"},
		{readBool, `true`, "true"}, {readBool, `false`, "false"}, {readBool, `0`, "type: must be a boolean, not an integer"},
		{readTime, `"2024-05-06T07:08:09Z"`, "2024-05-06 07:08:09 +0000 UTC"}, {readTime, `"2024-05-06"`, "format: must be a date and time such as 2006-01-02T15:04:05Z"}, {readTime, `5`, "type: must be a string, not an integer"},
		{readDate, `"2024-02-29"`, "2024-02-29"}, {readDate, `"2023-02-29"`, "format: must be a date such as 2006-01-02"},
		{readUUID, `"2EB8AA08-AA98-11EA-B4AA-73B441D16380"`, "2eb8aa08-aa98-11ea-b4aa-73b441d16380"}, {readUUID, `"x"`, "format: must be a UUID such as 2eb8aa08-aa98-11ea-b4aa-73b441d16380"},
		{readBytes, `"aGk="`, "[104 105]"}, {readBytes, `""`, "[]"}, {readBytes, `"aGk"`, "format: must be base64"}, {readBytes, `"aG\nk="`, "format: must be base64"}, {readBytes, `"a-_="`, "format: must be base64"},
		{readBytesURL, `"-_-_"`, "[251 255 191]"}, {readBytesURL, `"aGk="`, "[104 105]"}, {readBytesURL, `"aGk"`, "[104 105]"}, {readBytesURL, `"aGk=="`, "format: must be base64"},
		{readDuration, `"P1DT12H"`, "P1DT12H"}, {readDuration, `"P1.5D"`, "format: must be a duration such as P1DT12H"},
		{readDecimal, `"12.50"`, "12.50"}, {readDecimal, `12.50`, "type: must be a string, not a fraction"}, {readDecimal, `"12,50"`, "format: must be a decimal number such as 12.50"},
		{readDecimalNumber, `12.50`, "12.50"}, {readDecimalNumber, `"12.50"`, "type: must be a number, not a string"},
		{readRaw, ` {"a" : [ 1.50 , "\u0041\n" , {} ] , "b":null}`, `{"a":[1.50,"A\n",{}],"b":null}`},
	} {
		if got := c.read(t, c.text); got != c.want {
			t.Errorf("%s is read as %q, want %q", c.text, got, c.want)
		}
	}
}

func TestNegativeZero(t *testing.T) {
	broken(t, `-0`, func(r *wire.Reader, n wire.Node) {
		if v := r.Float64(n); !math.Signbit(v) {
			t.Error(v)
		}
	})
}

// TestStringsOutliveTheMessage: what is read must not change when the reader and the buffer are used again.
func TestStringsOutliveTheMessage(t *testing.T) {
	long := make([]byte, 0, 10_000)
	long = append(long, `{"a":"first","k\u0065y":"se\u0063ond","z":"`...)
	for len(long) < 9_000 {
		long = append(long, 'z')
	}
	long = append(long, `"}`...)
	for _, buffer := range [][]byte{[]byte(`{"a":"first","k\u0065y":"se\u0063ond"}`), long} {
		var r wire.Reader
		r.Reset(wire.Request)
		n, _ := r.ParseJSON(buffer, wire.Limits{})
		var all map[string]string
		wire.Map(&r, n, &all, func(s *string, r *wire.Reader, n wire.Node) { *s = r.String(n) })
		for i := range buffer {
			buffer[i] = 'x'
		}
		r.Reset(wire.Request)
		r.ParseJSON([]byte(`{"b":"other","k\u0065y":"other \u0063ontent"}`), wire.Limits{})
		if all["a"] != "first" || all["key"] != "second" {
			t.Error(all)
		}
	}
}

func TestEmptyContainers(t *testing.T) {
	var list []string
	var members map[string]string
	each := func(s *string, r *wire.Reader, n wire.Node) { *s = r.String(n) }
	broken(t, `[]`, func(r *wire.Reader, n wire.Node) { wire.Array(r, n, &list, each) })
	broken(t, `{}`, func(r *wire.Reader, n wire.Node) { wire.Map(r, n, &members, each) })
	if list == nil || members == nil {
		t.Error("[] and {} are empty, not nil")
	}
	list = nil
	if got := broken(t, `{}`, func(r *wire.Reader, n wire.Node) { wire.Array(r, n, &list, each) }); got != "type: must be an array, not an object" || list != nil {
		t.Error(got, list)
	}
}
