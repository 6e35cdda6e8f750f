package boundary_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/param"
)

// everything reads a request in every way there is.
func everything(c *boundary.Call) {
	shape := &param.Shape{Properties: []param.Property{{Name: "id", Shape: param.Integer}, {Name: "file", Shape: &param.Shape{File: true}}}, Additional: param.Text}
	c.Path("id", param.Label, param.Integer)
	c.Query("q", param.Form|param.Explode, &param.Shape{Items: param.Bool})
	c.Query("deep", param.DeepObject|param.Explode, shape)
	c.Query("json", param.JSON, shape)
	c.Header("X-List", param.Simple, shape)
	c.Cookie("c", param.Form|param.Explode, shape)
	switch c.Body(boundary.Optional, "application/json", "text/*", "application/x-www-form-urlencoded", "multipart/form-data", "image/png") {
	case 0:
		c.JSON()
	case 1:
		c.Text(nil)
	case 2:
		c.Form(shape, []param.Encoding{{Name: "id", Style: param.DeepObject | param.Explode}})
	case 3:
		c.Multipart(shape, nil)
	case 4:
		io.Copy(io.Discard, c.Stream())
	}
	if c.Valid() {
		c.SendText(200, c.Choose("text/plain", "text/csv"), "fine", nil)
	}
}

// Whatever comes in: no panic, no 500, and an answer that is whole.
func FuzzServe(f *testing.F) {
	f.Add("POST", "/a/.7?q=true&deep[id]=1&json={}", "application/json", "*/*", "id=1, x", good)
	f.Add("POST", "/a/x%2Fy?q=%", "application/x-www-form-urlencoded", "text/csv;q=0.1", "c=d", "id[a]=1&file=x")
	f.Add("POST", "/a/.1", "multipart/form-data; boundary=x", "text/plain", "a", "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc\r\n--x--\r\n")
	f.Add("GET", "/nowhere", "text/plain; charset=\"", ";q=,", "", "\xff")
	f.Fuzz(func(t *testing.T, method, target, media, accept, header, body string) {
		address, err := url.ParseRequestURI(target)
		if err != nil {
			return
		}
		s := serve(t, boundary.Options{MaxBody: 10_000}, boundary.Operation{ID: "all", Method: "POST", Template: "/a/{id}", Statuses: []int{200},
			Produces: []string{"text/plain", "text/csv"}, Handle: everything})
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.Method, r.URL = method, address
		r.Header = http.Header{"Content-Type": {media}, "Accept": {accept}, "X-List": {header}, "Cookie": {header}, "X-Request-Id": {header}}
		w := s.send(r)
		if w.Code >= 500 || s.log.Len() > 0 || w.Header().Get("X-Request-Id") == "" {
			t.Fatalf("%d %v %s\n%s", w.Code, w.Header(), w.Body, s.log)
		}
		if w.Code != 200 && method != "HEAD" && !json.Valid(w.Body.Bytes()) {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	})
}
