package wire_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

func TestWidest(t *testing.T) {
	demands := func(names ...string) wire.Check { return func(r *wire.Reader, n wire.Node) { r.Require(n, names...) } }
	arms := []wire.Arm{
		{Check: demands("id"), Names: []string{"id", "a"}},
		{Check: demands("id"), Names: []string{"id", "a", "b"}},
		{Check: demands("id", "c"), Names: []string{"id", "c"}},
		{Check: demands("id", "z")},
	}
	for text, want := range map[string]int{
		`{"id":1}`: 0, `{"id":1,"a":2}`: 0, `{"id":1,"b":2}`: 1, `{"id":1,"a":1,"b":2,"other":3}`: 1, `{"id":1,"c":2,"other":3}`: 2,
		`{"id":1,"c":1,"a":1}`: 0, `{"id":1,"a":1,"z":2,"other":3,"c":4}`: 3, `{"a":1}`: -1, `1`: 0,
	} {
		var r wire.Reader
		r.Reset(wire.Neutral)
		n, _ := r.ParseJSON([]byte(text), wire.Limits{})
		if got := r.Widest(n, arms...); got != want || r.OK() != (want >= 0) {
			t.Errorf("%s fits %d instead of %d: %v", text, got, want, r.Violations())
		}
	}
}
