package record_test

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/contract/record"
)

const things = `openapi: 3.1.0
info: {title: Things, version: '1'}
servers: [{url: 'https://things.example/api/v2'}]
paths:
  /things/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: tag, in: query, schema: {type: array, items: {type: string}}}
      responses:
        '200': {description: it, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}, text/plain: {schema: {type: string}}}}
        '204': {description: none}
    put:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'204': {description: done}}
components:
  schemas:
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: integer}
        size: {type: [number, 'null']}
        kind: {enum: [a, b]}
        name: {type: string}
        tags: {type: array, minItems: 1, items: {type: string, minLength: 1}}
        child: {$ref: '#/components/schemas/Thing'}
        shape:
          oneOf:
            - {type: object, required: [circle], properties: {circle: {type: number}}}
            - {type: object, required: [square], properties: {square: {type: string, format: date}}}
`

// TestHostile meets upstreams that misbehave: nothing is recorded of what did not come whole, the consumer gets an answer, and
// what came is not told.
func TestHostile(t *testing.T) {
	var bomb bytes.Buffer
	zip := gzip.NewWriter(&bomb)
	_, _ = zip.Write(bytes.Repeat([]byte(" "), 64<<20))
	_ = zip.Close()
	for name, c := range map[string]struct {
		serve http.HandlerFunc
		told  string
	}{
		"hangs": {func(w http.ResponseWriter, q *http.Request) { <-q.Context().Done() }, "the upstream did not answer in time"},
		"drips": {func(w http.ResponseWriter, q *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for q.Context().Err() == nil {
				fmt.Fprint(w, " ")
				_ = http.NewResponseController(w).Flush()
				time.Sleep(5 * time.Millisecond)
			}
		}, "takes too long"},
		"resets": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "gave no answer"},
		"breaks off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"id":1,"name":"s3cret`)
		}, "ends too early"},
		"floods": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"id":1,"name":"`+strings.Repeat("s3cret", 1<<18)+`"}`)
		}, "too large"},
		"bombs": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb.Bytes())
		}, "too large"},
		"nests": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, strings.Repeat(`{"id":1,"child":`, 5000)+"1"+strings.Repeat("}", 5000))
		}, "the answer 200 breaks the spec"},
		"lies": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, "\xff\xfes3cret")
		}, "the answer 200 breaks the spec"},
		"another status": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(299) }, "answers 299, which the spec doesn't declare"},
		"another type": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/xml")
			fmt.Fprint(w, "<s3cret/>")
		}, "of a type that the spec doesn't declare"},
	} {
		t.Run(name, func(t *testing.T) {
			upstream := httptest.NewServer(c.serve)
			defer upstream.Close()
			transport := &http.Transport{ResponseHeaderTimeout: 200 * time.Millisecond}
			r := start(t, things, upstream.URL, transport, record.Options{MaxBody: 1 << 20, BodyTimeout: 200 * time.Millisecond})
			answer, err := http.Get(r.url + "/things/1")
			if err == nil {
				_, _ = io.Copy(io.Discard, answer.Body) // how it ends is the upstream's
				_ = answer.Body.Close()
			}
			s := r.Result()
			if len(s.Findings) != 1 || !strings.Contains(s.Findings[0].Message, c.told) || strings.Contains(s.Findings[0].Message, "s3cret") {
				t.Errorf("got %v", s.Findings)
			}
			if s.Interactions != 0 || s.Seen != 1 {
				t.Errorf("%d of %d were recorded", s.Interactions, s.Seen)
			}
		})
	}
	r := start(t, things, "http://127.0.0.1:1", nil, record.Options{})
	if status, _ := r.call("GET", "/things/1", ""); status != 502 || !strings.Contains(r.told[0], "can't be reached") {
		t.Errorf("got %d %v", status, r.told)
	}
}

// answers serves the answers one after the other.
func answers(all ...string) http.HandlerFunc {
	var mutex sync.Mutex
	return func(w http.ResponseWriter, _ *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, all[0])
		all = all[1:]
	}
}

// TestMerged takes exchanges of one kind for one interaction that all of them fit.
func TestMerged(t *testing.T) {
	upstream := httptest.NewServer(answers(
		`{"id":1,"size":null,"kind":"a","name":"first","tags":["x","y"],"shape":{"circle":1.5}}`,
		`{"id":2,"size":2,"kind":"b","tags":["z"],"child":{"id":3},"shape":{"square":"2026-01-31"}}`,
		`{"id":1.0,"size":-3.5e2,"kind":"a","tags":["x"],"shape":{"circle":2}}`,
	))
	defer upstream.Close()
	r := start(t, things, upstream.URL, nil, record.Options{})
	for range 3 {
		r.call("GET", "/api/v2/things/7?tag=a&tag=b", "")
	}
	c := r.read()
	if len(c.Interactions) != 1 {
		t.Fatalf("there are %d interactions: %v", len(c.Interactions), r.told)
	}
	for _, x := range r.went {
		if !contains(c, x) {
			t.Errorf("%s is not in the contract", x.Answer)
		}
	}
	got := string(c.Interactions[0].Response.Body.Content)
	if want := `{"id":1,"size":2,"kind":"a","tags":["x"],"shape":{}}`; got != want {
		t.Errorf("got %s, want %s: only what all answers have is relied on", got, want)
	}
	other := *r.went[0]
	for _, wrong := range []string{
		`{"id":"1","size":null,"kind":"a","tags":["x"],"shape":{}}`, `{"id":1,"size":"2","kind":"a","tags":["x"],"shape":{}}`,
		`{"id":1,"size":null,"kind":"c","tags":["x"],"shape":{}}`, `{"id":1,"size":null,"kind":"a","tags":[],"shape":{}}`,
		`{"id":1,"size":null,"kind":"a","tags":[""],"shape":{}}`, `{"id":1,"size":null,"tags":["x"],"shape":{}}`,
	} {
		if other.Answer = []byte(wrong); contains(c, &other) {
			t.Errorf("%s fits the contract", wrong)
		}
	}
	if text := c.Interactions[0].Comments; text == nil || !strings.Contains(text.Get("text").Items[0].Text, "response $.id") {
		t.Errorf("what varies is not said: %v", text)
	}
}

