package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmezard/go-difflib/difflib"
	"golang.org/x/tools/txtar"

	"github.com/bylaw-dev/bylaw/lsp"
)

// TestLSP plays the scripts of testdata/lsp against the server and compares what is said with the
// transcript in the same file.
func TestLSP(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("GIT_AUTHOR_DATE", "2026-11-21T00:00:00Z") // commits are named by their hashes
	t.Setenv("GIT_COMMITTER_DATE", "2026-11-21T00:00:00Z")
	files, err := filepath.Glob(filepath.Join("testdata", "lsp", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { playLSP(t, file) })
	}
}

const transcriptName = "transcript"

func playLSP(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var want string
	var kept []txtar.File
	for _, f := range archive.Files {
		if f.Name == transcriptName {
			want = string(f.Data)
			continue
		}
		kept = append(kept, f)
		at := filepath.Join(dir, "work", filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got := runLSPScript(t, filepath.Join(dir, "work"), string(archive.Comment))
	if os.Getenv("BYLAW_BLESS") == "1" {
		archive.Files = append(kept, txtar.File{Name: transcriptName, Data: []byte(got)})
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != want {
		t.Errorf("the transcript is another:\n%s", lineDiff(file, want, got))
	}
}

func lineDiff(name, old, new string) string {
	text, _ := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
		A: difflib.SplitLines(old), B: difflib.SplitLines(new), FromFile: name, ToFile: name, Context: 1,
	})
	return text
}

// runLSPScript plays a script against a server in this process, and returns the transcript.
func runLSPScript(t *testing.T, dir, script string) string {
	c, ended := startLSP(t, dir)
	for line := range strings.Lines(script) {
		if fields := lspWords(strings.TrimSpace(line)); len(fields) > 0 && !strings.HasPrefix(fields[0], "#") {
			c.step(fields)
		}
	}
	c.to.Close()
	for message := range c.from {
		c.received(message)
	}
	c.say("%s", <-ended)
	return c.log.String()
}

// startLSP starts a server in this process. How it ends comes through the channel.
func startLSP(t *testing.T, dir string) (*lspClient, <-chan string) {
	engine, err := newEditor(lspFlags{compare: true, today: "2026-11-21"})
	if err != nil {
		t.Fatal(err)
	}
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	ended := make(chan string, 1)
	go func() {
		proper, err := lsp.Serve(context.Background(), fromClient, toClient, engine, lsp.Options{Version: version()})
		fromClient.Close() // what the client still writes goes nowhere
		toClient.Close()
		ended <- fmt.Sprintf("the server has ended: proper %v, error %v", proper, err)
	}()
	return newLSPClient(t, dir, toServer, fromServer), ended
}

// lspWords splits a line at blanks; '…' is one word, in which \n is a new line.
func lspWords(line string) (words []string) {
	for line != "" {
		var word string
		if rest, quoted := strings.CutPrefix(line, "'"); quoted {
			word, line, _ = strings.Cut(rest, "'")
			word = strings.ReplaceAll(word, `\n`, "\n")
		} else {
			word, line, _ = strings.Cut(line, " ")
		}
		words = append(words, word)
		line = strings.TrimLeft(line, " ")
	}
	return words
}

func (c *lspClient) step(fields []string) {
	step, args := fields[0], fields[1:]
	c.say("→ %s", strings.ReplaceAll(strings.Join(fields, " "), "\n", `\n`))
	switch step {
	case "git":
		c.git(args...)
	case "write": // a file: others change it
		c.write(args[0], args[1])
	case "copy":
		content, err := os.ReadFile(filepath.Join(c.dir, args[0]))
		if err != nil {
			c.t.Fatal(err)
		}
		c.write(args[1], string(content))
	case "delete":
		if err := os.Remove(filepath.Join(c.dir, args[0])); err != nil {
			c.t.Fatal(err)
		}
	case "watched":
		kind := map[string]int{"created": 1, "changed": 2, "deleted": 3}[args[0]]
		c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": c.uri(args[1]), "type": kind}}})
		c.settle()
	case "raw":
		c.raw(strings.Join(args, " "))
	case "await":
		c.received(<-c.from)
	case "initialize":
		c.initialize(args)
	case "shutdown":
		c.say("← %s", compact(c.request("shutdown", nil)["result"]))
	case "exit":
		c.notify("exit", nil)
	default:
		c.edit(step, args)
	}
}

func (c *lspClient) git(args ...string) {
	args = append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"}, args...)
	command := exec.Command("git", args...)
	command.Dir = c.dir
	if out, err := command.CombinedOutput(); err != nil {
		c.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (c *lspClient) write(name, text string) {
	at := filepath.Join(c.dir, name)
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

func (c *lspClient) initialize(args []string) {
	document := map[string]any{
		"documentSymbol":     map[string]any{"hierarchicalDocumentSymbolSupport": true},
		"publishDiagnostics": map[string]any{"relatedInformation": true},
	}
	workspace := map[string]any{}
	general := map[string]any{}
	for _, arg := range args {
		switch arg {
		case "utf-8":
			c.utf8 = true
			general["positionEncodings"] = []string{"utf-8", "utf-16"}
		case "lazy":
			c.lazy = true
			document["codeAction"] = map[string]any{"dataSupport": true, "resolveSupport": map[string]any{"properties": []string{"edit"}}}
		case "versioned":
			workspace["workspaceEdit"] = map[string]any{"documentChanges": true}
		case "watching":
			workspace["didChangeWatchedFiles"] = map[string]any{"dynamicRegistration": true}
		}
	}
	answer := c.request("initialize", map[string]any{
		"rootUri": c.uri(""), "capabilities": map[string]any{"textDocument": document, "workspace": workspace, "general": general},
	})
	c.say("← %s", compact(answer["result"].(map[string]any)["capabilities"].(map[string]any)["positionEncoding"]))
	c.notify("initialized", map[string]any{})
}

// edit is a step about one document.
func (c *lspClient) edit(step string, args []string) {
	name := args[0]
	switch step {
	case "open":
		content, err := os.ReadFile(filepath.Join(c.dir, name))
		if err != nil {
			c.t.Fatal(err)
		}
		c.opened(name, string(content))
	case "new":
		c.opened(name, args[1])
	case "replace":
		c.replace(name, args[1], args[2])
	case "save":
		c.write(name, c.open[name])
		c.notify("textDocument/didSave", map[string]any{"textDocument": c.document(name)})
	case "close":
		delete(c.open, name)
		c.notify("textDocument/didClose", map[string]any{"textDocument": c.document(name)})
	default:
		c.look(step, name, args[1:])
		return
	}
	c.settle()
}

func (c *lspClient) opened(name, text string) {
	c.open[name], c.versions[name] = text, 1
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": c.uri(name), "languageId": "yaml", "version": 1, "text": text,
	}})
}

// replace makes an incremental edit.
func (c *lspClient) replace(name, old, new string) {
	start, end := c.position(name, old)
	c.open[name] = strings.Replace(c.open[name], old, new, 1)
	c.versions[name]++
	c.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": c.uri(name), "version": c.versions[name]},
		"contentChanges": []any{map[string]any{"range": map[string]any{"start": start, "end": end}, "text": new}},
	})
}

