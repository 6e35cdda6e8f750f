package mock

import (
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// answer is one response of an operation, ready to be sent.
type answer struct {
	*spec.Response
	code    int // 404; 4 and 5 for 4XX and 5XX, 0 for default
	success bool
	server  *Server
	headers []ready.Input
	media   []*media

	mutex sync.Mutex
	made  map[wanted]body // what has been sent before
}

// wanted is what a body is made for.
type wanted struct {
	media   *media
	example string
}

// body is the content of an answer: one value, or the items of a stream.
type body struct {
	values []*spec.Value
	err    error
}

// answer prepares a response; nil if its status is none.
func (s *Server) answer(o *operation, r *spec.Response) *answer {
	code, ok := httpapi.StatusCode(r.Status)
	if !ok {
		return nil
	}
	a := &answer{Response: r, code: code, server: s, made: map[wanted]body{}}
	for _, h := range r.Headers {
		if !strings.EqualFold(h.Name, "Content-Type") {
			a.headers = append(a.headers, ready.NewInput(h, s.checker))
		}
	}
	if o.Method() == http.MethodHead || code == http.StatusNoContent || code == http.StatusNotModified || code/100 == 1 {
		return a
	}
	for _, m := range r.Content {
		made := s.media(m)
		if made.Kind == httpapi.Form || made.Kind == httpapi.Multipart {
			made.Kind = httpapi.Bytes
		}
		a.media = append(a.media, made)
	}
	return a
}

// judge decides which of the operation's answers are successes.
func (o *operation) judge() {
	var codes []int
	for _, a := range o.answers {
		codes = append(codes, a.code)
	}
	for i, success := range httpapi.Successes(codes) {
		o.answers[i].success = success
	}
}

// sorted returns the answers with the one first that is given if nobody asks for another.
func (o *operation) sorted() []*answer {
	all := slices.Clone(o.answers)
	slices.SortStableFunc(all, func(a, b *answer) int { return a.rank() - b.rank() })
	return all
}

// rank is lower for what is more usual: exact successes, classes of them, everything else.
func (a *answer) rank() int {
	switch {
	case a.success && a.code >= 100:
		return 0
	case a.success:
		return 1
	}
	return 2
}

func (o *operation) statuses() []int {
	var all []int
	for _, a := range o.answers {
		if !slices.Contains(all, a.code) {
			all = append(all, a.code)
		}
	}
	return all
}

// produces returns the media types that all of the operation's successes come in.
func (o *operation) produces() []string {
	var successes [][]string
	for _, a := range o.answers {
		if a.success {
			successes = append(successes, names(a.media))
		}
	}
	return httpapi.Produces(successes)
}

// send sends the answer: headers, and a body in the media type that the client likes best.
func (a *answer) send(c *boundary.Call, asked asked) {
	if err := a.putHeaders(c); err != nil {
		c.Fail(err)
		return
	}
	if len(a.media) == 0 {
		c.SendEmpty(asked.status)
		return
	}
	var names []string
	for _, m := range a.media {
		names = append(names, m.concrete())
	}
	m := a.media[max(0, c.Accepts(names...))]
	if asked.example == "" && m.sendError(c, asked.status) {
		return
	}
	made := a.body(m, asked.example)
	if made.err != nil {
		c.Fail(made.err)
		return
	}
	m.send(c, asked.status, made.values)
}

// putHeaders sets the headers that the contract declares.
func (a *answer) putHeaders(c *boundary.Call) error {
	for i := range a.headers {
		h := &a.headers[i]
		v, err := a.server.sampler.Parameter(h.Parameter, spec.InResponse)
		if err != nil {
			return fmt.Errorf("no value was found for the header %s: %w", h.Name, err)
		}
		c.PutHeader(h.Name, h.As, h.Check).Raw(sample.Encode(v))
	}
	return nil
}

// itemsOfStream is how many items a stream has.
const itemsOfStream = 3

// body returns the content of the answer in a media type. It is made once: it is always the same.
func (a *answer) body(m *media, example string) body {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	made, known := a.made[wanted{m, example}]
	if !known {
		made = a.makeBody(m, example)
		a.made[wanted{m, example}] = made
	}
	return made
}

func (a *answer) makeBody(m *media, example string) body {
	if e := m.example(example); e != nil && example != "" {
		return body{values: []*spec.Value{e}}
	}
	switch m.Kind {
	case httpapi.Lines, httpapi.Events:
		return a.makeItems(m)
	case httpapi.Bytes:
		return m.makeBytes()
	}
	media := m.MediaType
	if media.Type == nil && m.Kind == httpapi.Text {
		media = &spec.MediaType{Type: &spec.Type{Kind: spec.KindString}, Examples: m.Examples}
	}
	v, err := a.server.sampler.MediaValue(media, spec.InResponse)
	return body{values: []*spec.Value{m.lastPage(v)}, err: err}
}

// makeItems makes the items of a stream: of an example that is a list, or made up.
func (a *answer) makeItems(m *media) body {
	if e := m.example(""); e != nil && e.Kind == spec.List {
		return body{values: e.Items}
	}
	v, err := a.server.sampler.Value(m.item, spec.InResponse)
	return body{values: slices.Repeat([]*spec.Value{v}, itemsOfStream), err: err}
}

// makeBytes makes a content whose schema nothing enforces: an example, or a few bytes. XML can only be
// taken from an example.
func (m *media) makeBytes() body {
	e := m.example("")
	switch {
	case e != nil && e.Kind == spec.Str:
		return body{values: []*spec.Value{e}}
	case httpapi.IsXML(m.Name):
		return body{err: boundary.Unimplemented("in " + m.Name + ", which the contract gives no example of,")}
	case e != nil:
		return body{values: []*spec.Value{{Kind: spec.Str, Text: string(sample.Encode(e))}}}
	}
	return body{values: []*spec.Value{{Kind: spec.Str, Text: "mock"}}}
}

// example returns the example of that name, the first one if the name is empty; nil if there is none.
func (m *media) example(name string) *spec.Value {
	for _, e := range m.Examples {
		if e.Value != nil && (name == "" || e.Name == name) {
			return e.Value
		}
		if e.Serialized != "" && (name == "" || e.Name == name) {
			return &spec.Value{Kind: spec.Str, Text: e.Serialized}
		}
	}
	return nil
}

// send sends values as the media type has them.
func (m *media) send(c *boundary.Call, status int, values []*spec.Value) {
	switch {
	case m.Kind == httpapi.Bytes:
		c.SendStream(status, m.concrete(), strings.NewReader(values[0].Text))
	case m.Kind == httpapi.Events && httpapi.IsEvent(m.item):
		boundary.SendEvents(c, status, m.concrete(), each(values), writeValue, m.Check)
	case m.Kind == httpapi.Events || m.Kind == httpapi.Lines:
		boundary.SendItems(c, status, m.concrete(), each(values), writeValue, m.Check)
	case m.Kind == httpapi.Text && values[0].Kind == spec.Str:
		c.SendText(status, m.concrete(), values[0].Text, m.Check)
	default:
		c.Begin(status, m.concrete()).Raw(sample.Encode(values[0]))
		c.Send(m.Check)
	}
}

func each(values []*spec.Value) iter.Seq2[*spec.Value, error] {
	return func(yield func(*spec.Value, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func writeValue(v **spec.Value, w *wire.Writer) { w.Raw(sample.Encode(*v)) }
