package client_test

import (
	"context"
	"errors"
	"io"
	"math"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/client"
	problems "github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/value"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// ints writes an array.
func ints(w *wire.Writer, all ...int64) {
	w.Array()
	for _, i := range all {
		w.Int64(i)
	}
	w.EndArray()
}

// point writes an object.
func point(w *wire.Writer) {
	w.Object()
	w.Key("x").Int64(1)
	w.Key("y").String("a b")
	w.EndObject()
}

func writeRaw(x *wire.Raw, w *wire.Writer) { w.Raw(*x) }

func TestRequests(t *testing.T) {
	for _, test := range []struct {
		name, method, template string
		put                    func(*client.Call, *wire.Writer)
		target, body           string
		header                 map[string]string
	}{
		{name: "nothing", method: "GET", template: "/orders", target: "/v1/orders"},
		{name: "path", method: "GET", template: "/a/{x}/b/{y}", target: "/v1/a/1%2F2%20%C3%A4/b/7", put: func(c *client.Call, w *wire.Writer) {
			c.PutPath("y", param.Simple)
			w.Int64(7)
			c.PutPath("x", param.Simple)
			w.String("1/2 ä")
		}},
		{name: "path in other styles", method: "GET", template: "/a{x}/b{y}:cancel", target: "/v1/a.1.2/b;y=1,2:cancel", put: func(c *client.Call, w *wire.Writer) {
			c.PutPath("x", param.Label|param.Explode)
			ints(w, 1, 2)
			c.PutPath("y", param.Matrix)
			ints(w, 1, 2)
		}},
		{name: "path that reaches over segments", method: "GET", template: "/repos/{base}...{head}", target: "/v1/repos/a...b", put: func(c *client.Call, w *wire.Writer) {
			c.PutPath("base", param.Simple)
			w.String("a")
			c.PutPath("head", param.Simple)
			w.String("b")
		}},
		{name: "template that needs escapes", method: "GET", template: "/a b/ä/%20#x", target: "/v1/a%20b/%C3%A4/%20%23x"},
		{name: "template with a query", method: "GET", template: "/?Action=List", target: "/v1/?Action=List&q=1", put: func(c *client.Call, w *wire.Writer) {
			c.PutQuery("q", param.Form)
			w.Int64(1)
		}},
		{name: "query", method: "GET", template: "/", target: "/v1/?q=a%20b%26c&there=3&exploded=1&exploded=2&joined=1,2&piped=1%7C2&deep%5Bx%5D=1&deep%5By%5D=a%20b", put: func(c *client.Call, w *wire.Writer) {
			c.PutQuery("q", param.Form|param.Explode)
			w.String("a b&c")
			client.Maybe(c.PutQuery("absent", param.Form), value.Optional[string]{}, (*wire.Writer).String)
			client.MaybeOf(c.PutQuery("gone", param.Form), value.Optional[wire.Raw]{}, writeRaw)
			client.MaybeOf(c.PutQuery("there", param.Form), value.Some(wire.Raw("3")), writeRaw)
			c.PutQuery("exploded", param.Form|param.Explode)
			ints(w, 1, 2)
			c.PutQuery("joined", param.Form)
			ints(w, 1, 2)
			c.PutQuery("piped", param.PipeDelimited)
			ints(w, 1, 2)
			c.PutQuery("deep", param.DeepObject|param.Explode)
			point(w)
		}},
		{name: "query of JSON", method: "GET", template: "/", target: "/v1/?f=%7B%22x%22%3A1%2C%22y%22%3A%22a%20b%22%7D", put: func(c *client.Call, w *wire.Writer) {
			c.PutQuery("f", param.JSON)
			point(w)
		}},
		{name: "headers and cookies", method: "GET", template: "/", target: "/v1/", header: map[string]string{"X-List": "1,2", "Cookie": "a=1; b=x", "X-Common": "own"}, put: func(c *client.Call, w *wire.Writer) {
			c.PutHeader("x-list", param.Simple)
			ints(w, 1, 2)
			c.PutHeader("X-Absent", param.Simple)
			c.PutCookie("a", param.Form)
			w.Int64(1)
			c.PutCookie("b", param.Form)
			w.String("x")
			c.PutHeader("X-Common", param.Simple)
			w.String("own")
		}},
		{name: "JSON", method: "POST", template: "/", target: "/v1/", body: `{"x":1,"y":"a b"}`, header: map[string]string{"Content-Type": "application/merge-patch+json", "Content-Length": "17"}, put: func(c *client.Call, _ *wire.Writer) {
			point(c.Begin("application/merge-patch+json"))
		}},
		{name: "parameters after the body", method: "POST", template: "/", target: "/v1/?q=longer%20than%20the%20body", body: `{"x":1,"y":"a b"}`, put: func(c *client.Call, w *wire.Writer) {
			point(c.Begin("application/json"))
			c.PutQuery("q", param.Form)
			w.String("longer than the body")
		}},
		{name: "a scalar in JSON", method: "POST", template: "/", target: "/v1/", body: `"a\nb"`, put: func(c *client.Call, _ *wire.Writer) { c.Begin("application/json").String("a\nb") }},
		{name: "a scalar as text", method: "POST", template: "/", target: "/v1/", body: "a\nb", header: map[string]string{"Content-Type": "text/plain"}, put: func(c *client.Call, _ *wire.Writer) { c.Begin("text/plain").String("a\nb") }},
		{name: "text", method: "POST", template: "/", target: "/v1/", body: "häuser", header: map[string]string{"Content-Type": "text/plain"}, put: func(c *client.Call, _ *wire.Writer) { c.BodyText("text/plain", "häuser") }},
		{name: "form", method: "POST", template: "/", target: "/v1/", body: "x=1&y=a%20b", header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, put: func(c *client.Call, _ *wire.Writer) { point(c.BodyForm(nil)) }},
		{name: "no body", method: "DELETE", template: "/", target: "/v1/", header: map[string]string{"Content-Length": "", "Content-Type": ""}},
		{name: "an empty body", method: "PUT", template: "/", target: "/v1/", header: map[string]string{"Content-Length": "0"}, put: func(c *client.Call, _ *wire.Writer) { c.BodyText("text/plain", "") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, answer(200, "{}"))
			core, err := client.New(s.URL+"/v1/", client.Options{Header: http.Header{"x-common": {"all"}}, UserAgent: "shop/1"})
			if err != nil {
				t.Fatal(err)
			}
			call := core.Call(t.Context(), &client.Operation{Method: test.method, Template: test.template, Accept: []string{"application/json", "text/plain"}})
			defer call.Close()
			if test.put != nil {
				test.put(call, call.Writer())
			}
			if !call.Do() {
				t.Fatal(call.Err())
			}
			got := s.requests()[0]
			if got.method != test.method || got.target != test.target || got.body != test.body {
				t.Errorf("the server got %s %s with %q, want %s %s with %q", got.method, got.target, got.body, test.method, test.target, test.body)
			}
			want := map[string]string{"Accept": "application/json, text/plain", "User-Agent": "shop/1", "X-Common": "all"}
			for name, text := range test.header {
				want[name] = text
			}
			for name, text := range want {
				if got.header.Get(name) != text {
					t.Errorf("header %s is %q, want %q", name, got.header.Get(name), text)
				}
			}
			if _, there := got.header["X-Absent"]; there {
				t.Error("a header is sent for which nothing was written")
			}
		})
	}
}

