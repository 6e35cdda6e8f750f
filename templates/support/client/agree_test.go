package client_test

import (
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/client"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// The tests below have both sides of an API agree: what a client puts into a request is what a server
// reads out of it, and the other way round.

var (
	texts  = &param.Shape{Items: param.Text}
	colour = &param.Shape{Properties: []param.Property{{Name: "r", Shape: param.Integer}, {Name: "name", Shape: param.Text}}}
)

// mirror answers what it has read, in JSON.
func mirror(t *testing.T, method, template string, read func(*boundary.Call) (wire.Node, bool)) *client.Core {
	t.Helper()
	handler, err := boundary.New([]boundary.Operation{{
		ID: "mirror", Method: method, Template: template, Statuses: []int{200}, Produces: []string{"application/json"},
		Handle: func(c *boundary.Call) {
			n, ok := read(c)
			if !c.Valid() {
				return
			}
			w := c.Begin(200, "application/json")
			if ok {
				w.Raw(c.Reader().Raw(n))
			} else {
				w.String("absent")
			}
			c.Send(nil)
		},
	}}, nil, boundary.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	core, err := client.New(server.URL, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return core
}

// ask makes the call and returns what the mirror has read.
func ask(t *testing.T, call *client.Call) string {
	t.Helper()
	if !call.Do() {
		t.Fatal(call.Err())
	}
	if call.Status() != 200 {
		t.Fatal(call.Undeclared())
	}
	n, _ := call.JSON()
	if err := call.Err(); err != nil {
		t.Fatal(err)
	}
	return string(call.Reader().Raw(n))
}

const (
	odd  = `"a,b;c=d&e/f?g#h%i+j|k.l:m@n~ö😀 \"\\"`
	dots = `"..a"`
)

func TestBothSidesAgreeOnParameters(t *testing.T) {
	scalars := []string{`"a"`, odd, dots, `"1"`, `"true"`, `"null"`, `"%41"`, `" "`}
	lists := []string{`["a"]`, `["a","b"]`, `["a,b;c","d/e.f&g=h|i j","ö😀%"]`, `["1","true"]`}
	objects := []string{`{"r":100,"name":"dark"}`, `{"r":0,"name":"a,b;c=d&e/f?g#h%i+j|k ö"}`}
	values := []struct {
		shape *param.Shape
		all   []string
	}{{param.Text, scalars}, {param.Integer, []string{"0", "-7", "12345678901234"}}, {param.Number, []string{"1.5", "-2e-3"}}, {param.Bool, []string{"true", "false"}}, {texts, lists}, {colour, objects}}
	for _, place := range []struct {
		in     errors.Location
		styles []param.Style
	}{
		{errors.Path, []param.Style{param.Simple, param.Simple | param.Explode, param.Label | param.Explode, param.Matrix, param.Matrix | param.Explode, param.JSON}},
		{errors.Query, []param.Style{param.Form, param.Form | param.Explode, param.SpaceDelimited, param.PipeDelimited, param.DeepObject | param.Explode, param.JSON}},
		{errors.Header, []param.Style{param.Simple, param.Simple | param.Explode, param.JSON}},
		{errors.Cookie, []param.Style{param.Form, param.Form | param.Explode, param.JSON}},
	} {
		for _, style := range place.styles {
			for _, v := range values {
				for _, text := range v.all {
					if !expressible(place.in, style, v.shape, text) {
						continue
					}
					t.Run(fmt.Sprintf("%s/%b/%s", place.in, style, text), func(t *testing.T) {
						core := mirror(t, "GET", template(place.in), func(c *boundary.Call) (wire.Node, bool) {
							return readFrom(c, place.in, style, v.shape)
						})
						call := core.Call(t.Context(), &client.Operation{Method: "GET", Template: template(place.in)})
						defer call.Close()
						putInto(call, place.in, style).Raw(wire.Raw(text))
						if got := ask(t, call); got != text {
							t.Errorf("the server reads %s", got)
						}
					})
				}
			}
		}
	}
}

func template(in errors.Location) string {
	if in == errors.Path {
		return "/a/{x}"
	}
	return "/a"
}

func readFrom(c *boundary.Call, in errors.Location, style param.Style, shape *param.Shape) (wire.Node, bool) {
	switch in {
	case errors.Path:
		return c.Path("x", style, shape)
	case errors.Query:
		return c.Query("x", style, shape)
	case errors.Header:
		return c.Header("x", style, shape)
	}
	return c.Cookie("x", style, shape)
}

func putInto(c *client.Call, in errors.Location, style param.Style) *wire.Writer {
	switch in {
	case errors.Path:
		return c.PutPath("x", style)
	case errors.Query:
		return c.PutQuery("x", style)
	case errors.Header:
		return c.PutHeader("x", style)
	}
	return c.PutCookie("x", style)
}

// expressible says which values a style of OpenAPI has a spelling for.
func expressible(in errors.Location, style param.Style, shape *param.Shape, text string) bool {
	list, object := shape.Items != nil, shape.Properties != nil
	switch {
	case style&param.JSON != 0:
		return true
	case style&(param.SpaceDelimited|param.PipeDelimited) != 0:
		return list && !strings.ContainsAny(text, " |")
	case style&param.DeepObject != 0:
		return object
	case style&param.Label != 0: // items are divided by dots, which are never encoded
		return !strings.Contains(text, ".f")
	case in == errors.Header: // where nothing is encoded, and spaces around it are lost
		return text != `" "` && !(list || object) || !strings.ContainsAny(text, "; ")
	}
	return true
}

func TestBothSidesAgreeOnBodies(t *testing.T) {
	const text = `{"r":7,"name":"a,b;c=d&e/f?g#h%i+j|k ö😀\r\n\"x\""}`
	for name, test := range map[string]struct {
		read func(*boundary.Call) (wire.Node, bool)
		put  func(*client.Call) *wire.Writer
	}{
		"application/json": {(*boundary.Call).JSON, func(c *client.Call) *wire.Writer { return c.Begin("application/json") }},
		"application/x-www-form-urlencoded": {
			func(c *boundary.Call) (wire.Node, bool) { return c.Form(colour, nil) },
			func(c *client.Call) *wire.Writer { return c.BodyForm(nil) },
		},
		"multipart/form-data": {
			func(c *boundary.Call) (wire.Node, bool) { return c.Multipart(colour, nil) },
			func(c *client.Call) *wire.Writer { return c.BodyMultipart(nil) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			core := mirror(t, "POST", "/", func(c *boundary.Call) (wire.Node, bool) {
				if c.Body(boundary.Required, name) != 0 {
					return -1, false
				}
				return test.read(c)
			})
			call := core.Call(t.Context(), &client.Operation{Method: "POST", Template: "/"})
			defer call.Close()
			test.put(call).Raw(wire.Raw(text))
			if got := ask(t, call); got != text {
				t.Errorf("the server reads %s", got)
			}
		})
	}
}

// TestBothSidesAgreeOnNestedForms is about forms as Stripe has them: objects and lists in each other.
func TestBothSidesAgreeOnNestedForms(t *testing.T) {
	address := &param.Shape{Properties: []param.Property{{Name: "city", Shape: param.Text}, {Name: "zip", Shape: param.Integer}}}
	shape := &param.Shape{Properties: []param.Property{
		{Name: "address", Shape: address},
		{Name: "expand", Shape: texts},
		{Name: "former", Shape: &param.Shape{Items: address}},
		{Name: "metadata", Shape: &param.Shape{Additional: param.Text}},
		{Name: "name", Shape: param.Text},
	}}
	var encodings []param.Encoding
	for _, name := range []string{"address", "expand", "former", "metadata"} {
		encodings = append(encodings, param.Encoding{Name: name, Style: param.DeepObject | param.Explode})
	}
	const text = `{"address":{"city":"Köln [am] Rhein","zip":50667},"expand":["a.b","c"],"former":[{"city":"x","zip":1},{"city":"y","zip":2}],"metadata":{"k 1":"v=1","k-2":""},"name":"Ada & Co"}`
	for _, encodings := range [][]param.Encoding{nil, encodings} {
		core := mirror(t, "POST", "/", func(c *boundary.Call) (wire.Node, bool) {
			c.Body(boundary.Required, "application/x-www-form-urlencoded")
			return c.Form(shape, encodings)
		})
		call := core.Call(t.Context(), &client.Operation{Method: "POST", Template: "/"})
		defer call.Close()
		call.BodyForm(encodings).Raw(wire.Raw(text))
		if got := ask(t, call); got != text {
			t.Errorf("with %d encodings the server reads %s", len(encodings), got)
		}
	}
}

func TestBothSidesAgreeOnFiles(t *testing.T) {
	const content = "\x00binary\r\n--\xff"
	upload := &param.Shape{Properties: []param.Property{{Name: "name", Shape: param.Text}, {Name: "photo", Shape: &param.Shape{File: true}}}}
	var got string
	core := mirror(t, "POST", "/", func(c *boundary.Call) (wire.Node, bool) {
		c.Body(boundary.Required, "multipart/form-data")
		n, ok := c.Multipart(upload, nil)
		photo, _ := c.Reader().Get(n, "photo")
		if f, isFile := c.Reader().File(photo); isFile {
			from, err := f.Open()
			if err != nil {
				t.Error(err)
				return n, ok
			}
			defer from.Close()
			text, _ := io.ReadAll(from)
			got = f.Name + " " + f.ContentType + " " + string(text)
		}
		name, found := c.Reader().Get(n, "name")
		return name, found
	})
	call := core.Call(t.Context(), &client.Operation{Method: "POST", Template: "/"})
	defer call.Close()
	w := call.BodyMultipart(nil)
	w.Object()
	w.Key("name").String("Ada")
	w.EndObject()
	call.PutFile("photo", wire.File{Name: `a"ö.png`, ContentType: "image/png", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(content)), nil
	}})
	if name := ask(t, call); name != `"Ada"` || got != `a"ö.png image/png `+content {
		t.Errorf("the server reads %s and %q", name, got)
	}
}

func (x *order) WriteJSON(w *wire.Writer) {
	w.Object()
	w.Key("id").String(x.ID)
	w.EndObject()
}

func TestBothSidesAgreeOnStreams(t *testing.T) {
	sent := []order{{"a"}, {"b\n\r\u2028ö"}, {`"`}}
	var items iter.Seq2[order, error] = func(yield func(order, error) bool) {
		for _, o := range sent {
			if !yield(o, nil) {
				return
			}
		}
	}
	for _, media := range []string{"application/jsonl", "application/json-seq", "text/event-stream"} {
		handler, err := boundary.New([]boundary.Operation{{
			ID: "watch", Method: "GET", Template: "/watch", Statuses: []int{200}, Produces: []string{media},
			Handle: func(c *boundary.Call) {
				boundary.SendItems(c, 200, media, items, (*order).WriteJSON, wire.Checks[order])
			},
		}}, nil, boundary.Options{})
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(handler)
		defer server.Close()
		core, err := client.New(server.URL, client.Options{})
		if err != nil {
			t.Fatal(err)
		}
		call := core.Call(t.Context(), &client.Operation{Method: "GET", Template: "/watch", Accept: []string{media}, Streamed: []string{media}})
		if !call.Do() || call.Status() != 200 {
			t.Fatal(call.Err(), call.Status())
		}
		var got []order
		for item, err := range client.Items(call, (*order).ReadJSON) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, item)
		}
		call.Close()
		if !slices.Equal(got, sent) {
			t.Errorf("%s: the client reads %q", media, got)
		}
	}
}
