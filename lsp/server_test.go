package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// toy is an engine that says of each file what its text is.
type toy struct {
	started chan string // the text of each check that begins; nil: nobody wants to know
	release chan bool   // what a check waits for; nil: nothing
}

func (e *toy) Chosen(context.Context, source.Tree) (func(string) bool, error) {
	return func(string) bool { return true }, nil
}

func (e *toy) Read(_ context.Context, _ source.Tree, paths []string) (*workspace.Loaded, error) {
	return &workspace.Loaded{Counts: workspace.Counts{Documents: 1}}, nil
}

func (e *toy) Lint(ctx context.Context, tree source.Tree, paths []string) (*Checked, error) {
	checked := &Checked{Tree: tree, Loaded: &workspace.Loaded{}}
	for _, path := range paths {
		file, err := tree.File(path)
		if err != nil {
			return nil, err
		}
		text := string(file.Content)
		if e.started != nil {
			e.started <- text
		}
		if e.release != nil {
			select {
			case <-e.release:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		if strings.Contains(text, "panic") {
			panic("at the disco")
		}
		if strings.Contains(text, "fail") {
			return nil, errors.New("it failed")
		}
		checked.Findings = append(checked.Findings, report.Finding{Rule: "toy", Severity: report.Error, Message: text, Span: file.Span(0, 0)})
	}
	return checked, nil
}

func (e *toy) Config(source.Tree, string) []report.Finding { return nil }

func (e *toy) Base(context.Context, *workspace.DirTree) (*workspace.Base, error) { return nil, nil }

func (e *toy) Before(context.Context, *workspace.Base, []string) (*workspace.Loaded, error) {
	return nil, nil
}

func (e *toy) Compare(context.Context, *workspace.Base, *workspace.Loaded, *Checked) ([]report.Finding, error) {
	return nil, nil
}

func (e *toy) Explain(string) string { return "toys" }

func (e *toy) Page(string) string { return "" }

// session is a client of a server in this process.
type session struct {
	t     *testing.T
	dir   string
	in    *io.PipeWriter
	out   *bufio.Reader
	ended chan string
}

func start(t *testing.T, engine Engine) *session {
	fromClient, in := io.Pipe()
	out, toClient := io.Pipe()
	s := &session{t, t.TempDir(), in, bufio.NewReader(out), make(chan string, 1)}
	go func() {
		proper, err := Serve(t.Context(), fromClient, toClient, engine, Options{Version: "1"})
		fromClient.Close()
		toClient.Close()
		s.ended <- fmt.Sprint(proper, " ", err)
	}()
	return s
}

func ready(t *testing.T, engine Engine) *session {
	s := start(t, engine)
	s.send(`{"id":"i","method":"initialize","params":{"capabilities":{}}}`)
	s.expect(`"id":"i"`)
	return s
}

func (s *session) send(body string) {
	if err := writeFrame(s.in, []byte(body)); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) expect(want string) {
	s.t.Helper()
	body, err := readFrame(s.out)
	if err != nil || !strings.Contains(string(body), want) {
		s.t.Fatalf("got %.300s, %v, want %s", body, err, want)
	}
}

func (s *session) uri(name string) string { return uriOf(s.dir) + "/" + name }

func (s *session) open(name, text string) {
	quoted, _ := json.Marshal(text)
	s.send(fmt.Sprintf(`{"method":"textDocument/didOpen","params":{"textDocument":{"uri":%q,"version":1,"text":%s}}}`, s.uri(name), quoted))
}

func (s *session) change(name string, version int, text string) {
	s.send(fmt.Sprintf(`{"method":"textDocument/didChange","params":{"textDocument":{"uri":%q,"version":%d},"contentChanges":[{"text":%q}]}}`, s.uri(name), version, text))
}

func (s *session) hover(id, name string) {
	s.send(fmt.Sprintf(`{"id":%q,"method":"textDocument/hover","params":{"textDocument":{"uri":%q},"position":{"line":0,"character":0}}}`, id, s.uri(name)))
}

// The newest edit counts: what it overtakes is stopped, and never shown.
func TestNewestEditCounts(t *testing.T) {
	engine := &toy{make(chan string), make(chan bool)}
	s := ready(t, engine)
	s.open("a.proto", "one")
	for i, text := range []string{"one", "two", "three"} {
		if got := <-engine.started; got != text {
			t.Fatalf("%s is checked instead of %s", got, text)
		}
		if i < 2 {
			s.change("a.proto", i+2, []string{"two", "three"}[i])
		}
	}
	engine.release <- true
	s.expect(`"version":3,"diagnostics":[{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"severity":1,"code":"toy","source":"bylaw","message":"three"}]`)
}

// A question waits for the check of what it is about, until that changes or it is cancelled.
func TestQuestionsWait(t *testing.T) {
	engine := &toy{make(chan string, 9), make(chan bool)}
	s := ready(t, engine)
	s.open("a.proto", "one")
	<-engine.started
	s.hover("h1", "a.proto")
	s.change("a.proto", 2, "two")
	s.expect(`"id":"h1","error":{"code":-32801`)
	s.hover("h2", "a.proto")
	s.hover("h3", "a.proto")
	s.send(`{"method":"$/cancelRequest","params":{"id":"h2"}}`)
	s.expect(`"id":"h2","error":{"code":-32800`)
	engine.release <- true
	s.expect(`"message":"two"`)
	s.expect(`"id":"h3","result":{"contents":{"kind":"markdown","value":"toys"}`)
	s.change("a.proto", 3, "three")
	s.hover("h4", "a.proto")
	s.send(`{"id":"s","method":"shutdown"}`)
	s.expect(`"id":"h4","error":{"code":-32800`)
	s.expect(`"id":"s","result":null`)
	s.send(`{"method":"exit"}`)
	if got := <-s.ended; got != "true <nil>" {
		t.Error(got)
	}
}

// What breaks one check breaks nothing else.
func TestBrokenChecks(t *testing.T) {
	s := ready(t, &toy{})
	s.open("a.proto", "panic")
	s.expect("broke bylaw: at the disco")
	s.expect(`"diagnostics":[]`)
	s.change("a.proto", 2, "fail")
	s.expect("it failed")
	s.expect(`"version":2,"diagnostics":[]`)
	s.change("a.proto", 3, "well")
	s.expect(`"message":"well"`)
}

func TestTooLargeDocument(t *testing.T) {
	s := ready(t, &toy{})
	s.open("a.proto", strings.Repeat("x", workspace.MaxFile+1))
	s.expect("file-too-large")
	s.hover("h", "a.proto")
	s.expect(`"value":"toys"`)
	s.change("a.proto", 2, "small")
	s.expect(`"message":"small"`)
}

// How a server ends says whether the client has said good-bye.
func TestEnds(t *testing.T) {
	for name, c := range map[string]struct {
		say  []string
		want string
	}{
		"closed at once":         {nil, "false <nil>"},
		"exit at once":           {[]string{`{"method":"exit"}`}, "false <nil>"},
		"exit without shutdown":  {[]string{`{"id":"i","method":"initialize","params":{}}`, `{"method":"exit"}`}, "false <nil>"},
		"closed after shutdown":  {[]string{`{"id":"i","method":"initialize","params":{}}`, `{"id":"s","method":"shutdown"}`}, "true <nil>"},
		"shutdown before all":    {[]string{`{"id":"s","method":"shutdown"}`, `{"method":"exit"}`}, "false <nil>"},
		"exit after shutdown":    {[]string{`{"id":"i","method":"initialize","params":{}}`, `{"id":"s","method":"shutdown"}`, `{"method":"exit"}`}, "true <nil>"},
		"closed while checking":  {[]string{`{"id":"i","method":"initialize","params":{}}`, `{"method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a.proto","text":"x"}}}`}, "false <nil>"},
		"what is not a protocol": {[]string{"\n"}, "false <nil>"},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, &toy{release: make(chan bool)})
			go io.Copy(io.Discard, s.out)
			for _, body := range c.say {
				s.send(body)
			}
			s.in.Close()
			if got := <-s.ended; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// A client that has gone away ends the server.
func TestClientThatReadsNothing(t *testing.T) {
	from, to := io.Pipe()
	go writeFrame(to, []byte(`{"id":1,"method":"initialize","params":{}}`))
	if _, err := Serve(t.Context(), from, broken{}, &toy{}, Options{}); err == nil || !strings.Contains(err.Error(), "writing to the client") {
		t.Errorf("got %v", err)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// However many documents are open, few models are kept; what was forgotten is read again when asked for.
func TestModelsAreForgotten(t *testing.T) {
	s := newServer(t.Context(), io.Discard, &toy{}, Options{})
	dir := uriOf(t.TempDir())
	s.receive([]byte(`{"id":0,"method":"initialize","params":{}}`))
	for i := range 3 * maxModels {
		s.receive(fmt.Appendf(nil, `{"method":"textDocument/didOpen","params":{"textDocument":{"uri":"%s/%d/a.proto","version":1,"text":"x"}}}`, dir, i))
		for s.begin(); s.running != nil; s.begin() {
			(<-s.done)()
		}
	}
	models := 0
	for _, p := range s.projects {
		for _, g := range p.allGroups() {
			if g.checked != nil {
				models++
			}
		}
	}
	if models != maxModels || len(s.documents) != 3*maxModels {
		t.Errorf("%d models of %d documents", models, len(s.documents))
	}
	s.receive(fmt.Appendf(nil, `{"id":1,"method":"textDocument/hover","params":{"textDocument":{"uri":"%s/0/a.proto"},"position":{}}}`, dir))
	if len(s.waiting) != 1 {
		t.Fatal("the question does not wait")
	}
	for s.begin(); s.running != nil; s.begin() {
		(<-s.done)()
	}
	if len(s.waiting) != 0 {
		t.Error("the question is not answered")
	}
}
