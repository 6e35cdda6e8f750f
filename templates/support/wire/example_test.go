package wire_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/value"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// order is what generated code looks like.
type order struct {
	Customer string
	Items    []item
	Note     value.Optional[string]
}

type item struct {
	SKU      string
	Quantity int32
}

func (x *order) ReadJSON(r *wire.Reader, n wire.Node) {
	for m := r.Struct(n, "customer", "items"); m.Next(); {
		switch m.Key {
		case "customer":
			x.Customer = r.String(m.Required(0))
			r.MinLength(m.Value, 1)
			r.MaxLength(m.Value, 100)
		case "items":
			if r.MaxItems(m.Required(1), 50) {
				wire.Array(r, m.Value, &x.Items, (*item).ReadJSON)
			}
			r.MinItems(m.Value, 1)
		case "note":
			x.Note.Set(r.String(m.Value))
			r.MaxLength(m.Value, 20)
		default:
			m.Unknown()
		}
	}
}

func (x *item) ReadJSON(r *wire.Reader, n wire.Node) {
	for m := r.Struct(n, "sku", "quantity"); m.Next(); {
		switch m.Key {
		case "sku":
			x.SKU = r.String(m.Required(0))
		case "quantity":
			x.Quantity = r.Int32(m.Required(1))
			r.Minimum(m.Value, "1")
			r.Maximum(m.Value, "1000")
		default:
			m.Unknown()
		}
	}
}

func (x *order) WriteJSON(w *wire.Writer) {
	w.Object()
	w.Key("customer")
	w.String(x.Customer)
	w.Key("items")
	wire.WriteArray(w, x.Items, (*item).WriteJSON)
	if note, ok := x.Note.Get(); ok {
		w.Key("note")
		w.String(note)
	}
	w.EndObject()
}

func (x *item) WriteJSON(w *wire.Writer) {
	w.Object()
	w.Key("sku")
	w.String(x.SKU)
	w.Key("quantity")
	w.Int32(x.Quantity)
	w.EndObject()
}

const goodOrder = `{"customer":"ada","items":[{"sku":"A-1","quantity":2},{"sku":"B-20","quantity":1}],"note":"as a gift"}`

func TestRoundTrip(t *testing.T) {
	var x order
	if err := wire.Unmarshal([]byte(goodOrder), &x); err != nil {
		t.Fatal(err)
	}
	text, err := wire.Marshal(&x)
	if err != nil || string(text) != goodOrder {
		t.Fatalf("%s %v", text, err)
	}
}

func TestAllViolationsAtOnce(t *testing.T) {
	var x order
	err := wire.Unmarshal([]byte(`{"note":5,"items":[{"sku":null,"quantity":2.50},{"quantity":0,"colour":1}],"customer":""}`), &x)
	want := "invalid_request: the text breaks its contract; body note must be a string, not an integer; " +
		"body items[0].sku must be a string, not null; body items[0].quantity must be an integer, not a fraction; " +
		"body items[1].sku is required; body items[1].quantity must be at least 1; and 2 more"
	if err == nil || err.Error() != want {
		t.Error(err)
	}
}
