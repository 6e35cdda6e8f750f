package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
)

// phase is where the server is in its life.
type phase uint8

const (
	created     phase = iota
	initialised       // the client has asked for what the server can do
	shutDown          // nothing but `exit` is expected
)

// server is the state of the loop. Nothing else touches it.
type server struct {
	engine  Engine
	options Options
	lasting context.Context
	client  *client

	phase    phase
	can      capabilities // of the client
	units    encoding
	watching bool     // the client tells of files that change
	folders  []string // that the editor has opened, absolute

	documents map[string]*document // by URI
	projects  map[string]*project  // by dir
	edits     int
	recent    []*group        // whose models are kept, the latest last
	told      map[string]bool // notes that were shown, by project

	running *job
	waiting []*question       // until what they are about is checked
	working map[string]func() // how to cancel a request that is worked on, by its ID
	done    chan func()       // what the loop does when work beside it is done
}

// Serve talks to one client until it says `exit`, closes its side, or ctx ends. It returns whether the
// client has said good-bye as the protocol wants it; the error is why talking was no longer possible.
func Serve(ctx context.Context, in io.Reader, out io.Writer, engine Engine, options Options) (proper bool, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s := newServer(ctx, out, engine, options)
	return s.loop(ctx, receive(ctx, in))
}

func newServer(ctx context.Context, out io.Writer, engine Engine, options Options) *server {
	return &server{
		engine: engine, options: options, lasting: ctx, client: &client{out: out}, units: utf16Units,
		documents: map[string]*document{}, projects: map[string]*project{}, working: map[string]func(){},
		told: map[string]bool{}, done: make(chan func(), 16),
	}
}

// then has the loop do something, unless the server has ended.
func (s *server) then(do func()) {
	select {
	case s.done <- do:
	case <-s.lasting.Done():
	}
}

// received is a message of the client, or the end of them.
type received struct {
	body []byte
	err  error
}

// receive reads messages beside the loop, so that the newest edit can overtake what is being done.
func receive(ctx context.Context, in io.Reader) <-chan received {
	inbox := make(chan received, 8)
	go func() {
		from := bufio.NewReaderSize(in, 64<<10)
		for {
			body, err := readFrame(from)
			select {
			case inbox <- received{body, err}:
			case <-ctx.Done():
				return
			}
			if err != nil && !errors.Is(err, errTooLong) {
				return
			}
		}
	}()
	return inbox
}

// loop does one thing at a time. Checking begins when no message is left that could change what is to
// be checked.
func (s *server) loop(ctx context.Context, inbox <-chan received) (proper bool, err error) {
	for {
		if len(inbox) == 0 {
			s.begin()
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case then := <-s.done:
			then()
		case r := <-inbox:
			if errors.Is(r.err, errTooLong) {
				s.client.fail(null, &rpcError{codeInvalidRequest, r.err.Error()})
				continue
			}
			if r.err != nil {
				return s.closed(r.err)
			}
			if s.receive(r.body) {
				return s.phase == shutDown, nil
			}
		}
		if s.client.err != nil {
			return false, fmt.Errorf("writing to the client: %w", s.client.err)
		}
	}
}

// closed is the end without `exit`: a client that asked to shut down before has done its part.
func (s *server) closed(err error) (bool, error) {
	if err == io.EOF {
		return s.phase == shutDown, nil
	}
	return false, fmt.Errorf("reading from the client: %w", err)
}

// receive handles one message, and reports whether it was `exit`.
func (s *server) receive(body []byte) (exit bool) {
	m, wrong := parseMessage(body)
	if wrong != nil {
		s.client.fail(m.ID, wrong)
		return false
	}
	defer s.recovered(&m)
	switch {
	case m.Method == "exit":
		return true
	case m.Method == "": // a response; nothing that was asked needs one
	case m.ID == nil:
		s.notification(&m)
	default:
		s.request(&m)
	}
	return false
}

// recovered answers a message over which bylaw itself broke.
func (s *server) recovered(m *message) {
	value := recover()
	if value == nil {
		return
	}
	s.client.log(1, fmt.Sprintf("%s broke bylaw: %v\n%s", m.Method, value, debug.Stack()))
	if m.ID != nil {
		s.client.fail(m.ID, &rpcError{codeInternal, fmt.Sprintf("%s broke bylaw: %v", m.Method, value)})
	}
}

func (s *server) notification(m *message) {
	if s.phase != initialised {
		return // as the protocol wants it
	}
	var err error
	switch m.Method {
	case "initialized":
		s.register()
	case "textDocument/didOpen":
		err = s.didOpen(m)
	case "textDocument/didChange":
		err = s.didChange(m)
	case "textDocument/didSave":
		err = s.didSave(m)
	case "textDocument/didClose":
		err = s.didClose(m)
	case "workspace/didChangeWatchedFiles":
		err = s.didChangeFiles(m)
	case "workspace/didChangeWorkspaceFolders":
		err = s.didChangeFolders(m)
	case "$/cancelRequest":
		err = s.didCancel(m)
	}
	if err != nil {
		s.client.log(1, err.Error())
	}
}

