package golden

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// leastSpecmaticTests is what other generators' order servers were measured with.
const leastSpecmaticTests = 986

// TestSpecmatic has Specmatic's generative tests call the generated order server: requests that the
// contract allows must be answered as it says, and those that it forbids refused as it says.
func TestSpecmatic(t *testing.T) {
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("takes minutes, and needs Java 17 and npm: run with BYLAW_PROOF=1")
	}
	jar := specmatic(t)
	url := serve(t, build(t, "shop", "./cmd/orders"), "-addr", "127.0.0.1:0")
	contract, err := filepath.Abs("shop/orders.yaml")
	if err != nil {
		t.Fatal(err)
	}
	executed, failed, out := generative(t, jar, url, contract)
	t.Logf("Specmatic: %d executed, %d failed", executed, failed)
	if failed > 0 {
		t.Errorf("Specmatic found fault\n%s", tail(out, 200))
	}
	if executed < leastSpecmaticTests {
		t.Errorf("Specmatic executed %d tests, want at least %d: has the contract shrunk?", executed, leastSpecmaticTests)
	}
}

// generative has Specmatic test a server by its contract. That it ends with an error is a failure.
func generative(t *testing.T, jar, url, contract string) (executed, failed int, out string) {
	t.Helper()
	cmd := exec.Command("java", "-jar", jar, "test", "--testBaseURL="+url, contract)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "SPECMATIC_GENERATIVE_TESTS=true", "MAX_TEST_REQUEST_COMBINATIONS="+combinations())
	said, err := cmd.CombinedOutput()
	executed, failed = tally(t, string(said))
	if err != nil {
		failed = max(failed, 1)
	}
	return executed, failed, string(said)
}

// combinations bounds how many variants of one request are tried. All of them are about 61,000 tests.
func combinations() string {
	if all := os.Getenv("BYLAW_SPECMATIC_COMBINATIONS"); all != "" {
		return all
	}
	return "40"
}

// specmatic installs Specmatic once per machine and returns its jar.
func specmatic(t *testing.T) string {
	t.Helper()
	for _, tool := range []string{"java", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is needed: apt-get install openjdk-17-jre-headless npm", tool)
		}
	}
	dir := filepath.Join(os.TempDir(), "bylaw-specmatic-2.55.1")
	jar := filepath.Join(dir, "node_modules", "specmatic", "specmatic.jar")
	if _, err := os.Stat(jar); err == nil {
		return jar
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "npm", "install", "--no-audit", "--no-fund", "--prefix", ".", "specmatic@2.55.1")
	return jar
}

var closing = regexp.MustCompile(`Tests run: (\d+), Successes: (\d+), Failures: (\d+), WIP: (\d+), Errors: (\d+)`)

// tally reads the closing line: every test that is no success is a failure here.
func tally(t *testing.T, out string) (executed, failed int) {
	t.Helper()
	found := closing.FindStringSubmatch(out)
	if found == nil {
		t.Fatalf("Specmatic has no closing line:\n%s", tail(out, 100))
	}
	executed, _ = strconv.Atoi(found[1])
	succeeded, _ := strconv.Atoi(found[2])
	return executed, executed - succeeded
}

func tail(text string, lines int) string {
	all := strings.Split(text, "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
