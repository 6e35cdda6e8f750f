// Package pactcore runs Pact's official library, npm's @pact-foundation/pact-core, for tests that hold
// bylaw against it. It knows nothing of contracts but the files that they stand in. What is proven with
// it as a whole stands in its own tests.
package pactcore

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Version is the one that verdicts were compared with.
const Version = "19.2.0"

// Folder returns where the library is installed, once per machine. The test is skipped unless the long
// proofs are asked for, and without npm.
func Folder(t *testing.T) string {
	t.Helper()
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("installs Pact's official library from npm: run with BYLAW_PROOF=1")
	}
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm isn't there to install Pact's official library with: apt-get install npm")
	}
	folder := filepath.Join(os.TempDir(), "bylaw-pact-core-"+Version)
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "@pact-foundation", "pact-core")); err == nil {
		return folder
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	install := exec.Command("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", ".", "@pact-foundation/pact-core@"+Version)
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm: %v\n%s", err, out)
	}
	return folder
}

// Node runs node with the arguments, which finds the library, and returns what it prints.
func Node(t *testing.T, args ...string) string {
	t.Helper()
	folder := Folder(t)
	run := exec.Command("node", args...)
	run.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(folder, "node_modules"))
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	return string(out)
}

// Options are those of the library's verifier that are needed here.
type Options struct {
	Provider        string      `json:"provider"`
	ProviderBaseURL string      `json:"providerBaseUrl"`
	PactURLs        []string    `json:"pactUrls,omitempty"`
	StatesURL       string      `json:"providerStatesSetupUrl,omitempty"`
	Teardown        bool        `json:"providerStatesSetupTeardown,omitempty"`
	Headers         []string    `json:"customProviderHeaders,omitempty"`
	Transports      []Transport `json:"transports,omitempty"`
	LogLevel        string      `json:"logLevel"`
}

// Transport says where else the provider is reached: for messages, the protocol "message".
type Transport struct {
	Protocol string `json:"protocol"`
	Scheme   string `json:"scheme"`
	Port     int    `json:"port"`
	Path     string `json:"path"`
}

// Verify has the verifier read the contracts' files, and returns its verdict on each interaction by its
// description, which begins each part of what it prints.
func Verify(t *testing.T, o Options, descriptions []string) map[string]bool {
	t.Helper()
	return Verdicts(t, Node(t, "-e", Script(t, o)), descriptions)
}

// Script returns what has node run the verifier.
func Script(t *testing.T, o Options) string {
	t.Helper()
	o.LogLevel = "error"
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return `const {default: pact} = require("@pact-foundation/pact-core");
pact.verifyPacts(` + string(text) + `).catch(() => {}).finally(() => process.exit(0))`
}

// Verdicts returns the verdicts on the interactions of what the verifier printed.
func Verdicts(t *testing.T, out string, descriptions []string) map[string]bool {
	t.Helper()
	verdicts := verdicts(out, descriptions)
	for _, d := range descriptions {
		if _, said := verdicts[d]; !said {
			t.Fatalf("there is no verdict on %q:\n%s", d, out[:min(len(out), 4000)])
		}
	}
	return verdicts
}

// verdicts reads what the verifier prints, up to where it lists the failures once more.
func verdicts(out string, descriptions []string) map[string]bool {
	for _, end := range []string{"\nFailures:", "\nPending Failures:"} {
		out, _, _ = strings.Cut(out, end)
	}
	quoted := make([]string, len(descriptions))
	for i, d := range descriptions {
		quoted[i] = regexp.QuoteMeta(d)
	}
	begin := regexp.MustCompile(`(?m)^ +(` + strings.Join(quoted, "|") + `)(?: \(.*)?$`)
	found := begin.FindAllStringSubmatchIndex(out, -1)
	verdicts := map[string]bool{}
	for i, f := range found {
		end := len(out)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		verdicts[out[f[2]:f[3]]] = !strings.Contains(out[f[1]:end], "FAILED")
	}
	return verdicts
}
