package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/mock"
)

const mockedContract = `bylaw: contract/v1
consumer: web
provider: orders
interactions:
  - description: an order is read
    states: [there is an order]
    request: {method: GET, path: '{{regex "/orders/[0-9]+" = "/orders/7"}}'}
    response: {status: 200, headers: {Content-Type: application/json}, body: {id: '{{uuid <- random_uuid}}'}}
  - description: an order that isn't there
    states: [there is none]
    request: {method: GET, path: /orders/7}
    response: {status: 404}
  - description: an order is made
    request: {method: POST, path: /orders, headers: {Content-Type: application/json}, body: {count: '{{positive_integer}}'}}
    response: {status: 201}
`

// startContracts runs the mock of the contract.
func startContracts(t *testing.T, args ...string) (folder string, m *running) {
	t.Helper()
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "web.yaml"), []byte(mockedContract), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder, startMocking(t, append([]string{"--contracts", folder}, args...)...)
}

func post(t *testing.T, url, body string, header ...string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func TestMockOfContracts(t *testing.T) {
	_, m := startContracts(t)
	for _, line := range []string{
		"orders as web knows it, 3 interactions\n", "  try       curl -i " + m.base + "/orders/7\n",
		"  states    curl " + m.base + `/_bylaw/states -d '{"state": "there is an order"}'`, "  asked     curl " + m.base + "/_bylaw/interactions\n",
	} {
		if !strings.Contains(m.greeting, line) {
			t.Errorf("it says\n%s\nwithout\n%s", m.greeting, line)
		}
	}
	if status, body := get(t, m.base+"/orders/7"); status != 200 || !strings.Contains(body, `{"id":"`) {
		t.Errorf("%d %s", status, body)
	}
	if status := post(t, m.base+"/_bylaw/states", `{"state": "there is none"}`); status != 200 {
		t.Errorf("the state: %d", status)
	}
	if status, _ := get(t, m.base+"/orders/7"); status != 404 {
		t.Errorf("the state is set, but %d", status)
	}
	if status, body := get(t, m.base+"/order/7"); status != 501 || !strings.Contains(body, `"description": "an order`) {
		t.Errorf("%d %s", status, body)
	}
	if err := m.stop(); err != nil {
		t.Error(err)
	}
	if want := "\n2 of 3 interactions asked for.\n1 request answered by no contract.\nNever asked for:\n  POST /orders  web: \"an order is made\"\n"; !strings.HasSuffix(m.out.String(), want) {
		t.Errorf("at the end it says\n%s", m.out)
	}
	want := "GET /orders/7 200  web: \"an order is read\"\nPOST /_bylaw/states 200\nGET /orders/7 404  web: \"an order that isn't there\"\n" +
		"GET /order/7 501  the nearest is web: \"an order is read\"\nbylaw: stopped\n"
	if m.err.String() != want {
		t.Errorf("it logs\n%s\nand not\n%s", m.err, want)
	}
}

// What the mock answers, verify takes, with the states set by the mock's own hook.
func TestVerifyTakesTheMockOfContracts(t *testing.T) {
	folder, m := startContracts(t, "--quiet")
	var out, problems bytes.Buffer
	code := run([]string{"verify", "--provider", m.base, "--states-url", m.base + "/_bylaw/states", folder}, streams{in: strings.NewReader(""), out: &out, err: &problems})
	if code != exitClean || !strings.Contains(out.String(), "3 interactions") {
		t.Errorf("exit code %d\n%s%s", code, &out, &problems)
	}
	if err := m.stop(); err != nil || !strings.HasSuffix(m.out.String(), "\n3 of 3 interactions asked for.\n") {
		t.Errorf("%v\n%s", err, m.out)
	}
}

// What no contract answers is answered by the spec.
func TestMockOfContractsAndSpec(t *testing.T) {
	file := filepath.Join(t.TempDir(), "openapi.yaml")
	if err := os.WriteFile(file, []byte(mockedSpec), 0o600); err != nil {
		t.Fatal(err)
	}
	_, m := startContracts(t, file)
	if status, body := get(t, m.base+"/orders"); status != 200 || !strings.Contains(body, `"orders"`) {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := get(t, m.base+"/orders/7"); status != 200 {
		t.Errorf("the contract: %d", status)
	}
	if status := post(t, m.base+"/orders", `{"count": 0}`); status != 405 {
		t.Errorf("%d", status)
	}
	if want := "GET /orders 200  by the spec\nGET /orders/7 200  web: \"an order is read\"\nPOST /orders 405  by the spec; the nearest is web: \"an order is made\"\n"; m.err.String() != want {
		t.Errorf("it logs\n%s", m.err)
	}
}

func TestMockOfContractsFails(t *testing.T) {
	_, m := startContracts(t, "--seed", "1", "--fault-rate", "1")
	if status := post(t, m.base+"/orders", `{"count": 1}`); status != 0 && status < 429 {
		t.Errorf("%d, though all fail", status)
	}
	for _, test := range []struct {
		name, value string
		want        int
	}{{"X-Mock-Fault", "503", 503}, {"X-Mock-Fault", "none", 201}, {"X-Mock-Fault", "abort", 0}, {"X-Mock-Fault", "404", 400}, {"X-Mock-Latency", "soon", 400}} {
		if status := post(t, m.base+"/orders", `{"count": 1}`, test.name, test.value); status != test.want {
			t.Errorf("%s: %s: %d", test.name, test.value, status)
		}
	}
	d := newDisturbance(mock.Options{})
	if d.before(nil, &http.Request{Header: http.Header{}}) {
		t.Error("it fails, though nobody has asked for it")
	}
}

// Contracts are taken from a Pact Broker, too.
func TestMockOfBroker(t *testing.T) {
	shared := sharedContracts(t)
	var out, problems bytes.Buffer
	code := run([]string{"mock", "--contracts", shared.URL, "--provider-name", "orders", "--list"}, streams{in: strings.NewReader(""), out: &out, err: &problems})
	if code != exitClean || out.String() != "GET     /orders/7  200  billing: \"an order\", given \"order 7 exists\"\n" {
		t.Errorf("exit code %d\n%s%s", code, &out, &problems)
	}
}
