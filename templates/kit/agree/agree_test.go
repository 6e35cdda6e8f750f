package agree

import (
	"bytes"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	mapping "github.com/bylaw-dev/bylaw/templates/support/headers"
)

// calls are those of the fixture that its own test makes for all methods.
var calls = []Call{
	{Method: "CreateOrder", Request: `{"parent":"customers/1","order":{"title":"alpha","currency":"EUR","weightGrams":"1"}}`},
	{Method: "GetFile", Request: `{"path":"a/b c"}`},
	{Method: "GetReceipt", Request: `{"name":"customers/1/orders/2"}`},
	{Method: "ListOrders", Request: `{"parent":"customers/1","pageSize":1,"states":["STATE_OPEN"],"filter":{"tags":["a","b"],"paid":true,"minTotal":1.5,"cursor":"YQ==","after":"2026-01-02T03:04:05Z"}}`},
	{Method: "WatchOrders", Request: `{"parent":"customers/1"}`},
	{Method: "ImportOrders", Request: `{"parent":"customers/1","order":{"title":"alpha"}}`},
}

func newFixture(t *testing.T) *suite {
	t.Helper()
	return newFixtureOf(t, edge.Options{Headers: []edge.Header{
		{Name: "X-Tenant", Required: true}, {Name: "X-Region"}, {Name: "X-Cost", Response: true},
		{Name: "X-Colour", As: "colour", Transform: []mapping.Transform{mapping.Upper()}}, {Name: "X-Token", Required: true, As: "token", Transform: []mapping.Transform{mapping.Bearer()}, Example: "Bearer abc"},
		{Name: "X-Served-By", Response: true, Default: mapping.Constant("eu")}, {Name: "X-Price", As: "price", Response: true, Transform: []mapping.Transform{mapping.Suffix(" ct")}},
		{Name: "X-Batch", Required: true, Methods: []string{"/shop.v1.Orders/ImportOrders"}},
	}})
}

func newFixtureOf(t *testing.T, options edge.Options) *suite {
	t.Helper()
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	options.Runtime = runtime
	s, err := newSuite(&shop.Orders_ServiceDesc, &shop.FakeOrders{}, []edge.Options{options})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	for _, c := range calls {
		o, v := s.operation(c)
		v.tell(t)
		s.operations = append(s.operations, o)
	}
	return s
}

// verdicts are what is wrong, by the name of the comparison and behind a slash the method, and of rows of the table.
func (s *suite) verdicts(want string) map[string][]string {
	out := map[string][]string{}
	for _, o := range s.operations {
		for _, c := range comparisons {
			if name := c.name + "/" + string(o.Desc.Name()); want == "" || want == name {
				out[name] = c.check(s, o).wrong
				s.tap.play(nil)
			}
		}
	}
	for _, r := range table {
		if want == "" || want == r.name {
			out[r.name] = r.check(s).wrong
		}
	}
	return out
}

// TestAgreeing finds nothing wrong where nothing is wrong.
func TestAgreeing(t *testing.T) {
	for name, wrong := range newFixture(t).verdicts("") {
		if len(wrong) > 0 {
			t.Errorf("%s: %s", name, strings.Join(wrong, "\n"))
		}
	}
}

// TestRowsAreShown keeps rows from being skipped where they can be shown.
func TestRowsAreShown(t *testing.T) {
	s := newFixture(t)
	for _, r := range table {
		if v := r.check(s); v.skip != "" {
			t.Errorf("%s: %s", r.name, v.skip)
		}
	}
	for _, c := range comparisons {
		shown := false
		for _, o := range s.operations {
			shown = shown || c.check(s, o).skip == ""
			s.tap.play(nil)
		}
		if !shown {
			t.Errorf("%s is never shown", c.name)
		}
	}
}

// spoiler changes what REST answers.
type spoiler struct {
	http.Handler
	change func(*http.Request, *httptest.ResponseRecorder)
}

func (h spoiler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	recorder := httptest.NewRecorder()
	defer func() {
		aborted := recover()
		h.change(r, recorder)
		maps.Copy(w.Header(), recorder.Header())
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes())
		if aborted != nil {
			_ = http.NewResponseController(w).Flush()
			panic(aborted)
		}
	}()
	h.Handler.ServeHTTP(recorder, r)
}

func replaced(old, new string) func(*http.Request, *httptest.ResponseRecorder) {
	return func(_ *http.Request, w *httptest.ResponseRecorder) {
		text := bytes.ReplaceAll(w.Body.Bytes(), []byte(old), []byte(new))
		w.Body = bytes.NewBuffer(text)
		w.Header().Del("Content-Length")
	}
}

func recoded(from, to int) func(*http.Request, *httptest.ResponseRecorder) {
	return func(_ *http.Request, w *httptest.ResponseRecorder) {
		if w.Code == from {
			w.Code = to
		}
	}
}