func TestMultipart(t *testing.T) {
	parts := func(t *testing.T, r seen) map[string]string {
		_, parameters, err := mime.ParseMediaType(r.header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		form, err := multipart.NewReader(strings.NewReader(r.body), parameters["boundary"]).ReadForm(1 << 20)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]string{}
		for name, values := range form.Value {
			all[name] = strings.Join(values, "|")
		}
		for name, files := range form.File {
			f, _ := files[0].Open()
			content, _ := io.ReadAll(f)
			all[name] = files[0].Filename + "=" + string(content)
		}
		return all
	}
	s := serve(t, answer(503, ""), hangUp(""), answer(200, "{}"))
	call := s.core(t, client.Options{}).Call(t.Context(), &client.Operation{Method: "PUT", Template: "/"})
	defer call.Close()
	point(call.BodyMultipart(nil))
	call.PutFile("photo", wire.File{Name: "a.png", ContentType: "image/png", Size: 7, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("content")), nil
	}})
	if !call.Do() {
		t.Fatal(call.Err())
	}
	got := s.requests()
	if len(got) != 3 {
		t.Fatalf("%d requests, want 3", len(got))
	}
	for _, r := range got {
		if all := parts(t, r); len(all) != 3 || all["x"] != "1" || all["y"] != "a b" || all["photo"] != "a.png=content" {
			t.Errorf("the server got %q", all)
		}
	}
}

