package wire_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

func BenchmarkReadOrder(b *testing.B) {
	text := []byte(goodOrder)
	var r wire.Reader
	b.ReportAllocs()
	for b.Loop() {
		var x order
		r.Reset(wire.Request)
		n, ok := r.ParseJSON(text, wire.Limits{})
		if !ok {
			b.Fatal(r.Violations())
		}
		x.ReadJSON(&r, n)
		if !r.OK() {
			b.Fatal(r.Violations())
		}
	}
}

func BenchmarkFourViolations(b *testing.B) {
	text := []byte(`{"customer":"","items":[{"sku":"A-1","quantity":0},{"sku":5,"quantity":1}],"note":"as a gift","colour":1}`)
	var r wire.Reader
	var problem []byte
	b.ReportAllocs()
	for b.Loop() {
		var x order
		r.Reset(wire.Request)
		n, _ := r.ParseJSON(text, wire.Limits{})
		x.ReadJSON(&r, n)
		all := r.Violations()
		if len(all) != 4 {
			b.Fatal(all)
		}
		problem = errors.AppendProblem(problem[:0], &errors.Error{Status: 400, Code: errors.CodeInvalidRequest, Violations: all})
	}
}

func BenchmarkWriteOrder(b *testing.B) {
	x := order{Customer: "ada", Items: []item{{"A-1", 2}, {"B-20", 1}}}
	x.Note.Set("as a gift")
	var w wire.Writer
	b.ReportAllocs()
	for b.Loop() {
		w.Reset(w.Bytes()[:0], wire.Response)
		x.WriteJSON(&w)
	}
	if string(w.Bytes()) != goodOrder {
		b.Fatal(string(w.Bytes()))
	}
}

// BenchmarkParseLarge has the standard library's scanner beside it, which keeps nothing.
func BenchmarkParseLarge(b *testing.B) {
	text := []byte("[" + strings.Repeat(goodOrder+",\n", 10_000) + `"é\n"]`)
	b.Run("tape", func(b *testing.B) {
		var r wire.Reader
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			r.Reset(wire.Request)
			if _, ok := r.ParseJSON(text, wire.Limits{}); !ok {
				b.Fatal(r.Violations())
			}
		}
	})
	b.Run("json.Valid", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			if !json.Valid(text) {
				b.Fatal("not valid")
			}
		}
	})
}
