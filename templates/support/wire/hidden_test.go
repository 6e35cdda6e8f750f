package wire

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// hide writes members whose names begin with "i" for insiders only.
func hide(w *Writer, names string) {
	w.Object()
	for _, name := range strings.Fields(names) {
		if name[0] == 'i' {
			w.Hide()
		}
		value := w.Key(name)
		switch name[1:] {
		case "object":
			hide(value, "a i1 b")
		case "array":
			w.Array()
			hide(w, "i1 a")
			hide(w, "i1 i2")
			w.String("{")
			hide(w, "a i1")
			w.EndArray()
		default:
			value.Int64(1)
		}
		if name[0] == 'i' {
			w.Show()
		}
	}
	w.EndObject()
}

func TestVisible(t *testing.T) {
	for names, want := range map[string]string{
		"":             `{}`,
		"a b":          `{"a":1,"b":1}`,
		"i1 a b":       `{"a":1,"b":1}`,
		"a i1 b":       `{"a":1,"b":1}`,
		"a b i1":       `{"a":1,"b":1}`,
		"i1 i2 a":      `{"a":1}`,
		"i1 i2":        `{}`,
		"i1":           `{}`,
		"a i1 i2 b i3": `{"a":1,"b":1}`,
		"iobject a":    `{"a":1}`,
		"xobject":      `{"xobject":{"a":1,"b":1}}`,
		"i1 xobject":   `{"xobject":{"a":1,"b":1}}`,
		"xarray i1":    `{"xarray":[{"a":1},{},"{",{"a":1}]}`,
		"iarray a":     `{"a":1}`,
		"a iarray":     `{"a":1}`,
	} {
		var w Writer
		for range 2 { // the second time with what the first has left
			w.Reset(w.Bytes()[:0], Response)
			w.Outside = true
			hide(&w, names)
			whole := string(w.Bytes())
			if got := string(w.Visible()); got != want || string(w.Visible()) != want {
				t.Errorf("%s: %s of %s, want %s", names, got, whole, want)
			}
			w.Reset(nil, Response)
			hide(&w, names)
			if got := string(w.Visible()); got != whole {
				t.Errorf("%s: insiders see %s of %s", names, got, whole)
			}
		}
	}
}

// What isn't written isn't cut.
func TestVisibleWithoutValue(t *testing.T) {
	w := Writer{Outside: true}
	w.Object()
	w.Hide()
	w.Show()
	w.Key("a").Null()
	w.Hide()
	w.Show()
	w.EndObject()
	if got := string(w.Visible()); got != `{"a":null}` {
		t.Error(got)
	}
}

func TestInternalMembers(t *testing.T) {
	read := func(r *Reader, text string) {
		n, _ := r.ParseJSON([]byte(text), Limits{})
		m := r.Struct(n, "id", "cost")
		m.ExemptOutside(0b10)
		for m.Next() {
			switch m.Key {
			case "id":
				r.Int64(m.Required(0))
			case "cost":
				if m.Internal() {
					break
				}
				r.Int64(m.Required(1))
			}
		}
	}
	for _, row := range []struct {
		outside   bool
		direction Direction
		text      string
		want      string // codes
	}{
		{false, Request, `{"id":1,"cost":2}`, ""},
		{false, Request, `{"id":1}`, errors.Required},
		{false, Response, `{"id":1}`, errors.Required},
		{true, Request, `{"id":1}`, ""},
		{true, Request, `{"cost":1}`, errors.Required + " " + errors.UnknownField},
		{true, Request, `{"id":1,"cost":"of another type"}`, errors.UnknownField},
		{true, Response, `{"id":1}`, ""},
		{true, Response, `{"id":1,"cost":2}`, ""},
		{true, Response, `{"id":1,"cost":"2"}`, errors.Type},
	} {
		var r Reader
		r.Reset(row.direction)
		r.Outside = row.outside
		read(&r, row.text)
		var codes []string
		for _, v := range r.Violations() {
			codes = append(codes, v.Code)
		}
		if got := strings.Join(codes, " "); got != row.want {
			t.Errorf("%+v: %q", row, got)
		}
	}
	var r Reader
	r.Outside = true
	if r.Reset(Request); r.Outside {
		t.Error("the next message is taken for an outsider's")
	}
}

// grow writes a random value; members that begin with "i" are for insiders only, as visible has it.
func grow(w *Writer, random *rand.Rand, depth int) {
	if depth == 0 {
		w.String([]string{"", "{", ",", `"`, `{"i":1,`}[random.IntN(5)])
		return
	}
	if random.IntN(3) == 0 {
		w.Array()
		for range random.IntN(4) {
			grow(w, random, random.IntN(depth))
		}
		w.EndArray()
		return
	}
	w.Object()
	for i := range random.IntN(5) {
		name := []string{"i", "p"}[random.IntN(2)] + strconv.Itoa(i)
		if name[0] == 'i' {
			w.Hide()
		}
		grow(w.Key(name), random, random.IntN(depth))
		if name[0] == 'i' {
			w.Show()
		}
	}
	w.EndObject()
}

// visible takes what is for insiders only out of a value.
func visible(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = visible(v[i])
		}
	case map[string]any:
		for name := range v {
			if v[name] = visible(v[name]); name[0] == 'i' {
				delete(v, name)
			}
		}
	}
	return v
}

// What is left of any value is the value without what is hidden.
func TestVisibleOfAnything(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var w Writer
	for range 5000 {
		w.Reset(w.Bytes()[:0], Response)
		w.Outside = true
		grow(&w, random, 5)
		whole := string(w.Bytes())
		var want, got any
		if err := json.Unmarshal([]byte(whole), &want); err != nil {
			t.Fatalf("%v: %s", err, whole)
		}
		if err := json.Unmarshal(w.Visible(), &got); err != nil || fmt.Sprint(got) != fmt.Sprint(visible(want)) {
			t.Fatalf("%s of %s: %v", w.Visible(), whole, err)
		}
	}
}