func TestFileThatCannotBeOpened(t *testing.T) {
	s := serve(t, answer(200, "{}"))
	call := s.core(t, client.Options{}).Call(t.Context(), &client.Operation{Method: "PUT", Template: "/"})
	defer call.Close()
	point(call.BodyMultipart(nil))
	gone := errors.New("gone")
	call.PutFile("photo", wire.File{Name: "a.png", Open: func() (io.ReadCloser, error) { return nil, gone }})
	if call.Do() || !errors.Is(call.Err(), gone) {
		t.Errorf("error %v, want the file's", call.Err())
	}
}

func TestWhatCannotBeSent(t *testing.T) {
	text := func(in, value string) func(*client.Call, *wire.Writer) {
		return func(c *client.Call, w *wire.Writer) {
			if in == "path" {
				c.PutPath("id", param.Simple)
			} else {
				c.PutHeader("X-A", param.Simple)
			}
			w.String(value)
		}
	}
	for name, test := range map[string]struct {
		put func(*client.Call, *wire.Writer)
		err string
	}{
		"no value in the path":   {func(*client.Call, *wire.Writer) {}, "path id must not be empty"},
		"an empty one":           {text("path", ""), "path id must not be empty"},
		"one that goes up":       {text("path", ".."), "segment .."},
		"one that goes nowhere":  {text("path", "."), "segment ."},
		"a header of two lines":  {text("header", "a\r\nX-Admin: 1"), "header X-A has a control character"},
		"text that is no UTF-8":  {text("path", "\xff"), "path id"},
		"a number without value": {func(c *client.Call, _ *wire.Writer) { c.Begin("application/json").Float64(math.NaN()) }, "body"},
	} {
		s := serve(t, answer(200, good))
		call := s.core(t, client.Options{}).Call(t.Context(), getOrder)
		test.put(call, call.Writer())
		var e *problems.Error
		if call.Do() || !errors.As(call.Err(), &e) || e.Code != problems.CodeInvalidRequest || !strings.Contains(call.Err().Error(), test.err) {
			t.Errorf("%s: error %v, want one that says %q", name, call.Err(), test.err)
		}
		if n := len(s.requests()); n != 0 {
			t.Errorf("%s: %d requests were sent", name, n)
		}
		call.Close()
	}
}

func TestAuthorize(t *testing.T) {
	s := serve(t, answer(503, ""), answer(200, good))
	n := 0
	core := s.core(t, client.Options{Authorize: client.Bearer(func(context.Context) (string, error) {
		n++
		return "token-" + string(rune('0'+n)), nil
	})})
	if _, err := get(t.Context(), core); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"Bearer token-1", "Bearer token-2"} {
		if got := s.requests()[i].header.Get("Authorization"); got != want {
			t.Errorf("request %d: %q, want %q", i, got, want)
		}
	}
	broken := errors.New("vault is sealed")
	n = 0
	core = s.core(t, client.Options{Authorize: client.Bearer(func(context.Context) (string, error) { n++; return "", broken })})
	if _, err := get(t.Context(), core); !failed(err, problems.CodeUnauthenticated, broken) {
		t.Errorf("error %v, want the token's", err)
	}
	if len(s.requests()) != 2 || n != 1 {
		t.Errorf("a request was sent without its token, or that asked for %d times", n)
	}
}

type requestID struct{}