// look is a step that asks about a place.
func (c *lspClient) look(step, name string, args []string) {
	params := map[string]any{"textDocument": c.document(name)}
	var start, end map[string]any
	if len(args) > 0 {
		start, end = c.position(name, args[0])
		params["position"] = start
	}
	switch step {
	case "hover":
		c.hovered(c.request("textDocument/hover", params), args[1:])
	case "definition":
		c.answered(c.request("textDocument/definition", params))
	case "references":
		params["context"] = map[string]any{"includeDeclaration": true}
		c.answered(c.request("textDocument/references", params))
	case "symbols":
		c.symbols(c.request("textDocument/documentSymbol", params)["result"], "    ")
	case "actions", "act":
		params["range"] = map[string]any{"start": start, "end": end}
		params["context"] = map[string]any{"diagnostics": []any{}}
		if step == "actions" && len(args) > 1 {
			params["context"] = map[string]any{"diagnostics": []any{}, "only": args[1:]}
		}
		c.actions(c.request("textDocument/codeAction", params), step == "act", args[1:])
	default:
		c.t.Fatalf("there is no step %s", step)
	}
}

func (c *lspClient) hovered(answer map[string]any, lines []string) {
	result, _ := answer["result"].(map[string]any)
	if result == nil {
		c.say("← %s", compact(answer["result"]))
		return
	}
	text := result["contents"].(map[string]any)["value"].(string)
	if len(lines) > 0 { // as many as are asked for
		text = strings.Join(strings.SplitN(text, "\n", 4)[:3], "\n") + "\n…"
	}
	c.say("← %s\n    %s", span(result["range"]), strings.ReplaceAll(text, "\n", "\n    "))
}

func (c *lspClient) answered(answer map[string]any) {
	if answer["error"] != nil {
		c.say("← %s", compact(answer["error"]))
		return
	}
	switch result := answer["result"].(type) {
	case map[string]any:
		c.say("← %s", c.place(result))
	case []any:
		for _, l := range result {
			c.say("← %s", c.place(l))
		}
	default:
		c.say("← %s", compact(result))
	}
}

func (c *lspClient) symbols(list any, indent string) {
	items, _ := list.([]any)
	for _, item := range items {
		s := item.(map[string]any)
		c.say("%s%s %s (kind %v, %s)", indent, s["name"], orEmpty(s["detail"]), s["kind"], span(s["selectionRange"]))
		c.symbols(s["children"], indent+"    ")
	}
}

func orEmpty(v any) any {
	if v == nil {
		return ""
	}
	return v
}

// actions lists the actions, or makes the one with the title.
func (c *lspClient) actions(answer map[string]any, act bool, args []string) {
	if answer["error"] != nil {
		c.say("← %s", compact(answer["error"]))
		return
	}
	for _, item := range answer["result"].([]any) {
		a := item.(map[string]any)
		if !act {
			c.say("    %s: %s", a["kind"], a["title"])
			continue
		}
		if !strings.HasPrefix(a["title"].(string), args[0]) {
			continue
		}
		if a["edit"] == nil {
			a = c.request("codeAction/resolve", a)["result"].(map[string]any)
		}
		c.apply(a["edit"].(map[string]any))
		c.settle()
		return
	}
	if act {
		c.say("← there is no such action")
	}
}

func keysOf[V any](m map[string]V) iter.Seq[string] {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}
