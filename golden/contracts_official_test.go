package golden

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/internal/pactcore"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// planted is an interaction with the example service that it doesn't keep.
const planted = `  - description: an item with a planted key
    request: {method: GET, path: /v1/items}
    response:
      status: 200
      headers: {Content-Type: application/json}
      body:
        planted: '{{type = "x"}}'
`

// TestExampleContractLikeTheOfficialVerifier has the test of the example service play its contract a second time, by Pact's
// official verifier with the same service and states: it must hold all interactions, but not one with a key that is missing.
func TestExampleContractLikeTheOfficialVerifier(t *testing.T) {
	library := pactcore.Folder(t)
	if runtime.GOOS == "windows" {
		t.Skip("what plays the contract is a script for sh")
	}
	bylaw := build(t, "..", "./cmd/bylaw")
	around := t.TempDir()
	run(t, around, bylaw, "new", "service", "orders", "--kind", "openapi")
	module := filepath.Join(around, "orders")
	said, verdicts := playedTwice(t, library, bylaw, module)
	if !strings.Contains(said, "ok ") {
		t.Errorf("the example service doesn't keep its contract:\n%s", said)
	}
	for description, held := range verdicts {
		if !held {
			t.Errorf("the official verifier says that %q is broken", description)
		}
	}
	t.Logf("%d verdicts agree", len(verdicts))

	contract := filepath.Join(module, "contracts", "backoffice.yaml")
	if err := os.WriteFile(contract, append([]byte(textOf(t, contract)), planted...), 0o644); err != nil {
		t.Fatal(err)
	}
	said, verdicts = playedTwice(t, library, bylaw, module)
	if !strings.Contains(said, "FAIL") || !strings.Contains(said, `the key "planted" is missing`) {
		t.Errorf("the service's test doesn't find the missing key:\n%s", said)
	}
	for description, held := range verdicts {
		if held == strings.Contains(description, "planted") {
			t.Errorf("the official verifier says of %q that it holds: %v", description, held)
		}
	}
}

// hook stands before that of the service: the official verifier asks for a state without a name, too, where an interaction
// has none.
const hook = `require("http").createServer(async (asked, answer) => {
  let body = "";
  for await (const part of asked) body += part;
  if (JSON.parse(body).state === "") return answer.end();
  const from = await fetch("STATES", {method: "POST", body, headers: {"Content-Type": "application/json"}});
  answer.writeHead(from.status, {"Content-Type": "application/json"}).end(await from.text());
}).listen(0, "127.0.0.1", function () {
  process.env.HOOK = "http://127.0.0.1:" + this.address().port;
  VERIFY
});`

// playedTwice runs the service's test of its contracts, during which the official verifier plays them, too. It returns what
// the test says, and the official verdicts.
func playedTwice(t *testing.T, library, bylaw, module string) (string, map[string]bool) {
	t.Helper()
	folder := t.TempDir()
	pact, official := filepath.Join(folder, "pact.json"), filepath.Join(folder, "official.txt")
	verify := pactcore.Script(t, pactcore.Options{
		Provider: "orders", ProviderBaseURL: "PROVIDER", StatesURL: "HOOK", Teardown: true, PactURLs: []string{pact}, Headers: []string{"Authorization: Bearer test"},
	})
	verify = strings.Replace(hook, "VERIFY", strings.Replace(verify, `"HOOK"`, "process.env.HOOK", 1), 1)
	script := filepath.Join(folder, "bylaw")
	text := strings.NewReplacer("BYLAW", bylaw, "PACT", pact, "OFFICIAL", official, "LIBRARY", library, "VERIFY", verify).Replace(`#!/bin/sh
# verify contracts FLAGS...: the official verifier first, then our own
set -eu
BYLAW contract convert contracts/backoffice.yaml --to pact -o PACT
for argument; do
  case "${before:-}" in --provider) provider=$argument ;; --states-url) states=$argument ;; esac
  before=$argument
done
sed -e "s|PROVIDER|$provider|" -e "s|STATES|$states|" > PACT.js << 'END'
VERIFY
END
NODE_PATH=LIBRARY/node_modules node PACT.js > OFFICIAL 2>&1
exec BYLAW "$@"
`)
	if err := os.WriteFile(script, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	test := exec.Command("go", "test", "-count=1", "./internal/server", "-run", "TestContracts$")
	test.Dir, test.Env = module, append(os.Environ(), "GOWORK=off", "BYLAW="+script)
	said, _ := test.CombinedOutput() // that it fails is said
	contract, findings := form.Read(source.NewFile("pact.json", []byte(textOf(t, pact))), recorded.Names{})
	if contract == nil {
		t.Fatal(findings)
	}
	var described []string
	for _, i := range contract.Interactions {
		described = append(described, i.Description)
	}
	return string(said), pactcore.Verdicts(t, textOf(t, official), described)
}

func textOf(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
