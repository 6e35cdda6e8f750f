package wire_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

func TestPaths(t *testing.T) {
	text := `{"order":{"items":[{"sku":"a"},[],{"quantity":[1,{"deep":null}]}]},"a.b":{"":0},"new\nline":["x"],"mit-Üml_aut$2":1,"` + strings.Repeat("é", 100) + `":2}`
	var all []string
	var visit wire.Check
	visit = func(r *wire.Reader, n wire.Node) {
		_, field := r.Path(n)
		all = append(all, field)
		for m := r.Members(n); m.Next(); {
			visit(r, m.Value)
			if _, key := r.Path(m.KeyNode()); key != all[len(all)-1] && r.Count(m.Value) == 0 {
				t.Errorf("the key is at %s, its value at %s", key, all[len(all)-1])
			}
		}
		for i := r.Items(n); i.Next(); {
			visit(r, i.Value)
		}
	}
	broken(t, text, visit)
	want := []string{"", "order", "order.items", "order.items[0]", "order.items[0].sku", "order.items[1]", "order.items[2]", "order.items[2].quantity",
		"order.items[2].quantity[0]", "order.items[2].quantity[1]", "order.items[2].quantity[1].deep", `["a.b"]`, `["a.b"][""]`,
		`["new\nline"]`, `["new\nline"][0]`, "mit-Üml_aut$2", strings.Repeat("é", 64) + "…"}
	if got := strings.Join(all, " "); got != strings.Join(want, " ") {
		t.Errorf("got  %s\nwant %s", got, strings.Join(want, " "))
	}
}

func TestViolationsInOrder(t *testing.T) {
	var r wire.Reader
	r.Reset(wire.Request)
	r.At(errors.Query, "limit")
	limit := r.AddScalar("-5", wire.KindInteger)
	r.At(errors.Body, "")
	n, ok := r.ParseJSON([]byte(`{"items":[{"sku":5},{}],"note":null}`), wire.Limits{})
	if !ok {
		t.Fatal(describe(&r))
	}
	note, _ := r.Get(n, "note")
	r.String(note)
	r.String(note)
	new(order).ReadJSON(&r, n)
	r.Minimum(limit, "1")
	r.Report(errors.Header, "Idempotency-Key", errors.Required, "is required")
	var got []string
	for _, v := range r.Violations() {
		got = append(got, v.String()+" ("+v.Code+")")
	}
	want := []string{"query limit must be at least 1 (minimum)", "body customer is required (required)", "body items[0].quantity is required (required)",
		"body items[0].sku must be a string, not an integer (type)", "body items[1].sku is required (required)", "body items[1].quantity is required (required)",
		"body note must be a string, not null (type)", "header Idempotency-Key is required (required)"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	again := r.Violations()
	if len(again) != len(got) || again[0].String()+" (minimum)" != got[0] {
		t.Errorf("asked twice: %v", again)
	}
}

// TestViolationsAreBounded finishes only if a violation costs no more than the values beside it.
func TestViolationsAreBounded(t *testing.T) {
	text := `{"customer":"x","items":[` + strings.Repeat(`{"sku":null,"x":1},`, 49) + `{}]}`
	var r wire.Reader
	r.Reset(wire.Request)
	n, _ := r.ParseJSON([]byte(text), wire.Limits{})
	new(order).ReadJSON(&r, n)
	if all := r.Violations(); len(all) != 100 || !r.Truncated() || r.OK() {
		t.Errorf("%d violations, more: %v", len(all), r.Truncated())
	}
	r.Reset(wire.Request)
	n, _ = r.ParseJSON([]byte("["+strings.Repeat("0,", 400_000)+"0]"), wire.Limits{})
	var all []string
	wire.Array(&r, n, &all, func(s *string, r *wire.Reader, n wire.Node) { *s = r.String(n) })
	if found := r.Violations(); len(found) != 100 || !r.Truncated() || found[99].Field != "[99]" || len(all) > 200 {
		t.Errorf("%d violations, %d items", len(found), len(all))
	}
}

// TestPathsHostile finishes only if the paths of many violations cost one walk over the tape.
func TestPathsHostile(t *testing.T) {
	text := `{"a":[` + strings.Repeat("0,", 450_000) + strings.Repeat(`{"b":[0,"x"]},`, 100) + "0]}"
	for range 20 {
		got := broken(t, text, func(r *wire.Reader, n wire.Node) {
			a, _ := r.Get(n, "a")
			r.Each(a, 0, func(r *wire.Reader, n wire.Node) {
				if b, ok := r.Get(n, "b"); ok {
					r.Each(b, 0, typed(wire.KindInteger))
				}
			})
		})
		if lines := strings.Split(got, "\n"); len(lines) != 100 || !strings.HasPrefix(lines[99], "a[450099].b[1] type") {
			t.Fatal(len(lines), lines[len(lines)-1])
		}
	}
}

func TestReport(t *testing.T) {
	var r wire.Reader
	r.Reset(wire.Request)
	for range 3 {
		if r.Report(errors.Query, "page", errors.Required, "is required") {
			t.Error("a report is never true")
		}
	}
	if got := fmt.Sprint(r.Violations()); got != "[query page is required]" {
		t.Error(got)
	}
}
