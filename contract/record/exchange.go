package record

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/internal/support/route"
)

// Exchange is a request and its answer, as they travelled.
type Exchange struct {
	Method   string
	Path     string // percent-encoded, as it was sent
	RawQuery string
	Header   http.Header
	Body     []byte

	Status       int
	AnswerHeader http.Header
	Answer       []byte
}

// request returns what was sent, as a contract has it. It is compared, never written.
func (x *Exchange) request() *contract.Request {
	query, _ := url.ParseQuery(x.RawQuery)
	return &contract.Request{Method: x.Method, Path: x.Path, Query: values(query), Headers: values(x.Header), Body: body(x.Body)}
}

// response returns what was answered, as a contract has it. It is compared, never written.
func (x *Exchange) response() *contract.Response {
	return &contract.Response{Status: x.Status, Headers: values(x.AnswerHeader), Body: body(x.Answer)}
}

func values(named map[string][]string) []contract.Values {
	var all []contract.Values
	for _, name := range sorted(named) {
		all = append(all, contract.Values{Name: name, Values: named[name]})
	}
	return all
}

func sorted(named map[string][]string) []string {
	var names []string
	for name := range named {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func body(content []byte) contract.Body {
	if len(content) == 0 {
		return contract.Body{Presence: contract.Empty}
	}
	return contract.Body{Presence: contract.Present, Content: content}
}

// ask has the boundary read a request: at its path, or below that of one of the servers. It returns the operation, nil
// if there is none, and the path of the server.
func (r *Recorder) ask(x *Exchange, h *secrets) (o *operation, prefix string, a *asked, err error) {
	for _, prefix := range append([]string{""}, r.paths...) {
		rest, below := strings.CutPrefix(x.Path, prefix)
		if !below || !strings.HasPrefix(rest, "/") {
			continue
		}
		o, found, err := r.askAt(x, rest, h)
		if err != nil || o != nil {
			return o, prefix, found, err
		}
		if a == nil {
			a = found
		}
	}
	return nil, "", a, nil
}

func (r *Recorder) askAt(x *Exchange, path string, h *secrets) (*operation, *asked, error) {
	plain, err := url.PathUnescape(path)
	if err != nil {
		return nil, nil, errors.New("the path has a malformed percent-encoding")
	}
	q := &http.Request{
		Method: x.Method, URL: &url.URL{Path: plain, RawPath: path, RawQuery: x.RawQuery}, Host: "localhost",
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: x.Header, Body: http.NoBody,
	}
	if len(x.Body) > 0 {
		q.Body, q.ContentLength = readOnly{bytes.NewReader(x.Body)}, int64(len(x.Body))
	}
	a, where := &asked{walker: r.walker(h, true)}, &route.Match{}
	ctx := route.WithMatch(context.WithValue(context.Background(), askedKey{}, a), where)
	r.handler.ServeHTTP(&nowhere{header: http.Header{}}, q.WithContext(ctx))
	return r.operations[where.Operation], a, nil
}

// nowhere is where answers go that nobody reads.
type nowhere struct{ header http.Header }

func (n *nowhere) Header() http.Header         { return n.header }
func (n *nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (n *nowhere) WriteHeader(int)             {}

type readOnly struct{ *bytes.Reader }

func (readOnly) Close() error { return nil }