// TestDisagreeing puts something between REST and its caller that does not do what it should, and has to be found out.
func TestDisagreeing(t *testing.T) {
	for _, c := range []struct {
		name   string
		found  string // the comparison or row that finds it
		change func(*http.Request, *httptest.ResponseRecorder)
	}{
		{"another answer", "answers/CreateOrder", replaced(`"title":"alpha"`, `"title":"bravo"`)},
		{"a line of a list is missing", "answers/GetFile", replaced(`["alpha"]`, `[]`)},
		{"another media type", "answers/GetReceipt", func(_ *http.Request, w *httptest.ResponseRecorder) { w.Header().Set("Content-Type", "text/html") }},
		{"another HTTP status", "status codes/CreateOrder", recoded(404, 400)},
		{"another code", "status codes/ListOrders", func(_ *http.Request, w *httptest.ResponseRecorder) {
			if w.Header().Get("Grpc-Status") == "5" {
				w.Header().Set("Grpc-Status", "2")
			}
		}},
		{"no problem", "status codes/GetFile", func(_ *http.Request, w *httptest.ResponseRecorder) {
			if w.Code == 503 {
				w.Header().Set("Content-Type", "text/plain")
			}
		}},
		{"a detail is lost", "error details/CreateOrder", replaced("type.googleapis.com/google.rpc.QuotaFailure", "type.googleapis.com/google.rpc.Help")},
		{"another delay", "error details/CreateOrder", replaced(`"retry_after":90`, `"retry_after":9`)},
		{"other metadata", "error details/CreateOrder", replaced(`"limit":"10"`, `"limit":"11"`)},
		{"it tells too much", "other errors/CreateOrder", replaced(`"detail":"`, `"detail":"swordfish `)},
		{"another description", "violations/CreateOrder", replaced(`"description":"`, `"description":"really `)},
		{"another field", "violations/CreateOrder", replaced(`"field":"order.`, `"field":"`)},
		{"another code of a violation", "violations/ListOrders", replaced(`"code":"enum"`, `"code":"type"`)},
		{"another request's ID", "headers/CreateOrder", func(_ *http.Request, w *httptest.ResponseRecorder) { w.Header().Set("X-Request-Id", "other") }},
		{"a header leaks", "headers/CreateOrder", func(_ *http.Request, w *httptest.ResponseRecorder) { w.Header().Set("X-Agree-Answer", "hidden") }},
		{"a declared header is lost", "headers/CreateOrder", func(_ *http.Request, w *httptest.ResponseRecorder) { w.Header().Del("X-Cost") }},
		{"a missing header is overlooked", "a required header is missing/CreateOrder", recoded(400, 200)},
		{"a missing header is told otherwise", "a required header is missing/CreateOrder", replaced(`"location":"header"`, `"location":"body"`)},
		{"another status behind the deadline", "deadline/CreateOrder", recoded(504, 503)},
		{"the panic is told", "panic/CreateOrder", replaced(`"title":"Internal Server Error"`, `"title":"goroutine 1"`)},
		{"a message of the stream is missing", "answers/WatchOrders", func(_ *http.Request, w *httptest.ResponseRecorder) {
			if _, rest, found := strings.Cut(w.Body.String(), "\n"); found && w.Code == 200 {
				w.Body = bytes.NewBufferString(rest)
			}
		}},
		{"the error of a stream is not told", "stream broken off/WatchOrders", func(_ *http.Request, w *httptest.ResponseRecorder) {
			if lines := strings.SplitAfter(w.Body.String(), "\n"); len(lines) == 3 {
				w.Body = bytes.NewBufferString(lines[0])
			}
		}},
		{"another error of a stream", "stream broken off/WatchOrders", replaced("the rest is lost", "all is well")},
		{"a stream of requests is answered otherwise", "several requests/ImportOrders", replaced(`"count":1`, `"count":2`)},
		{"404 for all", "wrong method", recoded(405, 404)},
		{"nothing is allowed", "wrong method", func(_ *http.Request, w *httptest.ResponseRecorder) { w.Header().Del("Allow") }},
		{"200 for nowhere", "unknown path", recoded(404, 200)},
		{"anything is acceptable", "unacceptable Accept", recoded(406, 200)},
		{"anything is read", "wrong Content-Type", recoded(415, 200)},
		{"data may trail", "trailing data", recoded(400, 200)},
		{"only the first violation is told", "four violations in one body", func(_ *http.Request, w *httptest.ResponseRecorder) {
			if head, tail, found := strings.Cut(w.Body.String(), `},{"location"`); found {
				w.Body = bytes.NewBufferString(head + "}]}")
				_ = tail
			}
		}},
		{"too large is wrong", "a text of 10 MB", recoded(413, 400)},
		{"the valid one is refused", "no body", recoded(400, 200)},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newFixture(t)
			s.serveREST(spoiler{s.handler, c.change})
			all := s.verdicts(c.found)
			if wrong, ok := all[c.found]; !ok || len(wrong) == 0 {
				t.Errorf("%s finds nothing", c.found)
			} else {
				t.Log(strings.Join(wrong, "\n"))
			}
		})
	}
}

// TestBodyIsRead finds something that reads all of a body before it is refused.
func TestBodyIsRead(t *testing.T) {
	s := newFixture(t)
	s.serveREST(spoilingReader{s.handler})
	if wrong := s.verdicts("a text of 10 MB")["a text of 10 MB"]; len(wrong) == 0 {
		t.Error("nobody notices that all of a body is read")
	}
}

// spoilingReader reads whole bodies before anything else.
type spoilingReader struct{ http.Handler }

func (h spoilingReader) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var all bytes.Buffer
	_, _ = all.ReadFrom(r.Body)
	r.Body = http.NoBody
	r.Body = readCloser{&all}
	h.Handler.ServeHTTP(w, r)
}

type readCloser struct{ *bytes.Buffer }

func (readCloser) Close() error { return nil }
