package mock

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

const basics = `openapi: 3.1.0
info: {title: Basics, version: '1'}
paths:
  /orders:
    get:
      operationId: listOrders
      parameters: [{name: page_token, in: query, schema: {type: string}}]
      responses:
        '200':
          description: a page
          headers: {X-Count: {schema: {type: integer, example: 12}}, Link: {schema: {type: string, example: '</orders>; rel=self'}}}
          content:
            application/json:
              schema: {type: object, required: [orders, has_more], properties: {orders: {type: array, items: {type: string}}, next_page_token: {type: string}, has_more: {type: boolean}}}
              examples:
                some: {value: {orders: [a, b], has_more: false}}
                none: {value: {orders: [], has_more: false}}
            text/csv: {schema: {type: string, example: 'a,b'}}
            application/xml: {schema: {type: object}}
        '404': {description: none, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
        5XX: {description: broken}
    post:
      operationId: createOrder
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}}
      responses:
        default: {description: an error, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
        '201': {description: made, content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: string, format: uuid}, made: {type: boolean}}}}}}
  /orders/{id}:
    delete:
      operationId: deleteOrder
      responses: {'204': {description: gone}}
    head: {operationId: headOrder, responses: {'200': {description: there, content: {application/json: {schema: {type: object}}}}}}
  /pages:
    get:
      operationId: pages
      responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {type: string}}, next_page_token: {type: string}, has_more: {type: boolean}}}}}}}
  /events:
    get:
      operationId: events
      responses: {'200': {description: ok, content: {text/event-stream: {schema: {type: object, required: [n], properties: {n: {type: integer}}}}, application/jsonl: {schema: {type: object, required: [n], properties: {n: {type: integer}}}}}}}
  /image:
    get:
      operationId: image
      responses: {'200': {description: ok, content: {image/png: {}}}}
  /nothing:
    get: {operationId: nothing, responses: {}}
components:
  schemas:
    Error: {type: object, required: [code, message], properties: {code: {type: string}, message: {type: string}, request_id: {type: string}}}
`

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func TestAnswers(t *testing.T) {
	s := serve(t, "openapi.yaml", basics, Options{Logger: quiet()})
	for _, test := range []struct {
		request string // method, path, and headers after |
		body    string
		status  int
		want    string
	}{
		{"GET /orders", "", 200, `{"orders":["a","b"],"has_more":false}`},
		{"GET /orders|Prefer: example=none", "", 200, `{"orders":[],"has_more":false}`},
		{"GET /orders|X-Mock-Example: none", "", 200, `{"orders":[],"has_more":false}`},
		{"GET /orders|Accept: text/csv", "", 200, "a,b"},
		{"GET /orders|Accept: application/xml", "", 501, ""},
		{"GET /orders|Prefer: code=404", "", 404, `{"code":"not_found","message":"the mock was asked for this answer","request_id":"`},
		{"GET /orders|Prefer: foo; code=\"404\", wait=1", "", 404, `{"code":"not_found","message":"the mock was asked for this answer","request_id":"`},
		{"GET /orders|X-Mock-Status: 404|Prefer: code=200", "", 404, `{"code":"not_found","message":"the mock was asked for this answer","request_id":"`},
		{"GET /orders|X-Mock-Status: 503", "", 503, ""},
		{"GET /orders|X-Mock-Status: 418", "", 400, "must ask for an answer that the contract declares: 200, 404, 5XX"},
		{"GET /orders|Prefer: code=what", "", 400, `"field":"Prefer"`},
		{"GET /orders|X-Mock-Example: nope", "", 400, "must name an example of the answer 200: some, none"},
		{"GET /orders|X-Mock-Latency: soon", "", 400, "must be a duration such as 250ms, at most 1m"},
		{"GET /orders|X-Mock-Latency: 2m", "", 400, "at most 1m"},
		{"GET /orders|X-Mock-Fault: 503", "", 503, ""},
		{"GET /orders|X-Mock-Fault: 429", "", 500, ""}, // which the contract doesn't declare
		{"GET /orders|X-Mock-Fault: 418", "", 400, "must be one of none, 500, 503, 429, abort"},
		{"GET /pages", "", 200, `{"items":["alpha"],"has_more":false}`},
		{"POST /orders", `{"name":"x"}`, 201, `{"id":"3b241101-e2bb-4255-8caf-000000000001","made":true}`},
		{"POST /orders", `{}`, 400, `{"code":"invalid_request","message":"the request breaks the contract in one place","request_id":"`},
		{"POST /orders", `{"name":1} x`, 400, "invalid_request"},
		{"POST /orders", strings.Repeat("[", 10_000), 400, "invalid_request"},
		{"POST /orders", `{"name":"` + strings.Repeat("x", 2<<20) + `"}`, 413, "payload_too_large"},
		{"POST /orders|X-Mock-Status: 418", `{"name":"x"}`, 418, `{"code":"invalid_request","message":"the mock was asked for this answer"`},
		{"DELETE /orders/7", "", 204, ""},
		{"HEAD /orders/7", "", 200, ""},
		{"GET /events|Accept: text/event-stream", "", 200, "data: {\"n\":1}\n\ndata: {\"n\":1}\n\ndata: {\"n\":1}\n\n"},
		{"GET /events|Accept: application/jsonl", "", 200, "{\"n\":1}\n{\"n\":1}\n{\"n\":1}\n"},
		{"GET /image", "", 200, "mock"},
		{"GET /nothing", "", 200, ""},
		{"GET /nowhere", "", 404, `"code":"not_found"`},
		{"PATCH /orders", "", 405, `"code":"method_not_allowed"`},
		{"GET /orders|Accept: image/png", "", 406, `"code":"not_acceptable"`},
	} {
		w := ask(s, test.request, test.body)
		got := w.Body.String()
		if w.Code != test.status || !strings.Contains(got, test.want) || test.status == 200 && got != test.want {
			t.Errorf("%s %.40s: got %d %s, want %d %s", test.request, test.body, w.Code, got, test.status, test.want)
		}
		if w.Header().Get("X-Request-Id") == "" {
			t.Errorf("%s: the answer has no request ID", test.request)
		}
	}
	if h := ask(s, "GET /orders", "").Header(); h.Get("X-Count") != "12" || h.Get("Link") != "</orders>; rel=self" {
		t.Errorf("the declared headers are %v", h)
	}
	if allow := ask(s, "PATCH /orders", "").Header().Get("Allow"); allow != "GET, POST" {
		t.Errorf("the methods of the path are %q", allow)
	}
}