func TestRequestID(t *testing.T) {
	s := serve(t, answer(404, `{"detail":"no such order","request_id":"from-body"}`), answer(404, `{}`, "X-Request-Id", "from-header"))
	core := s.core(t, client.Options{RequestID: func(ctx context.Context) string { id, _ := ctx.Value(requestID{}).(string); return id }})
	for i, want := range []string{"from-body", "from-header"} {
		_, err := get(context.WithValue(t.Context(), requestID{}, "mine"), core)
		var e *problems.Error
		if !errors.As(err, &e) || e.RequestID != want {
			t.Errorf("error %+v, want request ID %s", e, want)
		}
		if got := s.requests()[i].header.Get("X-Request-Id"); got != "mine" {
			t.Errorf("request ID %q was sent", got)
		}
	}
}

func TestRedirects(t *testing.T) {
	elsewhere := serve(t, answer(200, good))
	other := strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1)
	common := client.Options{Header: http.Header{"X-Key": {"secret"}}, Authorize: client.Bearer(func(context.Context) (string, error) { return "secret", nil })}

	s := serve(t, answer(302, "", "Location", "/moved"), answer(200, good))
	if got, err := get(t.Context(), s.core(t, common)); err != nil || got.ID != "o-1" || s.requests()[1].header.Get("X-Key") != "secret" {
		t.Errorf("a GET doesn't follow to the same host: %v", err)
	}
	s = serve(t, answer(307, "", "Location", other+"/x"))
	if _, err := get(t.Context(), s.core(t, common)); err != nil {
		t.Errorf("a GET doesn't follow to another host: %v", err)
	}
	for _, name := range []string{"X-Key", "Authorization"} {
		if elsewhere.requests()[0].header.Get(name) != "" {
			t.Errorf("%s went to another host", name)
		}
	}
	s = serve(t, answer(302, "", "Location", "/moved"), answer(200, good))
	if _, err := create(t.Context(), s.core(t, common), ""); statusOf(err) != 302 || len(s.requests()) != 1 {
		t.Errorf("a POST was turned into a GET: %v", err)
	}
	s = serve(t, answer(308, "", "Location", "/moved"), answer(201, good))
	if _, err := create(t.Context(), s.core(t, common), ""); err != nil || s.requests()[1].body != `{"customer":"c-1"}` {
		t.Errorf("a POST isn't sent where 308 says: %v", err)
	}
	s = serve(t, answer(302, "", "Location", "/moved"), answer(200, good))
	call := s.core(t, common).Call(t.Context(), &client.Operation{Method: "GET", Template: "/", Redirects: true})
	defer call.Close()
	if !call.Do() || call.Status() != 302 {
		t.Errorf("a declared redirect was followed: %v", call.Err())
	}
	s = serve(t, answer(302, "", "Location", "/again"))
	if _, err := get(t.Context(), s.core(t, common)); err == nil || !strings.Contains(err.Error(), "redirects") {
		t.Errorf("error %v, want one of redirects without end", err)
	}
}

// Errors end up in logs, and URLs hold keys and names.
func TestErrorsDontTellTheURL(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	core, err := client.New(server.URL, client.Options{Authorize: func(r *http.Request) error {
		r.URL.RawQuery = "key=secret"
		return nil
	}, Retry: instant})
	if err != nil {
		t.Fatal(err)
	}
	_, err = get(t.Context(), core)
	if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "GET /orders/{id}") {
		t.Errorf("error %v", err)
	}
	var e *problems.Error
	if !errors.As(err, &e) || e.Code != problems.CodeUnavailable || !e.Retryable {
		t.Errorf("error %+v, want an unavailable that may pass", e)
	}
}

func TestHead(t *testing.T) {
	s := serve(t, answer(200, ""))
	call := s.core(t, client.Options{}).Call(t.Context(), &client.Operation{Method: "HEAD", Template: "/"})
	defer call.Close()
	call.Do()
	call.Is("text/plain")
	_, json := call.JSON()
	_, text := call.Text(param.Text)
	if json || text || call.Err() != nil {
		t.Errorf("the answer to a HEAD has a body or lacks one: %v", call.Err())
	}
}
