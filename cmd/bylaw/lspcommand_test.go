package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// TestLSPCommand talks to the command itself, as an editor does.
func TestLSPCommand(t *testing.T) {
	for name, c := range map[string]struct {
		talk   func(*lspClient)
		code   int
		stderr string
	}{
		"good-bye": {func(c *lspClient) { c.step([]string{"shutdown"}); c.step([]string{"exit"}) }, exitClean, ""},
		"gone":     {func(c *lspClient) {}, exitFindings, ""},
		"no protocol": {func(c *lspClient) { io.WriteString(c.to, "GET / HTTP/1.1\r\n\r\n") }, exitFindings,
			`bylaw: reading from the client: "GET / HTTP/1.1" is no header of a message: bylaw lsp speaks the Language Server Protocol` + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			command := exec.Command("bylaw", "lsp", "--stdio")
			command.Dir = dir
			command.Env = append(os.Environ(), "XDG_CACHE_HOME="+dir)
			var stderr strings.Builder
			command.Stderr = &stderr
			in, err := command.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			out, err := command.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			client := newLSPClient(t, dir, in, out)
			client.initialize(nil)
			client.opened("a.proto", "syntax = \"proto3\";\npackage a.v1;\nmessage A { string Id = 1; }\n")
			client.settle()
			if !strings.Contains(client.log.String(), "field-name-case") {
				t.Errorf("nothing is said of the name:\n%s", client.log.String())
			}
			c.talk(client)
			in.Close()
			for range client.from {
			}
			code := 0
			var exit *exec.ExitError
			if err := command.Wait(); errors.As(err, &exit) {
				code = exit.ExitCode()
			}
			if code != c.code || stderr.String() != c.stderr {
				t.Errorf("exit code %d, want %d; stderr %q, want %q", code, c.code, stderr.String(), c.stderr)
			}
			if files, _ := os.ReadDir(dir); len(files) > 0 {
				t.Errorf("%s was written", files[0])
			}
		})
	}
}

// TestLSPSaysWhatLintSays compares what is said of each file while it is open with what `bylaw lint`
// says of the whole folder.
func TestLSPSaysWhatLintSays(t *testing.T) {
	for _, folder := range []string{"demo", "demo-next"} {
		t.Run(folder, func(t *testing.T) {
			files := map[string]string{}
			from := filepath.Join("..", "..", "testdata", folder)
			entries, err := os.ReadDir(from)
			if err != nil {
				t.Fatal(err)
			}
			c, _ := startLSP(t, t.TempDir())
			defer c.to.Close()
			for _, entry := range entries {
				content, err := os.ReadFile(filepath.Join(from, entry.Name()))
				if err != nil {
					t.Fatal(err)
				}
				files[entry.Name()] = string(content)
				c.write(entry.Name(), string(content))
			}
			c.initialize(nil)
			for name, content := range files {
				c.opened(name, content)
			}
			c.settle()
			for path, want := range lintAll(t, files) {
				compareSaid(t, path, c.shown[path], want)
			}
		})
	}
}

func lintAll(t *testing.T, files map[string]string) map[string][]report.Finding {
	l, err := newLinter(lintFlags{sessionFlags: sessionFlags{color: "never", today: "2026-11-21"}})
	if err != nil {
		t.Fatal(err)
	}
	summary, err := l.lint(t.Context(), memtree.New(files), workspace.Selection{}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string][]report.Finding{}
	for name := range files {
		said[name] = nil
	}
	for _, f := range summary.Findings {
		said[f.Span.Path()] = append(said[f.Span.Path()], f)
	}
	return said
}

func compareSaid(t *testing.T, path string, got []any, want []report.Finding) {
	if len(got) != len(want) {
		t.Errorf("%s: %d diagnostics of %d findings", path, len(got), len(want))
		for _, f := range want {
			t.Logf("finding: %s at %v: %s", f.Rule, f.Span.Position(), f.Message)
		}
		for _, d := range got {
			t.Logf("diagnostic: %s", compact(d))
		}
		return
	}
	for i, f := range want {
		d := got[i].(map[string]any)
		at := f.Span.Position()
		start := d["range"].(map[string]any)["start"].(map[string]any)
		message, _, _ := strings.Cut(d["message"].(string), "\n")
		if d["code"] != f.Rule || message != f.Message || int(start["line"].(float64)) != at.Line-1 {
			t.Errorf("%s: %v at %v, want %s at %v", path, d["code"], start, f.Rule, at)
		}
	}
}
