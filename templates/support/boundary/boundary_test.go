package boundary_test

import (
	"bytes"
	"context"
	"encoding/json"
	stderrors "errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// problem is what an RFC 9457 body says.
type problem struct {
	Title, Detail, Code string
	Status              int
	RequestID           string `json:"request_id"`
	Violations          []struct{ Location, Field, Code, Description string }
}

func (p problem) violations() string {
	var all []string
	for _, v := range p.Violations {
		all = append(all, v.Location+" "+v.Field+" "+v.Code)
	}
	return strings.Join(all, "; ")
}

func read(t *testing.T, body *bytes.Buffer) problem {
	t.Helper()
	var p problem
	if err := json.Unmarshal(body.Bytes(), &p); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return p
}

func TestGoodRequest(t *testing.T) {
	s := serve(t, boundary.Options{}, createOrder(accept))
	w := s.ask("POST", "/orders", good, asJSON, "Idempotency-Key: k1", "X-Request-Id: abc-1")
	const want = `{"id":"7","customer":"Ada Byron","items":[{"sku":"ABC-12","quantity":2},{"sku":"XYZ-9","quantity":1}]}`
	if w.Code != 201 || w.Body.String() != want {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for name, text := range map[string]string{
		"Content-Type": "application/json", "Content-Length": "102", "Location": "/orders/7", "X-Request-Id": "abc-1",
	} {
		if got := w.Header().Get(name); got != text {
			t.Errorf("%s is %q, want %q", name, got, text)
		}
	}
	if len(w.Header()) != 4 {
		t.Errorf("undeclared headers: %v", w.Header())
	}
}

// never fails the test if the handler is called.
func never(t *testing.T) createFunc {
	return func(context.Context, *createOrderRequest) (createOrderResult, error) {
		t.Error("the handler has been called")
		return nil, nil
	}
}

// The boundary table: no row reaches the handler.
func TestRefused(t *testing.T) {
	deep := `{"customer":"a","items":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `}`
	long := `{"customer":"` + strings.Repeat("x", 10<<20) + `","items":[]}`
	for _, row := range []struct {
		name    string
		body    string
		headers []string
		status  int
		want    string // violations, or the code
	}{
		{"four violations", bad, nil, 400, "body customer min_length; body items[0].sku min_length; body items[0].quantity minimum; body color unknown_field"},
		{"required", `{}`, nil, 400, "body customer required; body items required"},
		{"no body", ``, nil, 400, "body  required"},
		{"header and body", `{"customer":"a"}`, []string{"Idempotency-Key: " + strings.Repeat("k", 65)}, 400, "header Idempotency-Key max_length; body items required"},
		{"trailing data", `{"customer":"a","items":[]} x`, nil, 400, "body  invalid_json"},
		{"duplicate key", `{"customer":"a","customer":"b","items":[]}`, nil, 400, "body customer duplicate_key"},
		{"null", `{"customer":null,"items":[]}`, nil, 400, "body customer type"},
		{"fraction", `{"customer":"a","items":[{"sku":"abc","quantity":1.5}]}`, nil, 400, "body items[0].quantity type"},
		{"huge number", `{"customer":"a","items":[{"sku":"abc","quantity":1e400}]}`, nil, 400, "body items[0].quantity maximum"},
		{"invalid UTF-8", "{\"customer\":\"\xff\",\"items\":[]}", nil, 400, "body  invalid_utf8"},
		{"lone surrogate", `{"customer":"\ud800","items":[]}`, nil, 400, "body  invalid_utf8"},
		{"deep nesting", deep, nil, 400, "body  too_deep"},
		{"too many items", `{"customer":"a","items":[` + strings.Repeat("1,", 50) + `1]}`, nil, 400, "body items max_items"},
		{"10 MB string", long, nil, 413, errors.CodePayloadTooLarge},
		{"content type", good, []string{"Content-Type: text/plain"}, 415, errors.CodeUnsupportedMediaType},
		{"charset", good, []string{"Content-Type: application/json; charset=utf-16"}, 415, errors.CodeUnsupportedMediaType},
		{"two content types", good, []string{"Content-Type: application/json", "Content-Type: text/plain"}, 415, errors.CodeUnsupportedMediaType},
		{"no content type", good, []string{"X: y"}, 415, errors.CodeUnsupportedMediaType},
		{"compressed", good, []string{asJSON, "Content-Encoding: gzip"}, 415, errors.CodeUnsupportedMediaType},
		{"accept", good, []string{asJSON, "Accept: text/html"}, 406, errors.CodeNotAcceptable},
		{"accept with q=0", good, []string{asJSON, "Accept: application/json;q=0, */*"}, 406, errors.CodeNotAcceptable},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := serve(t, boundary.Options{}, createOrder(never(t)))
			headers := row.headers
			if !strings.Contains(strings.Join(headers, "\n"), "Content-Type") && row.name != "no content type" {
				headers = append(headers, asJSON)
			}
			w := s.ask("POST", "/orders", row.body, headers...)
			p := read(t, w.Body)
			got := p.Code
			if row.status == 400 {
				got = p.violations()
			}
			if w.Code != row.status || p.Status != row.status || got != row.want {
				t.Errorf("%d %q, want %d %q: %+v", w.Code, got, row.status, row.want, p)
			}
			if p.RequestID == "" || p.RequestID != w.Header().Get("X-Request-Id") {
				t.Errorf("request ID %q, header %q", p.RequestID, w.Header().Get("X-Request-Id"))
			}
			if w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("content type %s", w.Header().Get("Content-Type"))
			}
		})
	}
}

func TestAccepted(t *testing.T) {
	s := serve(t, boundary.Options{}, createOrder(accept))
	whole := strings.Replace(good, `"quantity":2`, `"quantity":2.0`, 1)
	for _, headers := range [][]string{
		{asJSON}, {"Content-Type: Application/JSON; charset=\"UTF-8\""}, {"Content-Type: application/json;charset=us-ascii; x=y"},
		{asJSON, "Accept: */*"}, {asJSON, "Accept: application/*;q=0.1"}, {asJSON, "Accept: text/html, application/json; charset=utf-8; q=0.001"},
		{asJSON, "Accept:  "}, {asJSON, "Accept: text/html", "Accept: application/json"}, {asJSON, "Content-Encoding: identity"},
	} {
		if w := s.ask("POST", "/orders", whole, headers...); w.Code != 201 {
			t.Errorf("%v: %d %s", headers, w.Code, w.Body)
		}
	}
}

// counter counts what is read of a body that says nothing of its length.
type counter struct {
	io.Reader
	read int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read += n
	return n, err
}

func TestBodyWithoutLengthIsNotBuffered(t *testing.T) {
	s := serve(t, boundary.Options{MaxBody: 1000}, createOrder(never(t)))
	body := &counter{Reader: strings.NewReader(`{"customer":"` + strings.Repeat("x", 10<<20))}
	r := request("POST", "/orders", body, asJSON)
	r.ContentLength = -1
	if w := s.send(r); w.Code != 413 || body.read > 3000 {
		t.Errorf("%d after %d bytes", w.Code, body.read)
	}
	body = &counter{Reader: strings.NewReader(good)}
	r = request("POST", "/orders", body, asJSON)
	r.ContentLength = 1001
	if w := s.send(r); w.Code != 413 || body.read > 0 {
		t.Errorf("a length that is too large: %d after %d bytes", w.Code, body.read)
	}
	r = request("POST", "/orders", io.MultiReader(), asJSON)
	r.ContentLength = -1
	if w := s.send(r); w.Code != 400 || read(t, w.Body).violations() != "body  required" {
		t.Errorf("an empty body without a length: %d %s", w.Code, w.Body)
	}
	exact := `{"customer":"` + strings.Repeat("x", 1000-27) + `","items":[]}`
	for extra, want := range []int{201, 413} {
		s := serve(t, boundary.Options{MaxBody: 1000}, createOrder(accept))
		r := request("POST", "/orders", io.MultiReader(strings.NewReader(exact+strings.Repeat(" ", extra+1))), asJSON)
		r.ContentLength = -1
		if w := s.send(r); w.Code != want {
			t.Errorf("%d bytes: %d, want %d %s", len(exact)+extra+1, w.Code, want, w.Body)
		}
	}
}

func TestUnrouted(t *testing.T) {
	s := serve(t, boundary.Options{}, createOrder(never(t)))
	for _, row := range []struct {
		method, target, allow, code string
		status                      int
	}{
		{"GET", "/nowhere", "", errors.CodeNotFound, 404},
		{"POST", "/orders/", "", errors.CodeNotFound, 404},
		{"DELETE", "/orders", "POST", errors.CodeMethodNotAllowed, 405},
		{"HEAD", "/orders", "POST", errors.CodeMethodNotAllowed, 405},
	} {
		w := s.ask(row.method, row.target, "")
		if w.Code != row.status || w.Header().Get("Allow") != row.allow {
			t.Errorf("%s %s: %d, Allow %q", row.method, row.target, w.Code, w.Header().Get("Allow"))
		}
		if row.method == "HEAD" {
			if w.Body.Len() != 0 {
				t.Errorf("HEAD has the body %s", w.Body)
			}
			continue
		}
		var own struct {
			Message, Code string
			RequestID     string `json:"request_id"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &own); err != nil || own.Code != row.code || own.RequestID == "" || own.Message == "" {
			t.Errorf("%s %s: %s %v", row.method, row.target, w.Body, err)
		}
	}
}

func TestRequestID(t *testing.T) {
	s := serve(t, boundary.Options{}, createOrder(accept))
	seen := map[string]bool{}
	for _, given := range []string{"", "a b", "x\x00", strings.Repeat("a", 65), "<script>", "é"} {
		got := s.ask("GET", "/", "", "X-Request-Id: "+given).Header().Get("X-Request-Id")
		if len(got) != 36 || got[14] != '4' || !strings.Contains("89ab", got[19:20]) || seen[got] {
			t.Errorf("%q became %q, want a new UUID", given, got)
		}
		seen[got] = true
	}
	for _, given := range []string{"a", "req_1:2/3+4=@~.5-6", strings.Repeat("a", 64)} {
		if got := s.ask("GET", "/", "", "X-Request-Id: "+given).Header().Get("X-Request-Id"); got != given {
			t.Errorf("%q became %q", given, got)
		}
	}
	s = serve(t, boundary.Options{RequestID: func() string { return "mine" }}, createOrder(accept))
	if got := s.ask("GET", "/", "").Header().Get("X-Request-Id"); got != "mine" {
		t.Errorf("got %q", got)
	}
}

// What a handler's error becomes.
func TestFail(t *testing.T) {
	for _, row := range []struct {
		name   string
		err    error
		status int
		code   string
		logged string
	}{
		{"an answer", &conflict{"taken"}, 409, "", ""},
		{"a wrapped answer", wrapped{&conflict{"taken"}}, 409, "", ""},
		{"declared", &errors.Error{Status: 422, Code: "no_stock"}, 422, "no_stock", ""},
		{"undeclared", &errors.Error{Status: 404, Code: "not_found"}, 500, "internal", "doesn't declare"},
		{"no error", &errors.Error{Status: 201}, 500, "internal", "doesn't declare"},
		{"any", stderrors.New("password=hunter2"), 500, "internal", "hunter2"},
		{"unimplemented", boundary.Unimplemented("createOrder"), 501, "unimplemented", ""},
		{"for a reason", &errors.Error{Status: 501, Code: "later", Cause: stderrors.New("password=hunter2")}, 501, "later", "hunter2"},
		{"the caller's mistake, for a reason", &errors.Error{Status: 422, Code: "no_stock", Cause: stderrors.New("password=hunter2")}, 422, "no_stock", ""},
		{"deadline", wrapped{context.DeadlineExceeded}, 504, "deadline_exceeded", ""},
		{"cancelled by itself", context.Canceled, 500, "internal", "canceled"},
		{"nothing", nil, 500, "internal", "neither"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var seen *errors.Error
			o := boundary.Options{OnError: func(_ context.Context, e *errors.Error) { seen = e }}
			s := serve(t, o, createOrder(func(context.Context, *createOrderRequest) (createOrderResult, error) { return nil, row.err }))
			w := s.ask("POST", "/orders", good, asJSON)
			if w.Code != row.status || strings.Contains(w.Body.String(), "hunter2") || strings.Contains(w.Body.String(), "canceled") {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			if row.code != "" && (read(t, w.Body).Code != row.code || seen == nil || seen.Code != row.code) {
				t.Errorf("got %s, hook saw %v", w.Body, seen)
			}
			if !strings.Contains(s.log.String(), row.logged) || row.logged == "" && s.log.Len() > 0 {
				t.Errorf("logged %s", s.log)
			}
			if row.logged != "" && !strings.Contains(s.log.String(), w.Header().Get("X-Request-Id")) {
				t.Errorf("the log lacks the request ID: %s", s.log)
			}
		})
	}
}

type wrapped struct{ error }

func (w wrapped) Unwrap() error { return w.error }

func TestRetryAfter(t *testing.T) {
	busy := &errors.Error{Status: 422, RetryAfter: 1500 * time.Millisecond, Retryable: true}
	s := serve(t, boundary.Options{}, createOrder(func(context.Context, *createOrderRequest) (createOrderResult, error) { return nil, busy }))
	if got := s.ask("POST", "/orders", good, asJSON).Header().Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After is %q, want 2", got)
	}
	if busy.RequestID != "" {
		t.Error("the handler's own error was changed")
	}
}

func TestPanic(t *testing.T) {
	s := serve(t, boundary.Options{}, createOrder(func(context.Context, *createOrderRequest) (createOrderResult, error) { panic("secret state") }))
	w := s.ask("POST", "/orders", good, asJSON)
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || strings.Contains(w.Body.String(), "goroutine") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if log := s.log.String(); !strings.Contains(log, "secret state") || !strings.Contains(log, "boundary_test.go") {
		t.Errorf("logged %s", log)
	}
}

func TestAbortGoesThrough(t *testing.T) {
	s := serve(t, boundary.Options{}, createOrder(func(context.Context, *createOrderRequest) (createOrderResult, error) { panic(http.ErrAbortHandler) }))
	defer func() {
		if v := recover(); v != http.ErrAbortHandler || s.log.Len() > 0 {
			t.Errorf("recovered %v, logged %s", v, s.log)
		}
	}()
	s.ask("POST", "/orders", good, asJSON)
}

func TestClientGone(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s := serve(t, boundary.Options{}, createOrder(never(t)))
	if w := s.send(request("POST", "/orders", strings.NewReader(good), asJSON).WithContext(ctx)); w.Body.Len() > 0 || len(w.Header()) > 0 || w.Code != 503 {
		t.Errorf("written to nobody: %d %v %s", w.Code, w.Header(), w.Body)
	}
	ctx, cancel = context.WithCancel(context.Background())
	s = serve(t, boundary.Options{}, createOrder(func(ctx context.Context, in *createOrderRequest) (createOrderResult, error) {
		cancel()
		return accept(ctx, in)
	}))
	if w := s.send(request("POST", "/orders", strings.NewReader(good), asJSON).WithContext(ctx)); w.Body.Len() > 0 || s.log.Len() > 0 || w.Code != 503 {
		t.Errorf("written to nobody: %d %s, logged %s", w.Code, w.Body, s.log)
	}
	ctx, cancel = context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	s = serve(t, boundary.Options{}, createOrder(never(t)))
	if w := s.send(request("POST", "/orders", strings.NewReader(good), asJSON).WithContext(ctx)); w.Code != 504 {
		t.Errorf("the deadline has passed: %d", w.Code)
	}
}

// A client that leaves in the middle of its body has asked for nothing.
func TestHalfABody(t *testing.T) {
	done := make(chan bool)
	s := serve(t, boundary.Options{}, createOrder(never(t)))
	real := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ServeHTTP(w, r)
		close(done)
	}))
	defer real.Close()
	c, err := net.Dial("tcp", real.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(c, "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 104\r\n\r\n"+good[:50])
	c.Close()
	<-done
	if s.log.Len() > 0 {
		t.Errorf("logged %s", s.log)
	}
}

func TestAnswerIsValidated(t *testing.T) {
	broken := func(_ context.Context, in *createOrderRequest) (createOrderResult, error) {
		return &created{Location: "/x", Body: order{ID: "", Customer: "secret"}}, nil
	}
	s := serve(t, boundary.Options{}, createOrder(broken))
	w := s.ask("POST", "/orders", good, asJSON)
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || w.Header().Get("Location") != "" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if !strings.Contains(s.log.String(), "body id must") {
		t.Errorf("logged %s", s.log)
	}
	s = serve(t, boundary.Options{SkipResponseValidation: true}, createOrder(broken))
	if w := s.ask("POST", "/orders", good, asJSON); w.Code != 201 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	notUTF8 := func(_ context.Context, in *createOrderRequest) (createOrderResult, error) {
		return &created{Location: "/x", Body: order{ID: "1", Customer: "\xff"}}, nil
	}
	s = serve(t, boundary.Options{SkipResponseValidation: true}, createOrder(notUTF8))
	if w := s.ask("POST", "/orders", good, asJSON); w.Code != 500 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	split := func(_ context.Context, in *createOrderRequest) (createOrderResult, error) {
		return &created{Location: "/x\r\nSet-Cookie: a=b", Body: order{ID: "1"}}, nil
	}
	s = serve(t, boundary.Options{SkipResponseValidation: true}, createOrder(split))
	if w := s.ask("POST", "/orders", good, asJSON); w.Code != 500 || w.Header().Get("Location") != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestMalformedTemplateIsAnError(t *testing.T) {
	op := createOrder(accept)
	if _, err := boundary.New([]boundary.Operation{op, op}, nil, boundary.Options{}); err == nil {
		t.Error("two operations have the same route, and no error")
	}
}
