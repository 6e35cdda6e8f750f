package pactcore

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// CLIVersion is the version of npm's @pact-foundation/pact-cli that is run.
const CLIVersion = "18.1.2"

// CLI returns the program of the official command line, which is installed once per machine. The test is
// skipped as by Folder.
func CLI(t *testing.T) string {
	t.Helper()
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("installs Pact's official command line from npm: run with BYLAW_PROOF=1")
	}
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm isn't there to install Pact's official command line with: apt-get install npm")
	}
	folder := filepath.Join(os.TempDir(), "bylaw-pact-cli-"+CLIVersion)
	machine := map[string]string{"amd64": "x64"}[runtime.GOARCH]
	if machine == "" {
		machine = runtime.GOARCH
	}
	program := filepath.Join(folder, "node_modules", "@pact-foundation", "pact-cli-"+runtime.GOOS+"-"+machine, "standalone", "pact")
	if _, err := os.Stat(program); err == nil {
		return program
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	install := exec.Command("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", ".", "@pact-foundation/pact-cli@"+CLIVersion)
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm: %v\n%s", err, out)
	}
	return program
}
