package golden

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// leastNewServiceTests is what Specmatic makes of the example's contract: 1578 with 40 combinations.
const leastNewServiceTests = 1500

// adaptations are the changes to the contract that Specmatic tests by, with what makes them necessary.
var adaptations = []struct{ old, new, why string }{
	{`pattern: '^[^\x00]*$', `, "", "Specmatic reads \\x00 as the characters x and 0, and so sends what the pattern forbids"},
	{`contact: {type: [string, "null"], `, `contact: {type: string, `, "Specmatic makes up what isn't an address where null would do as well"},
}

// adapt returns where a copy of the contract lies that Specmatic can test by.
func adapt(t *testing.T, contract string) string {
	t.Helper()
	text, err := os.ReadFile(contract)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range adaptations {
		n := bytes.Count(text, []byte(a.old))
		if t.Logf("adapted in %d places: %s", n, a.why); n == 0 {
			t.Errorf("the contract no longer has %q", a.old)
		}
		text = bytes.ReplaceAll(text, []byte(a.old), []byte(a.new))
	}
	copied := filepath.Join(t.TempDir(), filepath.Base(contract))
	if err := os.WriteFile(copied, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return copied
}

// TestSpecmaticNewService has Specmatic's generative tests call a new service, as an insider with a token. What only the service
// can know is put into the requests by a front.
func TestSpecmaticNewService(t *testing.T) {
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("takes minutes, and needs Java 17 and npm: run with BYLAW_PROOF=1")
	}
	jar := specmatic(t)
	around := t.TempDir()
	run(t, around, build(t, "..", "./cmd/bylaw"), "new", "service", "orders", "--kind", "openapi")
	module, trusted := filepath.Join(around, "orders"), newIssuer(t)
	p := startService(t, build(t, module, "./cmd/orders"), trusted.settings()...)
	f := &front{t: t, p: p, token: trusted.token(t, "ada", "us", "orders", "orders.internal"), seen: map[string]bool{}}
	server := httptest.NewServer(f.handler())
	defer server.Close()
	contract := adapt(t, filepath.Join(module, "api", "orders.yaml"))
	executed, failed, out := generative(t, jar, server.URL, contract)
	t.Logf("Specmatic: %d executed, %d failed", executed, failed)
	if failed > 0 {
		t.Errorf("Specmatic found fault\n%s", tail(out, 200))
	}
	if executed < leastNewServiceTests {
		t.Errorf("Specmatic executed %d tests, want at least %d: has the contract shrunk?", executed, leastNewServiceTests)
	}
}

// front puts into requests what Specmatic would have to know of the service, and makes up: whose they are, and where it expects
// a success, an item that exists, its version, a token that a page has ended with, and a key that no other request has.
type front struct {
	t     *testing.T
	p     *serving
	token string

	mu   sync.Mutex
	seen map[string]bool // keys
}

func (f *front) handler() http.Handler {
	target := &url.URL{Scheme: "http", Host: f.p.at["http"]}
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Header.Set("Authorization", "Bearer "+f.token)
		// Read as a whole, for the body is closed under the one who reads it when a long answer begins before its end has been seen.
		body, err := io.ReadAll(r.In.Body)
		if err != nil {
			f.t.Error(err)
		}
		r.Out.Body = io.NopCloser(bytes.NewReader(body))
		if strings.HasPrefix(r.In.Header.Get("Specmatic-Response-Code"), "2") {
			f.provide(r.Out)
		}
	}}
}

var oneItem = regexp.MustCompile(`^/v1/items/[^/:]+`)

func (f *front) provide(r *http.Request) {
	if oneItem.MatchString(r.URL.Path) {
		made, etag := f.item()
		r.URL.Path, r.URL.RawPath = oneItem.ReplaceAllLiteralString(r.URL.Path, "/v1/items/"+made.ItemID), ""
		if r.Header.Get("If-Match") != "" {
			r.Header.Set("If-Match", etag)
		}
	}
	if q := r.URL.Query(); q.Has("page_token") {
		f.page(q)
		r.URL.RawQuery = q.Encode()
	}
	if key := r.Header.Get("Idempotency-Key"); key != "" && !f.first(key) {
		r.Header.Set("Idempotency-Key", newKey())
	}
}

// item makes an item.
func (f *front) item() (item, string) {
	var etag string
	c := &http.Client{Transport: watched(func(r *http.Response) { etag = r.Header.Get("ETag") })}
	made, err := createdBy(c, creation(as(context.Background(), f.token), f.p, strings.NewReader(body("an item of the front")), newKey()))
	if err != nil {
		f.t.Errorf("the front can't make an item: %v", err)
	}
	return made, etag
}

// watched looks at answers.
type watched func(*http.Response)

// RoundTrip implements http.RoundTripper.
func (w watched) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		w(answer)
	}
	return answer, err
}

// page replaces a made-up token by that of the second page of the same list. Where there is no second page there is no token.
func (f *front) page(q url.Values) {
	f.item()
	f.item()
	size := q.Get("page_size")
	q.Del("page_token")
	q.Set("page_size", "1")
	_, answer := sendAs(f.t, f.token, request{method: "GET", path: "/v1/items?" + q.Encode()}, f.p.at["http"])
	var page struct {
		Next string `json:"next_page_token"`
	}
	if err := json.Unmarshal([]byte(answer), &page); err != nil {
		f.t.Errorf("the front can't list items: %v", err)
	}
	if q.Set("page_size", size); size == "" {
		q.Del("page_size")
	}
	if page.Next != "" {
		q.Set("page_token", page.Next)
	}
}

// first reports whether a key comes for the first time.
func (f *front) first(key string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	known := f.seen[key]
	f.seen[key] = true
	return !known
}