// ask sends a request that is written as "GET /path|Header: value".
func ask(h http.Handler, request, body string) *httptest.ResponseRecorder {
	parts := strings.Split(request, "|")
	method, target, _ := strings.Cut(parts[0], " ")
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, header := range parts[1:] {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestSeed makes the same answers of the same seed, and others of another.
func TestSeed(t *testing.T) {
	answer := func(seed uint64) string {
		return ask(serve(t, "openapi.yaml", basics, Options{Seed: seed}), "POST /orders", `{"name":"x"}`).Body.String()
	}
	if a, b := answer(7), answer(7); a != b {
		t.Errorf("the same seed answers %s and %s", a, b)
	}
	if a, b := answer(7), answer(8); a == b {
		t.Errorf("two seeds both answer %s", a)
	}
}

// TestChaos has the n-th request meet the same luck whenever the seed is the same.
func TestChaos(t *testing.T) {
	luck := func(seed uint64) (outcomes []int, waited []time.Duration) {
		s := serve(t, "openapi.yaml", basics, Options{
			Seed: seed, FaultRate: 0.5, Latency: time.Second, Jitter: time.Second, Logger: quiet(),
			Sleep: func(_ context.Context, d time.Duration) { waited = append(waited, d) },
		})
		for range 40 {
			outcomes = append(outcomes, outcome(s))
		}
		return outcomes, waited
	}
	first, waits := luck(3)
	second, again := luck(3)
	other, _ := luck(4)
	if !slices.Equal(first, second) || !slices.Equal(waits, again) {
		t.Errorf("the same seed gives\n%v %v and\n%v %v", first, waits, second, again)
	}
	if slices.Equal(first, other) {
		t.Errorf("two seeds both give %v", first)
	}
	for _, want := range []int{0, 200, 500, 503} {
		if !slices.Contains(first, want) {
			t.Errorf("no request ended with %d: %v", want, first)
		}
	}
	if least, most := slices.Min(waits), slices.Max(waits); least < time.Second || most > 2*time.Second || most-least < 500*time.Millisecond {
		t.Errorf("the latency was from %v to %v", least, most)
	}
	if len(waits) != 40 {
		t.Errorf("%d of 40 requests waited", len(waits))
	}
}

// outcome is the status of an answer, 0 where the connection is cut.
func outcome(s *Server) (status int) {
	defer func() {
		if recover() == http.ErrAbortHandler {
			status = 0
		}
	}()
	return ask(s, "GET /orders", "").Code
}

// TestFaultsByHeader lets a client choose for itself.
func TestFaultsByHeader(t *testing.T) {
	var waited time.Duration
	s := serve(t, "openapi.yaml", basics, Options{FaultRate: 1, Logger: quiet(), Sleep: func(_ context.Context, d time.Duration) { waited = d }})
	if w := ask(s, "GET /orders|X-Mock-Fault: none|X-Mock-Latency: 250ms", ""); w.Code != 200 || waited != 250*time.Millisecond {
		t.Errorf("got %d after %v", w.Code, waited)
	}
	if w := ask(s, "GET /orders|X-Mock-Fault: 503", ""); w.Header().Get("Retry-After") != "1" {
		t.Errorf("a fault that goes away says %v", w.Header())
	}
}

// TestCORS lets browsers call only where that is asked for.
func TestCORS(t *testing.T) {
	open, closed := serve(t, "openapi.yaml", basics, Options{CORS: true}), serve(t, "openapi.yaml", basics, Options{})
	preflight := "OPTIONS /orders|Origin: http://localhost:3000|Access-Control-Request-Method: POST|Access-Control-Request-Headers: content-type"
	if w := ask(open, preflight, ""); w.Code != 204 || w.Header().Get("Access-Control-Allow-Methods") != "POST" || w.Header().Get("Access-Control-Allow-Headers") != "content-type" {
		t.Errorf("a preflight gets %d %v", w.Code, w.Header())
	}
	if w := ask(open, "GET /orders|Origin: http://localhost:3000", ""); w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("a browser gets %v", w.Header())
	}
	if w := ask(closed, preflight, ""); w.Code != 405 || w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("without the option, a preflight gets %d %v", w.Code, w.Header())
	}
}

