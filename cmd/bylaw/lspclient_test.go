package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// lspClient is an editor that does what a script says, and writes down what is said.
type lspClient struct {
	t        *testing.T
	dir      string
	to       io.WriteCloser
	from     chan map[string]any // closed at the end of the server's output
	utf8     bool
	lazy     bool // code actions are resolved when they are chosen
	open     map[string]string
	versions map[string]int
	shown    map[string][]any // the diagnostics by document
	requests int
	log      strings.Builder
}

func newLSPClient(t *testing.T, dir string, to io.WriteCloser, from io.Reader) *lspClient {
	c := &lspClient{t: t, dir: dir, to: to, from: make(chan map[string]any, 1000), open: map[string]string{}, versions: map[string]int{}, shown: map[string][]any{}}
	go c.read(bufio.NewReader(from))
	return c
}

func (c *lspClient) read(from *bufio.Reader) {
	defer close(c.from)
	for {
		length := 0
		for {
			line, err := from.ReadString('\n')
			if err != nil {
				return
			}
			if line == "\r\n" {
				break
			}
			fmt.Sscanf(line, "Content-Length: %d\r\n", &length)
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(from, body); err != nil {
			return
		}
		var message map[string]any
		if err := json.Unmarshal(body, &message); err != nil {
			c.t.Errorf("the server sent %q: %v", body, err)
			return
		}
		c.from <- message
	}
}

// say writes a line of the transcript, without what differs from machine to machine.
func (c *lspClient) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	text = strings.ReplaceAll(text, (&url.URL{Path: c.dir}).String(), "$DIR")
	text = strings.ReplaceAll(text, c.dir, "$DIR")
	text = strings.ReplaceAll(text, strconv.Quote(version()), `"VERSION"`)
	c.log.WriteString(text + "\n")
}

func (c *lspClient) raw(body string) {
	fmt.Fprintf(c.to, "Content-Length: %d\r\n\r\n%s", len(body), body)
}

func (c *lspClient) send(message map[string]any) {
	message["jsonrpc"] = "2.0"
	body, err := json.Marshal(message)
	if err != nil {
		c.t.Fatal(err)
	}
	c.raw(string(body))
}

func (c *lspClient) notify(method string, params any) {
	c.send(map[string]any{"method": method, "params": params})
}

// request returns the answer, and writes down what comes before it.
func (c *lspClient) request(method string, params any) map[string]any {
	id := c.begin(method, params)
	return c.until(id)
}

func (c *lspClient) begin(method string, params any) int {
	c.requests++
	c.send(map[string]any{"id": c.requests, "method": method, "params": params})
	return c.requests
}

func (c *lspClient) until(id int) map[string]any {
	for message := range c.from {
		if message["method"] == nil && message["id"] == float64(id) {
			return message
		}
		c.received(message)
	}
	c.t.Fatalf("the server has gone away\n%s", c.log.String())
	return nil
}

// received writes down a message that answers nothing.
func (c *lspClient) received(m map[string]any) {
	method, _ := m["method"].(string)
	params, _ := m["params"].(map[string]any)
	switch method {
	case "textDocument/publishDiagnostics":
		c.diagnostics(params)
	case "window/logMessage":
		c.say("← log: %s", params["message"])
	default:
		c.say("← %s", compact(m))
	}
}

func compact(v any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v)
	return strings.TrimSpace(b.String())
}

func (c *lspClient) diagnostics(params map[string]any) {
	version := ""
	if v, ok := params["version"]; ok {
		version = fmt.Sprintf(" (version %v)", v)
	}
	list := params["diagnostics"].([]any)
	c.shown[c.name(params["uri"])] = list
	if len(list) == 0 {
		c.say("← diagnostics of %s%s: none", c.name(params["uri"]), version)
		return
	}
	c.say("← diagnostics of %s%s:", c.name(params["uri"]), version)
	for _, item := range list {
		d := item.(map[string]any)
		severity := []string{"", "error", "warning", "info"}[int(d["severity"].(float64))]
		c.say("    %s %s %s: %s", span(d["range"]), severity, d["code"], strings.ReplaceAll(d["message"].(string), "\n", "\n        "))
		related, _ := d["relatedInformation"].([]any)
		for _, r := range related {
			r := r.(map[string]any)
			c.say("        %s: %s", c.place(r["location"]), r["message"])
		}
	}
}