// TestShapes takes requests with other members for other interactions, for nothing may be sent that never was.
func TestShapes(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }))
	defer upstream.Close()
	r := start(t, things, upstream.URL, nil, record.Options{})
	for _, body := range []string{`{"id":1}`, `{"id":2}`, `{"id":1,"size":2}`, `{"id":1,"size":null}`, `{"id":1,"tags":["a"]}`, `{"id":1,"tags":["a","b"]}`, `{"id":1,"child":{"id":2}}`, ""} {
		r.call("PUT", "/things/1", body)
	}
	r.call("PUT", "/things/2", `{"id":`+strings.Repeat("9", 40)+`}`)
	c := r.read()
	if len(c.Interactions) != 5 {
		t.Errorf("there are %d interactions", len(c.Interactions))
	}
	for _, x := range r.went[:8] {
		if !contains(c, x) {
			t.Errorf("%s is not in the contract", x.Body)
		}
	}
}

// TestPlain records of answers in other types that they come, and nothing of what is in them.
func TestPlain(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprint(w, "s3cret")
	}))
	defer upstream.Close()
	r := start(t, things, upstream.URL, nil, record.Options{})
	r.call("GET", "/things/1", "", "Accept", "text/plain")
	c := r.read()
	if len(c.Interactions) != 1 || !contains(c, r.went[0]) {
		t.Errorf("got %d interactions: %v", len(c.Interactions), r.told)
	}
	r.lacks("s3cret")
}

// TestTLS speaks HTTP/2 with an upstream behind TLS, and with consumers in the clear.
func TestTLS(t *testing.T) {
	upstream := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"id":%d}`, q.ProtoMajor)
	}))
	upstream.EnableHTTP2 = true
	upstream.StartTLS()
	defer upstream.Close()
	pool := x509.NewCertPool()
	pool.AddCert(upstream.Certificate())
	transport := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	r := start(t, things, upstream.URL, transport, record.Options{})
	if _, body := r.call("GET", "/things/1", ""); body != `{"id":2}` {
		t.Errorf("got %s", body)
	}
	if c := r.read(); len(c.Interactions) != 1 {
		t.Error(r.told)
	}
}

// TestAtOnce learns from many consumers at once, and writes the same contract whatever came first.
func TestAtOnce(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"id":1,"kind":"a","tags":["x"]}`)
	}))
	defer upstream.Close()
	var written []string
	for range 2 {
		r := start(t, things, upstream.URL, nil, record.Options{})
		var all sync.WaitGroup
		for n := range 32 {
			all.Go(func() {
				answer, err := http.Get(fmt.Sprintf("%s/things/1%s", r.url, []string{"", "?tag=a"}[n%2]))
				if err != nil {
					t.Error(err)
					return
				}
				_ = answer.Body.Close()
			})
		}
		all.Wait()
		if s := r.Result(); s.Seen != 32 || s.Interactions != 2 {
			t.Errorf("got %d of %d", s.Interactions, s.Seen)
		}
		r.read()
		written = append(written, string(r.Bytes()))
	}
	if written[0] != written[1] {
		t.Errorf("%s\n%s", written[0], written[1])
	}
}

// TestBounded keeps no more interactions than it may.
func TestBounded(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }))
	defer upstream.Close()
	r := start(t, things, upstream.URL, nil, record.Options{MaxInteractions: 2})
	for _, body := range []string{`{"id":1}`, `{"id":1,"size":2}`, `{"id":1,"kind":"a"}`, `{"id":2}`} {
		r.call("PUT", "/things/1", body)
	}
	if n := len(r.read().Interactions); n != 2 || !strings.Contains(strings.Join(r.told, "\n"), "more than 2 interactions") {
		t.Errorf("there are %d: %v", n, r.told)
	}
	large := strings.NewReader(`{"id":1,"name":"` + strings.Repeat("x", 5<<20) + `"}`)
	answer, err := http.Post(r.url+"/things/1", "application/json", large)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if !strings.Contains(strings.Join(r.told, "\n"), "its body is too large") {
		t.Error(r.told)
	}
}
