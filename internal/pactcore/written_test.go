package pactcore_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/record"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/openapi"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// TestContractsThatWeWrite has both verifiers read what we write, whatever it was made of, and call the
// generated order service: all holds but what is called planted.
func TestContractsThatWeWrite(t *testing.T) {
	pactcore.Folder(t)
	binary := built(t)
	for name, content := range map[string]string{
		"readable.yaml":   load(t, "testdata/billing.yaml"),
		"messages.yaml":   load(t, "testdata/events.yaml"),
		"archive.har":     archive(t, shop(t, binary)),
		"collection.json": collection,
		"scenario.yaml":   scenario,
		"recorded.json":   recording(t, shop(t, binary)),
	} {
		for version, write := range map[string]func(*contract.Contract) ([]byte, []report.Finding){"4": pact.WriteV4, "3": pact.WriteV3} {
			t.Run(name+" as version "+version, func(t *testing.T) {
				c, findings := form.Read(source.NewFile(name, []byte(content)), recorded.Names{Consumer: "billing", Provider: "orders"})
				complain(t, findings)
				text, lost := write(c)
				if version == "4" {
					complain(t, lost)
				}
				file := filepath.Join(t.TempDir(), "pact.json")
				if err := os.WriteFile(file, text, 0o600); err != nil {
					t.Fatal(err)
				}
				compare(t, binary, file)
			})
		}
	}
}

// complain fails on what a reader loses by; that secrets are hidden is no loss.
func complain(t *testing.T, findings []report.Finding) {
	t.Helper()
	for _, f := range findings {
		if f.Severity > report.Info {
			t.Errorf("%s: %s", f.Span.Text(), f.Message)
		}
	}
}

// compare has both verifiers call a service of their own by the contract in the file.
func compare(t *testing.T, binary, file string) {
	t.Helper()
	c := read(t, file)
	var described []string
	for _, i := range c.Interactions {
		described = append(described, i.Description)
	}
	if len(described) == 0 {
		t.Fatal("the contract is empty")
	}
	theirs := pactcore.Verify(t, officially(t, shop(t, binary), file), described)
	for description, held := range playedBy(t, c, shop(t, binary)) {
		want := !strings.Contains(description, "planted")
		if held != want || theirs[description] != want {
			t.Errorf("%s: ours is %v, the official verdict is %v, want %v", description, held, theirs[description], want)
		}
	}
}

func officially(t *testing.T, service *url.URL, file string) pactcore.Options {
	return pactcore.Options{
		Provider: "orders", ProviderBaseURL: service.String(), PactURLs: []string{file}, Transports: messages(t, events(t, service)),
	}
}

// playedBy returns our verdicts on a service.
func playedBy(t *testing.T, c *contract.Contract, service *url.URL) map[string]bool {
	t.Helper()
	verdicts := map[string]bool{}
	for _, o := range verify.Verify(t.Context(), []*contract.Contract{c}, playing(service, events(t, service))) {
		d := o.Interaction.Description
		if verdicts[d] = o.Verdict == verify.Held; !verdicts[d] && !strings.Contains(d, "planted") {
			t.Errorf("%s: %s %+v", d, o.Why, o.Mismatches)
		}
	}
	return verdicts
}

// metadata goes with each message about an order.
const metadata = `{"topic": "orders.placed", "contentType": "application/json"}`

// events serves messages about an order as the library asks for them.
func events(t *testing.T, service *url.URL) *url.URL {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Pact-Message-Metadata", base64.StdEncoding.EncodeToString([]byte(metadata)))
		_, _ = io.WriteString(w, get(t, service.String()+"/v1/orders/9b2d3f4e-1c5a-4e6b-8f7d-2a1b3c4d5e6f"))
	}))
	t.Cleanup(server.Close)
	return parse(t, server.URL)
}

// archive is what a browser would have recorded of the service.
func archive(t *testing.T, service *url.URL) string {
	t.Helper()
	text, err := json.Marshal(get(t, service.String()+"/v1/orders/00000000-0000-4000-8000-000000000000"))
	if err != nil {
		t.Fatal(err)
	}
	return `{"log": {"version": "1.2", "entries": [{"request": {"method": "GET", "url": "` + service.String() + `/v1/orders/00000000-0000-4000-8000-000000000000",
		"headers": [{"name": "Accept", "value": "application/json"}, {"name": "Authorization", "value": "Bearer abcdefghij"}], "queryString": []},
		"response": {"status": 404, "headers": [{"name": "Content-Type", "value": "application/json"}, {"name": "Date", "value": "now"}], "content": {"mimeType": "application/json", "text": ` + string(text) + `}}}]}}`
}

const collection = `{
  "info": {"name": "Orders", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
  "item": [{"name": "read", "request": {"method": "GET", "url": "{{base}}/v1/orders/00000000-0000-4000-8000-000000000000"}, "response": [
    {"name": "gone", "code": 404, "header": [{"key": "Content-Type", "value": "application/json"}], "body": "{\"code\": \"not_found\"}"}]},
   {"name": "list", "request": {"method": "GET", "url": "{{base}}/v1/orders?page_size=1"}, "response": [
    {"name": "planted", "code": 200, "header": [{"key": "Content-Type", "value": "application/json"}], "body": "{\"orders\": [], \"planted\": 1}"}]}]}`

const scenario = `method: GET
name: get-order
path: /v1/orders/9b2d3f4e-1c5a-4e6b-8f7d-2a1b3c4d5e6f
request: {}
response:
  headers:
    Content-Type: [application/json]
  contents: '{"order_id":"{{UUID}}","status":"open"}'
  status_code: 200
`

// recording is a contract of a consumer that was recorded with the service.
func recording(t *testing.T, service *url.URL) string {
	t.Helper()
	apis, _ := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{"api.yaml": load(t, "../../golden/shop/orders.yaml")}), Roots: []string{"api.yaml"}})
	var mutex sync.Mutex
	var saved string
	recorder, err := record.New(apis, record.Options{Consumer: "billing", Provider: "orders", Save: func(content []byte) error {
		mutex.Lock()
		defer mutex.Unlock()
		saved = string(content)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(recorder.Proxy(service, nil))
	defer proxy.Close()
	get(t, proxy.URL+"/v1/orders/9b2d3f4e-1c5a-4e6b-8f7d-2a1b3c4d5e6f")
	get(t, proxy.URL+"/v1/orders?page_size=1&status=open")
	get(t, proxy.URL+"/v1/customers/3f2504e0-4f89-41d3-9a0c-0305e82c3301")
	get(t, proxy.URL+"/v1/orders/00000000-0000-4000-8000-000000000000")
	post(t, proxy.URL+"/v1/orders", `{"customer_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "lines": [{"sku": "AB-1234", "quantity": 3, "unit_price": "1.00"}]}`)
	mutex.Lock()
	defer mutex.Unlock()
	return saved
}

// built returns the order service as a program.
func built(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "orders")
	build := exec.Command("go", "build", "-o", binary, "./cmd/orders")
	build.Dir = filepath.Join("..", "..", "golden", "shop")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return binary
}

// shop serves the order service anew, and returns where.
func shop(t *testing.T, binary string) *url.URL {
	t.Helper()
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
	return parse(t, strings.TrimSpace(strings.TrimPrefix(line, "listening on ")))
}

func parse(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func load(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func get(t *testing.T, at string) string { return call(t, http.MethodGet, at, "") }

func post(t *testing.T, at, body string) string { return call(t, http.MethodPost, at, body) }

func call(t *testing.T, method, at, body string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, at, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Idempotency-Key", "recorded-1")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