// TestRoutes lists what is served.
func TestRoutes(t *testing.T) {
	s := serve(t, "openapi.yaml", basics, Options{})
	routes := s.Routes()
	if len(routes) != 8 || routes[0].Method != "GET" || routes[0].Path != "/orders" || !slices.Equal(routes[1].Statuses, []string{"201", "default"}) {
		t.Errorf("the routes are %v", routes)
	}
	if got := s.Try("http://localhost:1"); got != "curl -i http://localhost:1/orders" {
		t.Errorf("it suggests %s", got)
	}
}

// TestTry quotes for a shell what has to be quoted.
func TestTry(t *testing.T) {
	s := serve(t, "openapi.yaml", `openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a/{b}:
    post:
      parameters:
        - {name: b, in: path, required: true, schema: {type: string, example: "it's"}}
        - {name: q, in: query, required: true, schema: {type: array, items: {type: integer}, minItems: 2}}
        - {name: X-H, in: header, required: true, schema: {type: string, example: a b}}
      requestBody: {required: true, content: {application/json: {schema: {type: string, example: "it's"}}}}
      responses: {'200': {description: ok}}
`, Options{})
	want := `curl -i -X POST 'http://localhost:1/a/it%27s?q=1&q=1' -H 'X-H: a b' -H 'Content-Type: application/json' -d '"it'\''s"'`
	if got := s.Try("http://localhost:1"); got != want {
		t.Errorf("it suggests\n%s\nand not\n%s", got, want)
	}
}

// TestGone does no work for a client that has left.
func TestGone(t *testing.T) {
	slept := false
	s := serve(t, "openapi.yaml", basics, Options{Latency: time.Second, Sleep: func(context.Context, time.Duration) { slept = true }})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "/orders", http.NoBody))
	if w.Body.Len() > 0 || slept {
		t.Errorf("a client that is gone gets %d %s", w.Code, w.Body)
	}
}

// TestSleep ends with the client.
func TestSleep(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	began := time.Now()
	Sleep(ctx, time.Minute)
	if time.Since(began) > 10*time.Second {
		t.Error("it sleeps on for a client that is gone")
	}
	Sleep(t.Context(), time.Millisecond)
}

// TestLargeBody refuses a body before all of it has come.
func TestLargeBody(t *testing.T) {
	s := serve(t, "openapi.yaml", basics, Options{MaxBody: 100, Logger: quiet()})
	endless := io.MultiReader(strings.NewReader(`{"name":"`), zeros{})
	r := httptest.NewRequest("POST", "/orders", endless)
	r.Header.Set("Content-Type", "application/json")
	r.ContentLength = -1
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("an endless body gets %d %s", w.Code, w.Body)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}
