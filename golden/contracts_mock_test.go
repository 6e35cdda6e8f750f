package golden

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestExampleContractsAreReplayed stands a mock in for the example services that answers as the contract of their consumer says:
// over REST and gRPC it keeps all of it, with the states that the contract names.
func TestExampleContractsAreReplayed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process can't be interrupted there, so that the mock doesn't say what was asked for")
	}
	bylaw := build(t, "..", "./cmd/bylaw")
	for _, kind := range []string{"openapi", "proto"} {
		t.Run(kind, func(t *testing.T) {
			around := t.TempDir()
			run(t, around, bylaw, "new", "service", "orders", "--kind", kind)
			module := filepath.Join(around, "orders")
			base, said := mocked(t, bylaw, module, "mock", "--contracts", "contracts", "--addr", "127.0.0.1:0", "api")
			args := []string{"verify", "--provider", base, "--states-url", base + "/_bylaw/states", "contracts"}
			if kind == "proto" {
				args = append(args, "--spec", "api")
			}
			if told := run(t, module, bylaw, args...); !strings.Contains(told, "The service holds all that its consumers rely on") {
				t.Errorf("it says\n%s", told)
			}
			if told := said(); !strings.Contains(told, " interactions asked for.") || strings.Contains(told, "Never asked for") {
				t.Errorf("at the end it says\n%s", told)
			}
		})
	}
}

var baseURL = regexp.MustCompile(`base URL +(http://\S+)`)

// mocked runs a mock, and returns where it is and what stops it and returns all that it said.
func mocked(t *testing.T, bylaw, dir string, args ...string) (base string, said func() string) {
	t.Helper()
	command := exec.Command(bylaw, args...)
	command.Dir = dir
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	lines, text := bufio.NewScanner(out), ""
	for lines.Scan() {
		text += lines.Text() + "\n"
		if found := baseURL.FindStringSubmatch(text); found != nil && strings.Contains(text, "Ctrl-C") {
			return found[1], func() string {
				_ = command.Process.Signal(os.Interrupt)
				for lines.Scan() {
					text += lines.Text() + "\n"
				}
				_ = command.Wait()
				return text
			}
		}
	}
	t.Fatalf("it doesn't say where it listens:\n%s", text)
	return "", nil
}
