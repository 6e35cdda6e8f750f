package record_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/record"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func load(t *testing.T, document string) []*spec.API {
	t.Helper()
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{"api.yaml": document}), Roots: []string{"api.yaml"}})
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatal(f.Message)
		}
	}
	return apis
}

// recording is a proxy before an upstream, and what went through it.
type recording struct {
	*record.Recorder
	t    *testing.T
	url  string
	file string
	told []string
	went []*record.Exchange
}

func start(t *testing.T, document, upstream string, transport http.RoundTripper, o record.Options) *recording {
	t.Helper()
	r := &recording{t: t, file: filepath.Join(t.TempDir(), "contract.json")}
	file, err := record.Create(r.file, false)
	if err != nil {
		t.Fatal(err)
	}
	o.Consumer, o.Provider, o.Save = "web", "orders", file.Write
	o.Tell = func(line string) { r.told = append(r.told, line) }
	if r.Recorder, err = record.New(load(t, document), o); err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(upstream)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(r.Proxy(to, transport))
	t.Cleanup(proxy.Close)
	r.url = proxy.URL
	return r
}

// call sends a request through the proxy, and notes what came back.
func (r *recording) call(method, target, body string, headers ...string) (int, string) {
	r.t.Helper()
	q, err := http.NewRequestWithContext(r.t.Context(), method, r.url+target, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	if body != "" {
		q.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		q.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	r.went = append(r.went, &record.Exchange{
		Method: method, Path: q.URL.EscapedPath(), RawQuery: q.URL.RawQuery, Header: q.Header, Body: []byte(body),
		Status: answer.StatusCode, AnswerHeader: answer.Header, Answer: content,
	})
	return answer.StatusCode, string(content)
}

// read reads the contract that was written.
func (r *recording) read() *contract.Contract {
	r.t.Helper()
	return readContract(r.t, r.file)
}

func readContract(t *testing.T, path string) *contract.Contract {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c, findings := pact.Read(source.NewFile(path, content))
	for _, f := range append(findings, match.Check(c)...) {
		t.Errorf("%s: %s", f.Rule, f.Message)
	}
	again, lost := pact.WriteV4(c)
	if !bytes.Equal(again, content) || len(lost) > 0 {
		t.Errorf("what is read is not what was written: %v", lost)
	}
	return c
}

// contains reports whether the contract has an interaction that an exchange fits.
func contains(c *contract.Contract, x *record.Exchange) bool {
	q := &contract.Request{Method: x.Method, Path: x.Path, Query: valuesOf(t2(url.ParseQuery(x.RawQuery))), Headers: valuesOf(x.Header), Body: bodyOf(x.Body)}
	s := &contract.Response{Status: x.Status, Headers: valuesOf(x.AnswerHeader), Body: bodyOf(x.Answer)}
	return slices.ContainsFunc(c.Interactions, func(i *contract.Interaction) bool {
		return len(match.Request(i.Request, q)) == 0 && len(match.Response(i.Response, s)) == 0
	})
}

func t2(v url.Values, _ error) url.Values { return v }

func valuesOf(named map[string][]string) []contract.Values {
	var all []contract.Values
	for name, values := range named {
		all = append(all, contract.Values{Name: name, Values: values})
	}
	return all
}

func bodyOf(content []byte) contract.Body {
	if len(content) == 0 {
		return contract.Body{Presence: contract.Empty}
	}
	return contract.Body{Presence: contract.Present, Content: content}
}

// lacks fails if one of the texts is in a file of the folder that the contract is in, or in what was told.
func (r *recording) lacks(secrets ...string) {
	r.t.Helper()
	for _, f := range r.Result().Findings {
		r.told = append(r.told, f.Message)
	}
	for _, secret := range secrets {
		if strings.Contains(strings.Join(r.told, "\n"), secret) {
			r.t.Errorf("%q was told", secret)
		}
	}
	lacks(r.t, filepath.Dir(r.file), secrets...)
}

func lacks(t *testing.T, folder string, secrets ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%q is in %s", secret, e.Name())
			}
		}
	}
}

