package golden

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// listing is a contract whose consumer lists items, up to what it takes for given and relies on.
const listing = `bylaw: contract/v1
consumer: billing
provider: orders
interactions:
  - description: items are listed
    request: {method: GET, path: /v1/items}
    response: {status: 200, body: {items: []}}
`

// TestContractVerdicts holds the test of contracts that a new service has to what it makes of each: what isn't known passes
// on a desk, and not in CI.
func TestContractVerdicts(t *testing.T) {
	command := build(t, "..", "./cmd/bylaw")
	around := t.TempDir()
	run(t, around, command, "new", "service", "orders", "--kind", "openapi", "--module", "example.com/orders")
	service := filepath.Join(around, "orders")
	test := filepath.Join(around, "server.test")
	run(t, service, "go", "test", "-c", "-o", test, "./internal/server")
	at := filepath.Join(service, "contracts", "backoffice.yaml")
	for _, c := range []struct {
		name, contract, bylaw, ci string
		passes                    bool
		says                      string
	}{
		{"held", listing, command, "true", true, "--- PASS: TestContracts/billing:_items_are_listed"},
		{"no contract", "", command, "true", true, "no consumer has a contract in contracts/ yet"},
		{"no bylaw", listing, "nowhere/bylaw", "", true, "bylaw isn't installed, so contracts can't be played"},
		{"no bylaw in CI", listing, "nowhere/bylaw", "true", false, "bylaw isn't installed, so contracts can't be played"},
		{"broken", strings.Replace(listing, "items: []", "items: [], total: 0", 1), command, "", false, `billing breaks in "items are listed" at $.total of the body`},
		{"pending", strings.Replace(listing, "items: []}}", "items: [], total: 0}}\n    pending: true", 1), command, "true", true, "which is pending"},
		{"unknown state", strings.Replace(listing, "    request:", "    states: [there is a moon]\n    request:", 1), command, "", false, `a contract takes "there is a moon" for given, and nothing brings that about: add it to contract_states_test.go`},
		{"malformed", listing + "  - {}\n", command, "", false, "error[contract/"},
		{"unreadable", "{", command, "", false, "contracts/backoffice.yaml"},
		{"message", listing + "  - description: an item was sold\n    message: {body: {}}\n", command, "", true, "--- SKIP: TestContracts/not_checked:_billing:_\"an_item_was_sold\""},
		{"message in CI", listing + "  - description: an item was sold\n    message: {body: {}}\n", command, "true", false, "--- FAIL: TestContracts/not_checked:_billing:_\"an_item_was_sold\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := os.RemoveAll(at); err != nil {
				t.Fatal(err)
			}
			if c.contract != "" {
				if err := os.WriteFile(at, []byte(c.contract), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command(test, "-test.v", "-test.run", "^TestContracts$")
			cmd.Dir, cmd.Env = filepath.Join(service, "internal", "server"), append(os.Environ(), "BYLAW="+c.bylaw, "CI="+c.ci)
			said, err := cmd.CombinedOutput()
			if (err == nil) != c.passes || !strings.Contains(string(said), c.says) {
				t.Errorf("%v, want %t and %s\n%s", err, c.passes, c.says, said)
			}
		})
	}
}
