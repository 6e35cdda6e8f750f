package wire_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// TestAllocations: the good path allocates the text that the strings share, what holds the items, and for a check the
// value that is thrown away.
func TestAllocations(t *testing.T) {
	good := []byte(goodOrder)
	flat := []byte(`{"sku":"A-1","quantity":1000}`)
	var r wire.Reader
	var w wire.Writer
	var x order
	var y item
	buffer := make([]byte, 0, 1000)
	for _, c := range []struct {
		name string
		most float64
		run  func()
	}{
		{"an order", 2, func() { read(t, &r, good, &x) }},
		{"an item", 1, func() { read(t, &r, flat, &y) }},
		{"a check", 3, func() {
			r.Reset(wire.Response)
			n, _ := r.ParseJSON(good, wire.Limits{})
			wire.Checks[order](&r, n)
		}},
		{"writing", 0, func() {
			w.Reset(buffer, wire.Response)
			(&order{Customer: "ada", Items: make([]item, 0)}).WriteJSON(&w)
		}},
	} {
		if got := testing.AllocsPerRun(100, c.run); got > c.most {
			t.Errorf("%s takes %v allocations", c.name, got)
		}
	}
}

// read is what a boundary does with a body.
func read[T any, P interface {
	*T
	ReadJSON(*wire.Reader, wire.Node)
}](t testing.TB, r *wire.Reader, text []byte, x P) {
	r.Reset(wire.Request)
	n, ok := r.ParseJSON(text, wire.Limits{})
	if ok {
		x.ReadJSON(r, n)
	}
	if !r.OK() {
		t.Fatal(r.Violations())
	}
}