func (c *lspClient) name(uri any) string {
	return strings.TrimPrefix(fmt.Sprint(uri), "file://"+filepath.ToSlash(c.dir)+"/")
}

func (c *lspClient) place(location any) string {
	l := location.(map[string]any)
	return c.name(l["uri"]) + ":" + span(l["range"])
}

// span shows a range as editors do: from line 1, column 1.
func span(r any) string {
	at := func(key string) (int, int) {
		p := r.(map[string]any)[key].(map[string]any)
		return int(p["line"].(float64)) + 1, int(p["character"].(float64)) + 1
	}
	line, column := at("start")
	endLine, endColumn := at("end")
	if line == endLine {
		return fmt.Sprintf("%d:%d-%d", line, column, endColumn)
	}
	return fmt.Sprintf("%d:%d-%d:%d", line, column, endLine, endColumn)
}

func (c *lspClient) uri(name string) string {
	if strings.Contains(name, ":") {
		return name
	}
	return "file://" + filepath.ToSlash(filepath.Join(c.dir, filepath.FromSlash(name)))
}

func (c *lspClient) document(name string) map[string]any { return map[string]any{"uri": c.uri(name)} }

// settle waits until everything that is open is checked.
func (c *lspClient) settle() {
	var names []string
	for name := range c.open {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		c.request("textDocument/documentSymbol", map[string]any{"textDocument": c.document(name)})
	}
}

// position returns where a text of an open document stands, with | for the cursor within it.
func (c *lspClient) position(name, marked string) (start, end map[string]any) {
	before, after, _ := strings.Cut(marked, "|")
	text := c.open[name]
	at := strings.Index(text, before+after)
	if at < 0 {
		c.t.Fatalf("%s does not hold %q", name, before+after)
	}
	if !strings.Contains(marked, "|") {
		return c.at(text, at), c.at(text, at+len(marked))
	}
	return c.at(text, at+len(before)), c.at(text, at+len(before))
}

func (c *lspClient) at(text string, offset int) map[string]any {
	line := strings.Count(text[:offset], "\n")
	column := text[strings.LastIndex(text[:offset], "\n")+1 : offset]
	character := len(utf16.Encode([]rune(column)))
	if c.utf8 {
		character = len(column)
	}
	return map[string]any{"line": line, "character": character}
}

// apply makes the edits of a workspace edit, and shows the lines that are other than before.
func (c *lspClient) apply(edit map[string]any) {
	edits := editsOf(edit)
	for _, uri := range slices.Sorted(keysOf(edits)) {
		name := c.name(uri)
		old, isOpen := c.open[name]
		if !isOpen {
			content, _ := os.ReadFile(filepath.Join(c.dir, name))
			old = string(content)
		}
		new := c.edited(old, edits[uri])
		c.say("%s", strings.TrimRight(lineDiff(name, old, new), "\n"))
		if isOpen {
			c.change(name, new)
		}
	}
}

// editsOf returns the edits by URI, in whichever of the two forms they come.
func editsOf(edit map[string]any) map[string][]any {
	edits := map[string][]any{}
	changes, _ := edit["changes"].(map[string]any)
	for uri, list := range changes {
		edits[uri] = list.([]any)
	}
	documents, _ := edit["documentChanges"].([]any)
	for _, d := range documents {
		id := d.(map[string]any)["textDocument"].(map[string]any)
		edits[id["uri"].(string)] = d.(map[string]any)["edits"].([]any)
	}
	return edits
}

func (c *lspClient) edited(text string, edits []any) string {
	for _, e := range slices.Backward(edits) { // they come sorted
		r := e.(map[string]any)["range"].(map[string]any)
		start, end := c.offset(text, r["start"]), c.offset(text, r["end"])
		text = text[:start] + e.(map[string]any)["newText"].(string) + text[end:]
	}
	return text
}

func (c *lspClient) offset(text string, position any) int {
	p := position.(map[string]any)
	offset := 0
	for range int(p["line"].(float64)) {
		offset += strings.Index(text[offset:], "\n") + 1
	}
	left := int(p["character"].(float64))
	for _, r := range text[offset:] {
		if left <= 0 {
			break
		}
		size := len(string(r))
		offset += size
		if left -= size; !c.utf8 {
			left += size - len(utf16.Encode([]rune{r}))
		}
	}
	return offset
}

// change replaces the whole text of a document.
func (c *lspClient) change(name, text string) {
	c.open[name] = text
	c.versions[name]++
	c.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": c.uri(name), "version": c.versions[name]},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}
