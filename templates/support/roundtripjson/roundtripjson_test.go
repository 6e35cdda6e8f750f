package roundtripjson

import (
	"math"
	"strings"
	"testing"
	"time"

	optional "github.com/bylaw-dev/bylaw/templates/support/value"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// item is a type as it is generated, with everything in it that may go wrong.
type item struct {
	ID       int64
	Count    int32
	Name     string
	Note     optional.Optional[optional.Nullable[string]]
	Price    optional.Optional[float64]
	Weight   optional.Optional[float32]
	Gift     optional.Optional[bool]
	At       optional.Optional[time.Time]
	Tags     []string
	Labels   map[string]string
	Extra    wire.Raw
	Parts    []item
	Quantity optional.Optional[int64]
}

const base = `{"id":1,"count":1,"name":"fjord","note":"a","price":12.5,"weight":0.5,"gift":true,"at":"2026-01-04T09:30:00Z","tags":["a"],` +
	`"labels":{"key1":"a"},"extra":{"a":1},"parts":[{"id":2,"count":2,"name":"b"}],"quantity":3}`

func (x *item) ReadJSON(r *wire.Reader, n wire.Node) {
	if r.Defaults() {
		x.Quantity.Set(1)
	}
	for m := r.Struct(n, "id", "count", "name"); m.Next(); {
		switch m.Key {
		case "id":
			x.ID = r.Int64(m.Required(0))
		case "count":
			x.Count = r.Int32(m.Required(1))
			r.Maximum(m.Value, "1000")
		case "name":
			x.Name = r.String(m.Required(2))
			r.MaxLength(m.Value, 100)
		case "note":
			wire.OptionalNullable(r, m.Value, &x.Note, wire.ReadString)
		case "price":
			x.Price.Set(r.Float64(m.Value))
		case "weight":
			x.Weight.Set(r.Float32(m.Value))
		case "gift":
			x.Gift.Set(r.Bool(m.Value))
		case "at":
			x.At.Set(r.Time(m.Value))
		case "tags":
			if r.MaxItems(m.Value, 7) {
				wire.Array(r, m.Value, &x.Tags, wire.ReadString)
			}
		case "labels":
			wire.Map(r, m.Value, &x.Labels, wire.ReadString)
		case "extra":
			x.Extra = r.Raw(m.Value)
		case "parts":
			wire.Array(r, m.Value, &x.Parts, (*item).ReadJSON)
		case "quantity":
			x.Quantity.Set(r.Int64(m.Value))
		}
	}
}

func (x *item) WriteJSON(w *wire.Writer) {
	w.Object()
	w.Key("id").Int64(x.ID)
	w.Key("count").Int32(x.Count)
	w.Key("name").String(x.Name)
	wire.WriteOptionalNullable(w, "note", &x.Note, wire.WriteString)
	wire.WriteOptional(w, "price", &x.Price, func(v *float64, w *wire.Writer) { w.Float64(*v) })
	wire.WriteOptional(w, "weight", &x.Weight, func(v *float32, w *wire.Writer) { w.Float32(*v) })
	wire.WriteOptional(w, "gift", &x.Gift, wire.WriteBool)
	wire.WriteOptional(w, "at", &x.At, func(v *time.Time, w *wire.Writer) { w.Time(*v) })
	wire.WriteSomeArray(w, "tags", x.Tags, wire.WriteString)
	wire.WriteSomeMap(w, "labels", x.Labels, wire.WriteString)
	wire.WriteSomeRaw(w, "extra", x.Extra)
	wire.WriteSomeArray(w, "parts", x.Parts, (*item).WriteJSON)
	wire.WriteOptional(w, "quantity", &x.Quantity, wire.WriteInt64)
	w.EndObject()
}

func TestRun(t *testing.T) { Run(t, Of[item]("item", base, `{"id":1,"count":0,"name":""}`)) }

// spoiling is a codec that spoils what it has read.
type spoiling func(*item)

func travelled(spoil spoiling) []string {
	typ := By("item", func(x **item, r *wire.Reader, n wire.Node) {
		*x = new(item)
		(*x).ReadJSON(r, n)
		each(*x, spoil)
	}, base)
	return typ.travel(base)
}

func each(x *item, spoil spoiling) {
	for i := range x.Parts {
		each(&x.Parts[i], spoil)
	}
	spoil(x)
}

// TestSpoiled breaks a codec in the ways that codecs break, and each has to be found out.
func TestSpoiled(t *testing.T) {
	if wrong := travelled(func(*item) {}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for name, spoil := range map[string]spoiling{
		"integers are floats":     func(x *item) { x.ID = int64(float64(x.ID)) },
		"integers have 32 bits":   func(x *item) { x.ID = int64(int32(x.ID)) },
		"-0 is 0":                 func(x *item) { priced(&x.Price, func(f float64) float64 { return f + 0 }) },
		"floats have 32 bits":     func(x *item) { priced(&x.Price, func(f float64) float64 { return float64(float32(f)) }) },
		"large numbers are cut":   func(x *item) { priced(&x.Price, func(f float64) float64 { return math.Min(f, 1e300) }) },
		"small numbers are 0":     func(x *item) { priced(&x.Price, func(f float64) float64 { return float64(int64(f*1e9)) / 1e9 }) },
		"texts end at NUL":        func(x *item) { x.Name, _, _ = strings.Cut(x.Name, "\x00") },
		"texts are trimmed":       func(x *item) { x.Name = strings.TrimSpace(x.Name) },
		"texts are normalised":    func(x *item) { x.Name = strings.ReplaceAll(x.Name, "e\u0301", "é") },
		"the longest text is cut": func(x *item) { x.Name = string([]rune(x.Name)[:min(99, len([]rune(x.Name)))]) },
		"text is Latin-1":         func(x *item) { x.Name = strings.Map(func(c rune) rune { return min(c, 0xff) }, x.Name) },
		"what is empty is absent": func(x *item) { x.Tags = append([]string(nil), x.Tags...) },
		"what is absent is empty": func(x *item) { x.Tags = append([]string{}, x.Tags...) },
		"a list is cut when full": func(x *item) { x.Tags = x.Tags[:min(6, len(x.Tags)):min(6, len(x.Tags))] },
		"null is absent":          func(x *item) { spare(x) },
		"false is absent": func(x *item) {
			if v, ok := x.Gift.Get(); ok && !v {
				x.Gift = optional.Optional[bool]{}
			}
		},
		"the greatest is one too few": func(x *item) { x.Count = min(x.Count, 999) },
		"fractions of seconds are lost": func(x *item) {
			if at, ok := x.At.Get(); ok {
				x.At.Set(at.Truncate(time.Second))
			}
		},
		"what lies within is lost": func(x *item) { deepen(x, 0) },
		"keys are in small letters": func(x *item) {
			for key, text := range x.Labels {
				delete(x.Labels, key)
				x.Labels[strings.ReplaceAll(key, "\u2028", "")] = text
			}
		},
		"any value is a float": func(x *item) {
			if x.Extra != nil {
				x.Extra = wire.Raw(strings.ReplaceAll(string(x.Extra), "9007199254740993", "9007199254740992"))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			wrong := travelled(spoil)
			if len(wrong) == 0 {
				t.Fatal("nobody notices")
			}
			t.Log(wrong[0])
		})
	}
}

func priced(o *optional.Optional[float64], change func(float64) float64) {
	if f, ok := o.Get(); ok {
		o.Set(change(f))
	}
}

// spare takes null for what isn't there.
func spare(x *item) {
	if v, ok := x.Note.Get(); ok {
		if _, there := v.Get(); !there {
			x.Note = optional.Optional[optional.Nullable[string]]{}
		}
	}
}

// deepen loses what lies too deep.
func deepen(x *item, depth int) {
	if depth > 10 {
		x.Parts = nil
	}
	for i := range x.Parts {
		deepen(&x.Parts[i], depth+1)
	}
}

// A type that takes nothing of what it must take doesn't travel well.
func TestRefused(t *testing.T) {
	typ := Of[item]("item")
	for _, text := range []string{`{"id":1}`, `{"id":"1","count":1,"name":""}`, `{`, `{} {}`} {
		if wrong := typ.travel(text); len(wrong) == 0 {
			t.Errorf("%s is taken", text)
		}
	}
}

// TestBoundaries has the values at the ends be among those that travel.
func TestBoundaries(t *testing.T) {
	var taken strings.Builder
	typ := By("item", func(x **item, r *wire.Reader, n wire.Node) {
		*x = new(item)
		(*x).ReadJSON(r, n)
		if r.OK() {
			text, _ := wire.Marshal(*x)
			taken.Write(text)
		}
	}, base)
	if wrong := typ.travel(base); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for _, text := range []string{
		`"count":1000,`, `"count":-2147483648`, `"id":9223372036854775807`, `"id":-9223372036854775808`, `"name":"fjord` + strings.Repeat("x", 95) + `"`,
		`"name":""`, `"tags":[]`, `"tags":["a","a","a","a","a","a","a"]`, `"labels":{}`, `"note":null`, `"price":5e-324`, `"price":-0,`,
	} {
		if !strings.Contains(taken.String(), text) {
			t.Errorf("%s doesn't travel", text)
		}
	}
}
