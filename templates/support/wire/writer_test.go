package wire_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/value"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

func TestWriter(t *testing.T) {
	var w wire.Writer
	w.Reset([]byte("prefix "), wire.Response)
	w.Object()
	w.Key("text").String("<a href=\"x\">&\\\n\r\t\x01\u2028é𝄞</a>")
	w.Key("empty").Object()
	w.EndObject()
	w.Key("list").Array()
	w.Int64(math.MinInt64)
	w.Uint64(math.MaxUint64)
	w.Int32(-1)
	w.Uint32(2)
	w.Bool(true)
	w.Null()
	w.Array()
	w.EndArray()
	w.Raw(wire.Raw(`{"a": 1}`))
	w.Raw(nil)
	w.EndArray()
	w.Key("numbers").Array()
	for _, v := range []float64{0, math.Copysign(0, -1), 1, 0.1, 1e20, 1e21, 1e-6, 1e-7, -1.5e300, math.MaxFloat64, math.SmallestNonzeroFloat64} {
		w.Float64(v)
	}
	w.Float32(0.1)
	w.EndArray()
	w.Key("forms").Array()
	w.Time(time.Date(2024, 5, 6, 7, 8, 9, 120_000_000, time.FixedZone("", 5400)))
	w.Date(value.Date{Year: 2024, Month: 2, Day: 29})
	w.UUID(value.UUID{0xAB})
	w.Bytes64([]byte{0xFB, 0xFF})
	w.BytesURL([]byte{0xFB, 0xFF})
	w.Duration(value.Duration{Hours: 36})
	w.Decimal(value.DecimalOf(1250, 2))
	w.DecimalNumber(value.DecimalOf(1250, 2))
	w.EndArray()
	w.EndObject()
	want := `prefix {"text":"<a href=\"x\">&\\\n\r\t\u0001` + "\u2028" + `é𝄞</a>","empty":{},"list":[-9223372036854775808,18446744073709551615,-1,2,true,null,[],{"a": 1},null],` +
		`"numbers":[0,-0,1,0.1,100000000000000000000,1e+21,0.000001,1e-7,-1.5e+300,1.7976931348623157e+308,5e-324,0.1],` +
		`"forms":["2024-05-06T07:08:09.12+01:30","2024-02-29","ab000000-0000-0000-0000-000000000000","+/8=","-_8","PT36H","12.50",12.50]}`
	if got := string(w.Bytes()); got != want || w.Err() != nil {
		t.Errorf("%v\ngot  %s\nwant %s", w.Err(), got, want)
	}
	if !json.Valid(w.Bytes()[7:]) {
		t.Error("not JSON")
	}
}

func TestWriterRefuses(t *testing.T) {
	for name, write := range map[string]func(*wire.Writer){
		"NaN":               func(w *wire.Writer) { w.Float64(math.NaN()) },
		"infinity":          func(w *wire.Writer) { w.Float32(float32(math.Inf(-1))) },
		"bytes in a string": func(w *wire.Writer) { w.String("a\xff") },
		"bytes in a key":    func(w *wire.Writer) { w.Object(); w.Key("a\xc3"); w.Null(); w.EndObject() },
		"no JSON":           func(w *wire.Writer) { w.Raw(wire.Raw(`{"a":`)) },
		"empty text":        func(w *wire.Writer) { w.Raw(wire.Raw{}) },
		"year":              func(w *wire.Writer) { w.Time(time.Date(12345, 1, 1, 0, 0, 0, 0, time.UTC)) },
		"no day":            func(w *wire.Writer) { w.Date(value.Date{}) },
		"duration":          func(w *wire.Writer) { w.Duration(value.Duration{Days: -1}) },
	} {
		var w wire.Writer
		write(&w)
		if w.Err() == nil {
			t.Errorf("%s is written as %q", name, w.Bytes())
		}
		first := w.Err()
		w.Float64(math.NaN())
		if w.Err() != first {
			t.Errorf("%s: the first error is lost", name)
		}
		w.Reset(w.Bytes()[:0], wire.Request)
		w.String("again")
		if w.Err() != nil || string(w.Bytes()) != `"again"` || w.Direction() != wire.Request {
			t.Errorf("%s: the writer can't be used again", name)
		}
	}
}

func TestWriteCollections(t *testing.T) {
	var w wire.Writer
	w.Array()
	wire.WriteArray(&w, nil, wire.WriteString)
	wire.WriteArray(&w, []string{"a", "b"}, wire.WriteString)
	wire.WriteMap(&w, nil, wire.WriteString)
	wire.WriteMap(&w, map[string]string{"b": "2", "a": "1", "\n": "3"}, wire.WriteString)
	w.EndArray()
	if got := string(w.Bytes()); got != `[[],["a","b"],{},{"\n":"3","a":"1","b":"2"}]` {
		t.Error(got)
	}
}

// FuzzString: what is written is read again as the same.
func FuzzString(f *testing.F) {
	f.Add("plain")
	f.Add("\x00\"\\\u2028\x7f𝄞")
	f.Add("bad \xff")
	f.Fuzz(func(t *testing.T, text string) {
		var w wire.Writer
		w.String(text)
		if w.Err() != nil {
			if strings.ToValidUTF8(text, "") == text {
				t.Fatalf("%q: %v", text, w.Err())
			}
			return
		}
		var standard string
		if err := json.Unmarshal(w.Bytes(), &standard); err != nil || standard != text {
			t.Fatalf("%q is written as %s: %v", text, w.Bytes(), err)
		}
		if compact, problems := parse(string(w.Bytes()), wire.Limits{}); compact != string(w.Bytes()) {
			t.Fatalf("%s becomes %s: %s", w.Bytes(), compact, problems)
		}
	})
}