// shop builds and starts the order service.
func shop(t *testing.T) (url, document string) {
	t.Helper()
	root := filepath.Join("..", "..", "golden", "shop")
	content, err := os.ReadFile(filepath.Join(root, "orders.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), "orders")
	build := exec.Command("go", "build", "-o", binary, "./cmd/orders")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	server := exec.Command(binary, "-addr", "127.0.0.1:0")
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(strings.TrimPrefix(line, "listening on ")), string(content)
}

func member(t *testing.T, body, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(body, `"`+name+`":"`)
	value, _, _ := strings.Cut(rest, `"`)
	if !ok {
		t.Fatalf("there is no %s in %s", name, body)
	}
	return value
}

// TestShop records a consumer of the order service that runs, and holds all that went through against what was written.
func TestShop(t *testing.T) {
	upstream, document := shop(t)
	r := start(t, document, upstream, nil, record.Options{States: []string{"there are customers"}})
	_, ada := r.call("POST", "/v1/customers", `{"name":"Ada Lovelace","email":"ada@lovelace.example","tier":"gold","address":{"street":"Dorset Street 1","city":"London","country":"GB"}}`, "Idempotency-Key", "k1")
	_, bob := r.call("POST", "/v1/customers", `{"name":"Bob","email":"bob@builder.example"}`, "Idempotency-Key", "k2")
	r.call("GET", "/v1/customers/"+member(t, ada, "customer_id"), "")
	r.call("GET", "/v1/customers/"+member(t, bob, "customer_id"), "", "Authorization", "Bearer hunter2hunter2")
	order := `{"customer_id":"` + member(t, ada, "customer_id") + `","lines":[{"sku":"AB-1234","quantity":2,"unit_price":"9.99"},{"sku":"CD-5678","quantity":1,"unit_price":"1.00","note":null}]}`
	_, first := r.call("POST", "/v1/orders", order, "Idempotency-Key", "o1")
	r.call("POST", "/v1/orders", order, "Idempotency-Key", "o2")
	r.call("GET", "/v1/orders?status=open&page_size=1", "")
	r.call("GET", "/v1/orders?status=open&page_size=2", "")
	r.call("GET", "/v1/orders/"+member(t, first, "order_id"), "")
	r.call("POST", "/v1/orders/"+member(t, first, "order_id")+":cancel", `{"reason":"changed_mind"}`, "Idempotency-Key", "c1")
	r.call("GET", "/v1/orders/3f2504e0-4f89-41d3-9a0c-0305e82c3399", "")
	refused := len(r.went)
	if status, _ := r.call("GET", "/v1/orders?page_size=none", ""); status != 400 {
		t.Fatalf("got %d", status)
	}

	c := r.read()
	for _, x := range r.went[:refused] {
		if !contains(c, x) {
			t.Errorf("%s %s answered %d is not in the contract: %s", x.Method, x.Path, x.Status, x.Answer)
		}
	}
	if contains(c, r.went[refused]) {
		t.Error("a request that breaks the spec was recorded")
	}
	var got []string
	for _, i := range c.Interactions {
		got = append(got, i.Description)
	}
	want := []string{
		"GET /v1/customers/{customer_id} answered 200",
		"GET /v1/orders answered 200 with page_size, status",
		"GET /v1/orders/{order_id} answered 200",
		"GET /v1/orders/{order_id} answered 404",
		"POST /v1/customers answered 201",
		"POST /v1/customers answered 201 (2)",
		"POST /v1/orders answered 201",
		"POST /v1/orders/{order_id}:cancel answered 200",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %s", strings.Join(got, "\n"))
	}
	r.lacks("Lovelace", "lovelace", "Dorset", "London", "Bob", "builder", "hunter2")
	if t.Failed() || testing.Verbose() {
		content, _ := os.ReadFile(r.file)
		t.Logf("%s\n%s", content, strings.Join(r.told, "\n"))
	}
}