func (s *server) request(m *message) {
	switch {
	case s.phase == shutDown:
		s.client.fail(m.ID, &rpcError{codeInvalidRequest, "the server was shut down"})
		return
	case m.Method == "initialize":
		s.answer(m, func() (any, error) { return s.initialize(m) })
		return
	case s.phase == created:
		s.client.fail(m.ID, &rpcError{codeNotInitialized, "the first request must be initialize"})
		return
	}
	var err error
	switch m.Method {
	case "shutdown":
		s.shutdown()
		s.client.succeed(m.ID, nil)
	case "textDocument/hover":
		err = s.ask(m, hoverAt)
	case "textDocument/definition":
		err = s.ask(m, definitionAt)
	case "textDocument/references":
		err = s.ask(m, referencesAt)
	case "textDocument/documentSymbol":
		err = s.ask(m, symbolsOf)
	case "textDocument/codeAction":
		err = s.ask(m, actionsAt)
	case "codeAction/resolve":
		err = s.resolve(m)
	default:
		err = &rpcError{codeNoMethod, "there is no method " + brief(m.Method)}
	}
	if err != nil {
		s.client.fail(m.ID, asRPC(err))
	}
}

func (s *server) answer(m *message, of func() (any, error)) {
	result, err := of()
	if err != nil {
		s.client.fail(m.ID, asRPC(err))
		return
	}
	s.client.succeed(m.ID, result)
}

func (s *server) initialize(m *message) (any, error) {
	if s.phase != created {
		return nil, &rpcError{codeInvalidRequest, "initialize was asked before"}
	}
	p, err := params[initializing](m)
	if err != nil {
		return nil, err
	}
	s.phase, s.can = initialised, p.Capabilities
	s.units = chooseEncoding(p.Capabilities.General.PositionEncodings)
	for _, f := range p.WorkspaceFolders {
		s.addFolder(f.URI)
	}
	if len(p.WorkspaceFolders) == 0 {
		s.addFolder(p.RootURI)
	}
	result := initialized{ServerInfo: serverInfo{"bylaw", s.options.Version}}
	c := &result.Capabilities
	c.PositionEncoding = string(s.units)
	c.TextDocumentSync = syncOptions{OpenClose: true, Change: 2, Save: true}
	c.HoverProvider, c.DefinitionProvider, c.ReferencesProvider, c.DocumentSymbolProvider = true, true, true, true
	c.CodeActionProvider = codeActionOptions{[]string{kindQuickFix, kindFixAll}, true}
	c.Workspace.WorkspaceFolders = folderOptions{true, true}
	return result, nil
}

// register asks the client to tell of files that change, if it can be asked.
func (s *server) register() {
	if !s.can.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		return
	}
	s.watching = true
	s.client.request("watch", "client/registerCapability", registering{[]registration{{
		ID: "watch", Method: "workspace/didChangeWatchedFiles",
		RegisterOptions: watcherOptions{[]watcher{{"**/*.{proto,yaml,yml,json}"}}},
	}}})
}

func (s *server) shutdown() {
	s.phase = shutDown
	if s.running != nil {
		s.running.cancel()
	}
	for _, cancel := range s.working {
		cancel()
	}
	for _, q := range s.waiting {
		s.client.fail(q.id, &rpcError{codeCancelled, "the server was shut down"})
	}
	s.waiting, s.documents, s.projects = nil, map[string]*document{}, map[string]*project{}
}

// client writes to the client. After the first error nothing is written any more.
type client struct {
	lock sync.Mutex
	out  io.Writer
	err  error
}

func (c *client) send(m message) {
	m.Version = "2.0"
	body, err := json.Marshal(m)
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.err == nil && err == nil {
		err = writeFrame(c.out, body)
	}
	if c.err == nil {
		c.err = err
	}
}

func encode(value any) json.RawMessage {
	body, err := json.Marshal(value)
	if err != nil { // no type of the protocol can fail
		return null
	}
	return body
}

func (c *client) succeed(id json.RawMessage, result any) {
	c.send(message{ID: id, Result: encode(result)})
}

func (c *client) fail(id json.RawMessage, err *rpcError) { c.send(message{ID: id, Error: err}) }

func (c *client) notify(method string, params any) {
	c.send(message{Method: method, Params: encode(params)})
}

func (c *client) request(id, method string, params any) {
	c.send(message{ID: encode(id), Method: method, Params: encode(params)})
}

// log shows a message in the log that editors keep of a server. kind is 1 for an error, 2 for a
// warning, 3 for information.
func (c *client) log(kind int, text string) {
	c.notify("window/logMessage", logging{kind, text})
}
