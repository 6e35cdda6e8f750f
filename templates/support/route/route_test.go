package route

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// found routes one request and shows what it ended in: "template name=value name=value".
func found(r *Router[string], method, path string) string {
	var vars Vars
	handler, outcome := r.Find(method, path, &vars)
	switch outcome {
	case NotFound:
		return "404"
	case MethodNotAllowed:
		return "405 " + r.Allow(path)
	}
	for i := range vars.Len() {
		name, _ := vars.At(i)
		value, _ := vars.Value(name)
		handler += fmt.Sprintf(" %s=%s", name, value)
	}
	return handler
}

func router(t testing.TB, lines ...string) *Router[string] {
	t.Helper()
	var routes []Route[string]
	for _, line := range lines {
		method, template, _ := strings.Cut(line, " ")
		routes = append(routes, Route[string]{method, template, template})
	}
	r, err := New(routes)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFind(t *testing.T) {
	r := router(t,
		"GET /", "GET /orders", "POST /orders", "GET /orders/", "GET /orders/{id}", "DELETE /orders/{id}", "GET /orders/mine",
		"HEAD /heads", "GET /repos/{o}/pulls/comments/{id}", "GET /repos/{o}/pulls/{n}/comments", "GET /repos/{o}/pulls/{n}/{x}",
		"GET /compare/{base}...{head}", "GET /files/{id}.json", "GET /files/{id}", "GET /files/{id}.tar.gz", "GET /files/{id}.gz",
		"GET /v1/{name=shelves/*/books/*}", "POST /v1/{name=shelves/*}:cancel", "POST /v1/{name=shelves/*/settings}:reset",
		"GET /v1/{parent=shelves/*}/books", "POST /v1/{path=**}:undo", "GET /raw/{owner}/{path=**}",
		"GET /at/{lat},{lng}", "GET /caf\u00e9/{x}", "GET /@me/x y", "GET /a//b", "GET /t/{a}/x", "GET /t/b/{c}")
	for request, want := range map[string]string{
		"GET /":                                "/",
		"GET /orders":                          "/orders",
		"POST /orders":                         "/orders",
		"PUT /orders":                          "405 GET, POST",
		"GET /orders/":                         "/orders/",
		"GET /orders/1":                        "/orders/{id} id=1",
		"GET /orders/mine":                     "/orders/mine",
		"DELETE /orders/mine":                  "/orders/{id} id=mine",
		"PATCH /orders/mine":                   "405 DELETE, GET",
		"GET /orders/1/":                       "404",
		"GET /orders/a%2Fb":                    "/orders/{id} id=a/b",
		"GET /orders/a%2fb%20c":                "/orders/{id} id=a/b c",
		"GET /orders/%":                        "404",
		"GET /orders/%zz":                      "404",
		"GET /%6Frders":                        "/orders",
		"GET /heads":                           "405 HEAD",
		"HEAD /orders":                         "405 GET, POST",
		"OPTIONS /nope":                        "404",
		"GET orders":                           "404",
		"GET ":                                 "404",
		"GET *":                                "404",
		"GET //":                               "404",
		"GET /repos/x/pulls/comments/7":        "/repos/{o}/pulls/comments/{id} o=x id=7",
		"GET /repos/x/pulls/7/comments":        "/repos/{o}/pulls/{n}/comments o=x n=7",
		"GET /repos/x/pulls/comments/comments": "/repos/{o}/pulls/comments/{id} o=x id=comments",
		"GET /repos/x/pulls/7/files":           "/repos/{o}/pulls/{n}/{x} o=x n=7 x=files",
		"GET /compare/a...b":                   "/compare/{base}...{head} base=a head=b",
		"GET /compare/a.....b":                 "/compare/{base}...{head} base=a.. head=b",
		"GET /compare/a...b...c":               "/compare/{base}...{head} base=a...b head=c",
		"GET /compare/a%2Fx...b%2Fy":           "/compare/{base}...{head} base=a/x head=b/y",
		"GET /compare/a%2E..b":                 "/compare/{base}...{head} base=a head=b",
		"GET /compare/...b":                    "404",
		"GET /compare/a...":                    "404",
		"GET /compare/....":                    "404",
		"GET /files/":                          "404",
		"GET /files/7.json":                    "/files/{id}.json id=7",
		"GET /files/.json":                     "/files/{id} id=.json",
		"GET /files/a.tar.gz":                  "/files/{id}.tar.gz id=a",
		"GET /files/a.gz":                      "/files/{id}.gz id=a",
		"GET /files/a.gz.json.x":               "/files/{id} id=a.gz.json.x",
		"GET /v1/shelves/1/books/2":            "/v1/{name=shelves/*/books/*} name=shelves/1/books/2",
		"GET /v1/shelves/1/books":              "/v1/{parent=shelves/*}/books parent=shelves/1",
		"GET /v1/shelves/a%2Fb/books":          "/v1/{parent=shelves/*}/books parent=shelves/a%2Fb",
		"POST /v1/shelves/1:cancel":            "/v1/{name=shelves/*}:cancel name=shelves/1",
		"POST /v1/shelves/1%3acancel":          "/v1/{name=shelves/*}:cancel name=shelves/1",
		"POST /v1/a%2Fb%3Aundo":                "/v1/{path=**}:undo path=a%2Fb",
		"PUT /v1/shelves/1%3Acancel":           "405 POST",
		"GET /at/1.5%2C-2":                     "/at/{lat},{lng} lat=1.5 lng=-2",
		"POST /v1/shelves/1/settings:reset":    "/v1/{name=shelves/*/settings}:reset name=shelves/1/settings",
		"POST /v1/shelves/1/settings%3Areset":  "/v1/{name=shelves/*/settings}:reset name=shelves/1/settings",
		"POST /v1/shelves/1:undo":              "/v1/{path=**}:undo path=shelves/1",
		"POST /v1/a/b/c:undo":                  "/v1/{path=**}:undo path=a/b/c",
		"POST /v1/:undo":                       "404",
		"POST /v1":                             "404",
		"GET /v1/a:undo":                       "405 POST",
		"GET /raw/me":                          "/raw/{owner}/{path=**} owner=me path=",
		"GET /raw/me/":                         "/raw/{owner}/{path=**} owner=me path=",
		"GET /raw/me/a%2Fb//c/":                "/raw/{owner}/{path=**} owner=me path=a%2Fb//c/",
		"GET /at/1.5,-2":                       "/at/{lat},{lng} lat=1.5 lng=-2",
		"GET /at/1%2C5,-2":                     "/at/{lat},{lng} lat=1,5 lng=-2",
		"GET /caf%C3%A9/1":                     "/caf\u00e9/{x} x=1",
		"GET /%40me/x%20y":                     "/@me/x y",
		"GET /@me/x%20y":                       "/@me/x y",
		"GET /a//b":                            "/a//b",
		"GET /t/b/x":                           "/t/b/{c} c=x",
	} {
		method, path, _ := strings.Cut(request, " ")
		if got := found(r, method, path); got != want {
			t.Errorf("%s: got %q, want %q", request, got, want)
		}
	}
}

// A variable that spans segments may have others behind it.
func TestSpanInTheMiddle(t *testing.T) {
	r := router(t, "GET /v1/{parent=docs/*/**}/{collection}", "POST /v1/{parent=**}/sessions:purge", "POST /v1/{parent=**}/sessions",
		"GET /{a=**}/x/{b}/y", "PUT /v1/{parent=**}", "PUT /v1/{parent=**}/x")
	for request, want := range map[string]string{
		"GET /v1/docs/1/a/b/c":         "/v1/{parent=docs/*/**}/{collection} parent=docs/1/a/b collection=c",
		"GET /v1/docs/1/c":             "/v1/{parent=docs/*/**}/{collection} parent=docs/1 collection=c",
		"GET /v1/docs/1":               "405 PUT",
		"POST /v1/sessions":            "/v1/{parent=**}/sessions parent=",
		"POST /v1/a/sessions":          "/v1/{parent=**}/sessions parent=a",
		"POST /v1/a/b/sessions:purge":  "/v1/{parent=**}/sessions:purge parent=a/b",
		"POST /v1/a/sessions/sessions": "/v1/{parent=**}/sessions parent=a/sessions",
		"GET /x/1/y":                   "/{a=**}/x/{b}/y a= b=1",
		"GET /x/x/x/y":                 "/{a=**}/x/{b}/y a=x b=x",
		"GET /p/q/x/x/y":               "/{a=**}/x/{b}/y a=p/q b=x",
		"GET /p//x/1/y":                "/{a=**}/x/{b}/y a=p/ b=1",
		"PUT /v1/a/x":                  "/v1/{parent=**}/x parent=a",
		"PUT /v1/a/x/y":                "/v1/{parent=**} parent=a/x/y",
		"GET /x/y":                     "404",
		"DELETE /v1/a/sessions":        "405 POST, PUT",
	} {
		method, path, _ := strings.Cut(request, " ")
		if got := found(r, method, path); got != want {
			t.Errorf("%s: got %q, want %q", request, got, want)
		}
	}
}

// What is escaped belongs to a value, unless only the other reading finds an operation.
func TestEscapedLiteral(t *testing.T) {
	r := router(t, "GET /o/{id}", "POST /o/{id}:cancel", "DELETE /o/{id}", "POST /o/{id}:cancel/{x}", "DELETE /o/{id}:all")
	for request, want := range map[string]string{
		"GET /o/a%3Acancel":           "/o/{id} id=a:cancel",
		"DELETE /o/a%3Aall":           "/o/{id} id=a:all",
		"DELETE /o/a:all":             "/o/{id}:all id=a",
		"POST /o/a%3Acancel":          "/o/{id}:cancel id=a",
		"POST /o/a%20%2Fb%3Acancel":   "/o/{id}:cancel id=a /b",
		"POST /o/%3Acancel":           "405 DELETE, GET",
		"POST /o/a%3Acancel%3Acancel": "/o/{id}:cancel id=a:cancel",
		"POST /o/a%3Acancel/x%3Ay":    "/o/{id}:cancel/{x} id=a x=x:y",
		"PATCH /o/a%3Acancel":         "405 DELETE, GET, POST",
		"POST /o/a%3acancel%2Fx":      "405 DELETE, GET",
		"POST /o/a%253Acancel":        "405 DELETE, GET",
	} {
		method, path, _ := strings.Cut(request, " ")
		if got := found(r, method, path); got != want {
			t.Errorf("%s: got %q, want %q", request, got, want)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ routes, want string }{
		{"orders", `it must start with /`},
		{"/a/{b", `a { has no }`},
		{"/a/b}", `a } has no {`},
		{"/a/{}", `a variable has no name`},
		{"/a/{x}/{x}", `the variable x occurs twice`},
		{"/a/{x}{y}", `two variables have no text between them`},
		{"/a/{x=**}:v/b", `text may follow ** in the last segment only`},
		{"/a/{x=**}:v/", `text may follow ** in the last segment only`},
		{"/a/{x=**}/b/{y=**}", `only one ** can be told from the text around it`},
		{"/a/{x=**}/{y}:v /a/{x=**}/{z}:v", `match the same paths`},
		{"/a/{x=**}/{y}-{w} /a/{x=**}/{y}.{z}", `match the same paths`},
		{"/a/b{x=c/*}", `the variable x spans segments, so it must start one`},
		{"/a/{x=c/*}-{y}", `the variable x spans segments, so only text may follow it in its last one`},
		{"/a/{x=b*}", `the pattern's part b* is neither text nor * nor **`},
		{"/a/{x} /a/{y}", `GET /a/{x} and GET /a/{y} match the same paths`},
		{"/a/{x}-{y}/z /a/{x}.{y}/{z}", `GET /a/{x}-{y}/z and GET /a/{x}.{y}/{z} match the same paths`},
		{"/v/{x=s/*} /v/s/{y}", `GET /v/{x=s/*} and GET /v/s/{y} match the same paths`},
		{"/v/{x=**} /v/{y=**}", `GET /v/{x=**} and GET /v/{y=**} match the same paths`},
		{"/a/{x}-{y}/{z=**} /a/{x}.{y}/b/c", `match the same paths`},
	} {
		var routes []Route[string]
		for _, template := range strings.Fields(c.routes) {
			routes = append(routes, Route[string]{Method: "GET", Template: template})
		}
		if _, err := New(routes); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.routes, err, c.want)
		}
	}
	var ambiguous *AmbiguousError
	_, err := New([]Route[int]{{"GET", "/{a}", 1}, {"GET", "/{b}", 2}})
	if !errors.As(err, &ambiguous) || ambiguous.First != "/{a}" || ambiguous.Second != "/{b}" {
		t.Errorf("got %#v", err)
	}
}

