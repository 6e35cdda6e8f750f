package verify_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const (
	known   = "/v1/orders/9b2d3f4e-1c5a-4e6b-8f7d-2a1b3c4d5e6f"
	unknown = "/v1/orders/00000000-0000-4000-8000-000000000000"
)

// shopCases are interactions with the order service under golden/shop, and whether it keeps them.
var shopCases = []struct {
	name              string
	request, response string
	held              bool
}{
	{"an order", `"path": "` + known + `"`, `"status": 200, ` + typed(`{"order_id": "x", "total": "1.00", "lines": [{"sku": "A", "quantity": 1}]}`, `"$": {"matchers": [{"match": "type"}]}`), true},
	{"an order to the letter", `"path": "` + known + `"`, `"status": 200, ` + typed(`{"total": "19.98", "status": "open"}`, ``), true},
	{"a planted missing key", `"path": "` + known + `"`, `"status": 200, ` + typed(`{"total": "1.00", "currency": "EUR"}`, `"$": {"matchers": [{"match": "type"}]}`), false},
	{"a planted missing key of a line", `"path": "` + known + `"`, `"status": 200, ` + typed(`{"lines": [{"sku": "A", "weight": 1}]}`, `"$": {"matchers": [{"match": "type"}]}`), false},
	{"another total", `"path": "` + known + `"`, `"status": 200, ` + typed(`{"total": "19.99"}`, ``), false},
	{"another type", `"path": "` + known + `"`, `"status": 200, ` + typed(`{"total": 19.98}`, `"$.total": {"matchers": [{"match": "type"}]}`), false},
	{"a pattern", `"path": "` + known + `"`, `"status": 200, ` + typed(`{"order_id": "x"}`, `"$.order_id": {"matchers": [{"match": "regex", "regex": "[0-9a-f-]{36}"}]}`), true},
	{"a pattern that breaks", `"path": "` + known + `"`, `"status": 200, ` + typed(`{"status": "x"}`, `"$.status": {"matchers": [{"match": "regex", "regex": "paid|shipped"}]}`), false},
	{"two lines", `"path": "` + known + `"`, `"status": 200, ` + typed(`{"lines": [{"sku": "A"}]}`, `"$.lines": {"matchers": [{"match": "type", "min": 2}]}`), false},
	{"an order that is gone", `"path": "` + unknown + `"`, `"status": 404, ` + typed(`{"code": "not_found"}`, ``), true},
	{"another status", `"path": "` + unknown + `"`, `"status": 200`, false},
	{"a class of statuses", `"path": "` + unknown + `"`, `"status": 400, "matchingRules": {"status": {"matchers": [{"match": "statusCode", "status": "clientError"}]}}`, true},
	{"a page", `"path": "/v1/orders", "query": {"page_size": ["1"], "status": ["open"]}`, `"status": 200, ` + typed(`{"orders": [{"order_id": "x"}]}`, `"$": {"matchers": [{"match": "type"}]}`), true},
	{"a bad page", `"path": "/v1/orders", "query": {"page_size": ["0"]}`, `"status": 400, ` + typed(`{"violations": [{"field": "page_size"}]}`, ``), true},
	{"a new order", `"method": "POST", "path": "/v1/orders", "headers": {"Idempotency-Key": ["k-1"], "Content-Type": ["application/json"]}, "body": {"contentType": "application/json", "content": {"customer_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "lines": [{"sku": "AB-1234", "quantity": 3, "unit_price": "1.00"}]}}`,
		`"status": 201, "headers": {"Location": ["/v1/orders/x"]}, ` + typedWith(`{"total": "3.00"}`, `"header": {"Location": {"matchers": [{"match": "regex", "regex": "/v1/orders/.+"}]}}`), true},
	{"a new order that only its body says to be JSON", `"method": "POST", "path": "/v1/orders", "headers": {"Idempotency-Key": ["k-1"]}, "body": {"contentType": "application/json", "content": {"customer_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "lines": [{"sku": "AB-1234", "quantity": 3, "unit_price": "1.00"}]}}`,
		`"status": 201, "headers": {"Location": ["/v1/orders/x"]}, ` + typedWith(`{"total": "3.00"}`, `"header": {"Location": {"matchers": [{"match": "regex", "regex": "/v1/orders/.+"}]}}`), false},
	{"a header that is missing", `"path": "` + known + `"`, `"status": 200, "headers": {"X-Ledger": ["main"]}`, false},
	{"a new order without a key", `"method": "POST", "path": "/v1/orders", "body": {"contentType": "application/json", "content": {"customer_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "lines": []}}`, `"status": 201`, false},
}

func typed(body, rules string) string { return typedWith(body, `"body": {`+rules+`}`) }

func typedWith(body, rules string) string {
	return `"body": {"contentType": "application/json", "content": ` + body + `}, "matchingRules": {` + rules + `}`
}

// TestLikeTheOfficialVerifier has both verifiers call the generated order service by one contract: their
// verdicts must be the same.
func TestLikeTheOfficialVerifier(t *testing.T) {
	pactcore.Folder(t)
	var interactions []string
	for i, c := range shopCases {
		interactions = append(interactions, fmt.Sprintf(`{"type": "Synchronous/HTTP", "description": "case %04d", "request": {"method": "GET", %s}, "response": {%s}}`, i, c.request, c.response))
		if strings.Contains(c.request, `"method"`) {
			interactions[i] = strings.Replace(interactions[i], `"method": "GET", `, "", 1)
		}
	}
	text := `{"consumer": {"name": "billing"}, "provider": {"name": "orders"}, "metadata": {"pactSpecification": {"version": "4.0"}}, "interactions": [` + strings.Join(interactions, ",\n") + `]}`
	c, findings := pact.Read(source.NewFile("billing.json", []byte(text)))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	binary := built(t)
	ours := verify.Verify(t.Context(), []*contract.Contract{c}, verify.Options{Provider: parse(t, shop(t, binary))})
	theirs := official(t, shop(t, binary), text)
	for i, test := range shopCases {
		if held := ours[i].Verdict == verify.Held; held != test.held || theirs[i] != test.held {
			t.Errorf("%s: ours is %s, theirs %v, want %v: %s %+v", test.name, ours[i].Verdict, theirs[i], test.held, ours[i].Why, ours[i].Mismatches)
		}
	}
	if !t.Failed() {
		t.Logf("%d verdicts agree", len(shopCases))
	}
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
func shop(t *testing.T, binary string) string {
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
	return strings.TrimSpace(strings.TrimPrefix(line, "listening on "))
}

// official returns what the official verifier says of each interaction.
func official(t *testing.T, url, text string) []bool {
	t.Helper()
	file := filepath.Join(t.TempDir(), "pact.json")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	var described []string
	for i := range shopCases {
		described = append(described, fmt.Sprintf("case %04d", i))
	}
	said := pactcore.Verify(t, pactcore.Options{Provider: "orders", ProviderBaseURL: url, PactURLs: []string{file}}, described)
	var verdicts []bool
	for _, d := range described {
		verdicts = append(verdicts, said[d])
	}
	return verdicts
}
