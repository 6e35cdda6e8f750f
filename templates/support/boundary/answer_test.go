package boundary_test

import (
	"bytes"
	stderrors "errors"
	"io"
	"mime/multipart"
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// one serves a single operation whose Handle is given.
func one(t *testing.T, method, template string, handle func(*boundary.Call)) server {
	return serve(t, boundary.Options{}, boundary.Operation{ID: "one", Method: method, Template: template, Statuses: []int{200}, Handle: handle})
}

func TestParametersReachTheReader(t *testing.T) {
	var got []string
	s := one(t, "GET", "/a/{id}/{rest=**}", func(c *boundary.Call) {
		for _, read := range []func() (wire.Node, bool){
			func() (wire.Node, bool) { return c.Path("id", param.Simple, param.Text) },
			func() (wire.Node, bool) { return c.Path("rest", param.Simple, param.Text) },
			func() (wire.Node, bool) {
				return c.Query("q", param.Form|param.Explode, &param.Shape{Items: param.Integer})
			},
			func() (wire.Node, bool) { return c.Query("absent", param.Form, param.Text) },
			func() (wire.Node, bool) { return c.Header("x-trace", param.Simple, param.Text) },
			func() (wire.Node, bool) { return c.Header("Host", param.Simple, param.Text) },
			func() (wire.Node, bool) { return c.Cookie("session", param.Form, param.Text) },
			func() (wire.Node, bool) { return c.QueryString(param.Form, &param.Shape{Additional: param.Text}) },
		} {
			if n, ok := read(); ok {
				got = append(got, string(c.Reader().AppendJSON(nil, n)))
			}
		}
		if c.Valid() {
			c.SendEmpty(204)
		}
	})
	w := s.ask("GET", "/a/x%2Fy/b/c?q=1&q=2&z=%41", "", "X-Trace: t", "Cookie: a=b; session=s1")
	want := `"x/y" "b/c" [1,2] "t" "example.com" "s1"`
	if !strings.HasPrefix(strings.Join(got, " "), want) || w.Code != 400 {
		t.Errorf("%d: %s", w.Code, got)
	}
	if p := read(t, w.Body); p.violations() != "query q duplicate_key" { // as a form without arrays it has q twice
		t.Errorf("got %s", p.violations())
	}
}

// A call that is used again has nothing of the one before.
func TestReuse(t *testing.T) {
	s := one(t, "GET", "/", func(c *boundary.Call) {
		text := ""
		if n, ok := c.Query("q", param.Form, param.Text); ok {
			text += c.Reader().String(n)
		}
		if n, ok := c.Cookie("q", param.Form, param.Text); ok {
			text += c.Reader().String(n)
		}
		if c.SetHeader("X-A", "a"); text == "" {
			c.Status(42, 0)
		}
		c.SendText(200, "text/plain", text, nil)
	})
	for _, text := range []string{"a", "", "b", "c"} {
		w := s.ask("GET", "/?q="+text, "", "Cookie: q="+text)
		if want := text + text; text != "" && (w.Code != 200 || w.Body.String() != want || len(w.Header()["X-A"]) != 1) {
			t.Errorf("%s: %d %s %v", want, w.Code, w.Body, w.Header())
		}
	}
}

func TestBodies(t *testing.T) {
	shape := &param.Shape{Properties: []param.Property{{Name: "id", Shape: param.Integer}, {Name: "file", Shape: &param.Shape{File: true}}}}
	var file wire.File
	handle := func(c *boundary.Call) {
		r := c.Reader()
		n, ok := wire.Node(-1), false
		switch c.Body(boundary.Optional, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "image/*", "*/*") {
		case 0:
			n, ok = c.Text(nil)
		case 1:
			n, ok = c.Form(shape, nil)
		case 2:
			if n, ok = c.Multipart(shape, nil); ok {
				f, _ := r.Get(n, "file")
				file, _ = r.File(f)
			}
		case 3:
			all, err := io.ReadAll(c.Stream())
			if err != nil {
				c.Fail(err)
				return
			}
			n, ok = r.AddString("image:"+string(all)), true
		case 4:
			n, ok = r.AddString("other:"+c.ContentType()), true
		}
		if !c.Valid() {
			return
		}
		if !ok {
			c.SendEmpty(200)
			return
		}
		if file.Open != nil {
			content, err := file.Open()
			if err != nil {
				t.Error(err)
				return
			}
			content.Close()
		}
		c.SendText(200, "text/plain", string(r.AppendJSON(nil, n)), nil)
	}
	s := serve(t, boundary.Options{MaxBody: 1 << 20}, boundary.Operation{Method: "POST", Template: "/", Statuses: []int{200}, Handle: handle})
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	parts.WriteField("id", "7")
	upload, _ := parts.CreateFormFile("file", "a.bin")
	upload.Write(make([]byte, 300<<10))
	parts.Close()
	for _, row := range []struct {
		body, media string
		status      int
		want        string
	}{
		{"", "", 200, ""},
		{"hi", "text/plain; charset=utf-8", 200, `"hi"`},
		{"\xff", "text/plain", 400, "body  invalid_utf8"},
		{"id=1", "application/x-www-form-urlencoded", 200, `{"id":1}`},
		{"id=1&id=2", "application/x-www-form-urlencoded", 400, "body id duplicate_key"},
		{"png", "image/png", 200, `"image:png"`},
		{"x", "Application/Zip; a=b", 200, `"other:application/zip"`},
		{"x", "", 200, `"other:"`},
		{form.String(), parts.FormDataContentType(), 200, `{"id":7,"file":""}`},
		{form.String()[:1000], parts.FormDataContentType(), 400, "body  format"},
		{form.String(), "multipart/form-data", 415, "415"},
		{strings.Repeat("x", 1<<20+1), "image/png", 413, "413"},
	} {
		var headers []string
		if row.media != "" {
			headers = append(headers, "Content-Type: "+row.media)
		}
		w := s.ask("POST", "/", row.body, headers...)
		got := w.Body.String()
		switch {
		case w.Code == 400:
			got = read(t, w.Body).violations()
		case w.Code > 400:
			got = row.want
		}
		if w.Code != row.status || got != row.want {
			t.Errorf("%.20s as %s: %d %s, want %d %s", row.body, row.media, w.Code, got, row.status, row.want)
		}
	}
	if _, err := file.Open(); !os.IsNotExist(err) || file.Size != 300<<10 {
		t.Errorf("the uploaded file of %d bytes outlives its call: %v", file.Size, err)
	}
}

func TestStreamedBodyIsLimited(t *testing.T) {
	s := serve(t, boundary.Options{MaxBody: 10}, boundary.Operation{Method: "PUT", Template: "/", Statuses: []int{200}, Handle: func(c *boundary.Call) {
		c.Body(boundary.Required, "*/*")
		if c.Valid() {
			all, err := io.ReadAll(c.Stream())
			if err == nil {
				c.SendText(200, "text/plain", string(all), nil)
				return
			}
			c.Fail(stderrors.Join(err))
		}
	}})
	for body, want := range map[string]int{"0123456789": 200, "0123456789a": 413} {
		r := request("PUT", "/", io.MultiReader(strings.NewReader(body)), "Content-Type: a/b")
		r.ContentLength = -1
		if w := s.send(r); w.Code != want || want == 200 && w.Body.String() != body {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}

func TestAnswers(t *testing.T) {
	minLength := func(r *wire.Reader, n wire.Node) { r.MinLength(n, 3) }
	for _, row := range []struct {
		name, method string
		handle       func(*boundary.Call)
		status       int
		body         string
		headers      string
	}{
		{"text", "GET", func(c *boundary.Call) { c.SendText(200, "text/plain", "a\"b\nc", minLength) }, 200, "a\"b\nc", "Content-Length: 5|Content-Type: text/plain"},
		{"text that breaks the contract", "GET", func(c *boundary.Call) { c.SendText(200, "text/plain", "a", minLength) }, 500, "", ""},
		{"number as text", "GET", func(c *boundary.Call) { c.Begin(200, "text/plain").Int64(7); c.Send(nil) }, 200, "7", "Content-Length: 1"},
		{"object as text", "GET", func(c *boundary.Call) { w := c.Begin(200, "text/plain"); w.Object(); w.EndObject(); c.Send(nil) }, 500, "", ""},
		{"nothing written", "GET", func(c *boundary.Call) { c.Begin(200, "application/json"); c.Send(minLength) }, 500, "", ""},
		{"204", "DELETE", func(c *boundary.Call) { c.SendEmpty(204) }, 204, "", "Content-Length: |Content-Type: "},
		{"304 with a body", "GET", func(c *boundary.Call) { c.SetHeader("ETag", `"1"`); c.SendText(304, "text/plain", "abc", nil) }, 304, "", "Content-Length: |Content-Type: |Etag: \"1\""},
		{"empty 200", "GET", func(c *boundary.Call) { c.SendEmpty(200) }, 200, "", "Content-Length: 0"},
		{"HEAD", "HEAD", func(c *boundary.Call) { c.SendText(200, "text/plain", "abc", nil) }, 200, "", "Content-Length: 3|Content-Type: text/plain"},
		{"HEAD stream", "HEAD", func(c *boundary.Call) { c.SendStream(200, "a/b", strings.NewReader("abc")) }, 200, "", "Content-Type: a/b|Content-Length: 3"},
		{"binary", "GET", func(c *boundary.Call) { c.SendStream(200, "a/b", strings.NewReader("\x00\xff")) }, 200, "\x00\xff", "Content-Type: a/b"},
		{"binary of unknown length", "GET", func(c *boundary.Call) {
			c.SendStream(200, "a/b", io.MultiReader(strings.NewReader("a"), strings.NewReader("b")))
		}, 200, "ab", "Content-Length: "},
		{"empty binary", "GET", func(c *boundary.Call) { c.SendStream(200, "a/b", strings.NewReader("")) }, 200, "", "Content-Length: 0"},
		{"no binary", "GET", func(c *boundary.Call) { c.SendStream(200, "a/b", nil) }, 200, "", "Content-Length: 0"},
		{"binary that fails at once", "GET", func(c *boundary.Call) { c.SendStream(200, "a/b", failing{}) }, 500, "", ""},
		{"typed headers", "GET", func(c *boundary.Call) {
			w := c.PutHeader("X-Ids", param.Simple, nil)
			w.Array()
			w.Int64(1)
			w.Int64(2)
			w.EndArray()
			c.PutHeader("X-None", param.Simple, nil)
			c.PutHeader("x-flag", param.Simple, nil).Bool(true)
			c.SendEmpty(200)
		}, 200, "", "X-Ids: 1,2|X-None: |X-Flag: true"},
		{"header that breaks the contract", "GET", func(c *boundary.Call) {
			c.PutHeader("X-A", param.Simple, minLength).String("a")
			c.SendEmpty(200)
		}, 500, "", "X-A: "},
		{"cookies", "GET", func(c *boundary.Call) {
			c.SetHeader("Set-Cookie", "a=1")
			c.SetHeader("Set-Cookie", "b=2")
			c.SendEmpty(200)
		}, 200, "", "Set-Cookie: a=1,b=2"},
		{"status of a class", "GET", func(c *boundary.Call) { c.SendEmpty(c.Status(418, 4)) }, 418, "", ""},
		{"default status", "GET", func(c *boundary.Call) { c.SendEmpty(c.Status(503, 0)) }, 503, "", ""},
		{"no status", "GET", func(c *boundary.Call) { c.SendEmpty(c.Status(0, 202, 4)) }, 202, "", ""},
		{"status out of range", "GET", func(c *boundary.Call) { c.SendEmpty(c.Status(302, 4)) }, 500, "", ""},
		{"impossible status", "GET", func(c *boundary.Call) { c.SendEmpty(c.Status(42, 0)) }, 500, "", ""},
		{"status with its own answer", "GET", func(c *boundary.Call) { c.SendEmpty(c.Status(404, 4, -404)) }, 500, "", ""},
		{"status left out", "GET", func(c *boundary.Call) { c.SendEmpty(c.Status(0, 4)) }, 500, "", ""},
		{"no answer", "GET", func(c *boundary.Call) {}, 500, "", ""},
		{"two answers", "GET", func(c *boundary.Call) { c.SendEmpty(200); c.SendEmpty(201) }, 200, "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := one(t, row.method, "/", row.handle)
			w := s.ask(row.method, "/", "")
			if w.Code != row.status || w.Code != 500 && w.Body.String() != row.body {
				t.Errorf("%d %q", w.Code, w.Body)
			}
			if w.Code == 500 && (s.log.Len() == 0 || read(t, w.Body).Code != "internal") {
				t.Errorf("a 500 that isn't explained: %s, %s", s.log, w.Body)
			}
			for _, header := range strings.Split(row.headers, "|") {
				if name, text, ok := strings.Cut(header, ": "); ok && strings.Join(w.Header()[name], ",") != text {
					t.Errorf("%s is %q, want %q", name, w.Header()[name], text)
				}
			}
		})
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, stderrors.New("disk on fire") }

func TestNegotiation(t *testing.T) {
	for _, row := range []struct {
		accept string
		types  []string
		want   int
	}{
		{"", []string{"a/b", "c/d"}, 0},
		{"c/d", []string{"a/b", "c/d"}, 1},
		{"a/b;q=0.2, c/d;q=0.9", []string{"a/b", "c/d"}, 1},
		{"*/*;q=0.1, c/*", []string{"a/b", "c/d"}, 1},
		{"c/*, c/d;q=0", []string{"a/b", "c/d"}, -1},
		{"a/b, c/d", []string{"a/b", "c/d"}, 0},
		{"image/png", []string{"image/*"}, 0},
		{"text/*", []string{"image/*"}, -1},
		{"a/b;v=2", []string{"a/b;v=1", "a/b; v=\"2\""}, 1},
		{"a/b;v=3", []string{"a/b;v=1"}, -1},
		{"a/b;q=x", []string{"a/b"}, 0},
		{"A/B ; Q=0.5 , */*;q=0.4", []string{"c/d", "a/b"}, 1},
		{"nonsense", []string{"a/b"}, -1},
		{";;;,q=1,/", []string{"a/b"}, -1},
	} {
		got := -2
		one(t, "GET", "/", func(c *boundary.Call) { got = c.Accepts(row.types...); c.SendEmpty(200) }).ask("GET", "/", "", "Accept: "+row.accept)
		if got != row.want {
			t.Errorf("%s of %v: %d, want %d", row.accept, row.types, got, row.want)
		}
	}
	one(t, "GET", "/", func(c *boundary.Call) {
		if got := c.Choose("a/b", "c/d"); got != "c/d" {
			t.Errorf("chose %s", got)
		}
		if got := c.Pick(boundary.Offer{Type: "a/b", Set: true}, boundary.Offer{Type: "c/d"}, boundary.Offer{Type: "e/f", Set: true}); got != 2 {
			t.Errorf("picked %d", got)
		}
		c.SendEmpty(200)
	}).ask("GET", "/", "", "Accept: c/d, e/f;q=0.5")
	w := one(t, "GET", "/", func(c *boundary.Call) { c.Pick(boundary.Offer{Type: "a/b"}); c.SendEmpty(200) }).ask("GET", "/", "")
	if w.Code != 500 {
		t.Errorf("nothing to pick from: %d", w.Code)
	}
}

func TestErrorBodies(t *testing.T) {
	bodies := []boundary.ErrorBody{
		{Status: 4, ContentType: "application/class+json", Write: basicError, Check: func(r *wire.Reader, n wire.Node) { r.Type(n, wire.KindObject) }},
		{Status: 400, ContentType: "application/exact+json", Write: basicError},
		{Status: 500, ContentType: "application/broken+json", Write: func(w *wire.Writer, _ *errors.Error) { w.String("\xff") }},
		{Status: 501, ContentType: "application/wrong+json", Write: basicError, Check: func(r *wire.Reader, n wire.Node) { r.False(n) }},
		{Status: 0, ContentType: "application/default+json", Write: basicError},
	}
	for status, want := range map[int]string{
		400: "application/exact+json", 409: "application/class+json", 503: "application/default+json",
		500: "application/problem+json", 501: "application/problem+json",
	} {
		s := serve(t, boundary.Options{}, boundary.Operation{Method: "GET", Template: "/", Statuses: []int{0}, Errors: bodies,
			Handle: func(c *boundary.Call) {
				c.Status(42, 0) // an answer that is given up for the error
				c.Fail(&errors.Error{Status: status})
			}})
		w := s.ask("GET", "/", "")
		if got := w.Header().Get("Content-Type"); w.Code != status || got != want || !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id")) {
			t.Errorf("%d: %d %s %s", status, w.Code, got, w.Body)
		}
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{{"abc", 5, "abc"}, {"abc", 2, "ab"}, {"äöü", 2, "äö"}, {"äöü", 3, "äöü"}, {"", 0, ""}, {"a", 0, ""}} {
		if got := boundary.Clip(c.text, c.n); got != c.want {
			t.Errorf("%s at %d: %s", c.text, c.n, got)
		}
	}
}