// What looks alike but never matches the same request stays allowed.
func TestNotAmbiguous(t *testing.T) {
	router(t, "GET /a/{x}", "POST /a/{y}", "GET /b/{x}.json", "GET /b/{x}.yaml", "GET /{p}/me", "GET /c/{id}",
		"GET /d/{x}-{y}/m", "GET /d/{x}.{y}/n", "POST /d/{x}.{y}/m", "GET /d/{x}...{y}/m", "GET /v/{n=s/*}", "GET /v/{n=**}")
}

func TestOrderOfRoutesNeverCounts(t *testing.T) {
	lines := []string{"GET /f/{a}.x", "GET /f/{a}-x", "GET /f/{a}", "GET /f/b-x", "GET /f/v{a}", "GET /f/{a=**}"}
	want := ""
	for i := range lines {
		lines = append(lines[1:], lines[0])
		got := ""
		for _, path := range []string{"/f/b-x", "/f/vb-x", "/f/v.x", "/f/q", "/f/a/b", "/f"} {
			got += found(router(t, lines...), "GET", path) + "\n"
		}
		if want != "" && got != want {
			t.Fatalf("rotation %d: got\n%s, want\n%s", i, got, want)
		}
		want = got
	}
}

func TestHitAllocatesNothing(t *testing.T) {
	r := router(t, "GET /repos/{owner}/{repo}/compare/{base}...{head}", "POST /v1/{name=shelves/*}:cancel")
	var vars Vars
	for _, request := range [][2]string{
		{"GET", "/repos/golang/go/compare/a%2Fb...c"}, {"POST", "/v1/shelves/1:cancel"}, {"PUT", "/v1/shelves/1:cancel"},
	} {
		r.Find(request[0], request[1], &vars)
		if n := testing.AllocsPerRun(100, func() { r.Find(request[0], request[1], &vars) }); n != 0 {
			t.Errorf("%v: %v allocations", request, n)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	r := router(b, "GET /repos/{owner}/{repo}/compare/{base}...{head}", "GET /repos/{owner}/{repo}/pulls/{n}/comments", "GET /orders")
	var vars Vars
	b.ReportAllocs()
	for b.Loop() {
		r.Find("GET", "/repos/golang/go/compare/main...dev", &vars)
	}
}
