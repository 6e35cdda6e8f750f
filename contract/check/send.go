package check

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/generator/ready"
	problem "github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/route"
)

// seen is what the boundary has found out about a request.
type seen struct {
	operation *operation     // nil: none answers it
	media     *ready.Media   // of the body; nil: it wasn't read
	refusal   *problem.Error // nil: the request satisfies the spec
}

type seenKey struct{}

func seenBy(ctx context.Context) *seen {
	if s, ok := ctx.Value(seenKey{}).(*seen); ok {
		return s
	}
	return &seen{}
}

// send asks the boundary about a request: at its path, or below that of one of the servers.
func (c *Checker) send(q *contract.Request) (*seen, error) {
	first, err := c.sendTo(q, q.Path)
	if err != nil || first.operation != nil {
		return first, err
	}
	for _, prefix := range c.paths {
		rest, below := strings.CutPrefix(q.Path, prefix)
		if !below || !strings.HasPrefix(rest, "/") {
			continue
		}
		if again, err := c.sendTo(q, rest); err == nil && again.operation != nil {
			return again, nil
		}
	}
	return first, nil
}

func (c *Checker) sendTo(q *contract.Request, path string) (*seen, error) {
	r, err := request(q, path)
	if err != nil {
		return nil, err
	}
	found, where := &seen{}, &route.Match{}
	ctx := route.WithMatch(context.WithValue(context.Background(), seenKey{}, found), where)
	c.handler.ServeHTTP(&nowhere{header: http.Header{}}, r.WithContext(ctx))
	found.operation = c.operations[where.Operation]
	return found, nil
}

// nowhere is where answers go that nobody reads.
type nowhere struct{ header http.Header }

func (n *nowhere) Header() http.Header         { return n.header }
func (n *nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (n *nowhere) WriteHeader(int)             {}

// request makes the request that the consumer sends.
func request(q *contract.Request, path string) (*http.Request, error) {
	if !strings.HasPrefix(path, "/") {
		return nil, errors.New("a path begins with a slash")
	}
	plain, err := url.PathUnescape(path)
	if err != nil {
		return nil, fmt.Errorf("the path has a malformed percent-encoding: %w", err)
	}
	r := &http.Request{
		Method: strings.ToUpper(q.Method), URL: &url.URL{Path: plain, RawPath: path, RawQuery: query(q)},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Body: http.NoBody, Host: "localhost",
	}
	for _, h := range q.Headers {
		name := http.CanonicalHeaderKey(h.Name)
		r.Header[name] = append(r.Header[name], h.Values...)
	}
	if q.Body.Presence == contract.Present {
		r.Body, r.ContentLength = readOnly{bytes.NewReader(q.Body.Content)}, int64(len(q.Body.Content))
		if kind := bodyType(q.Body); kind != "" && r.Header["Content-Type"] == nil {
			r.Header["Content-Type"] = []string{kind}
		}
	}
	return r, nil
}

// bodyType returns what a body says of its own type; of JSON it needn't, for that shows.
func bodyType(b contract.Body) string {
	if b.Encoded == "JSON" {
		return cmp.Or(b.ContentType, "application/json")
	}
	return b.ContentType
}

type readOnly struct{ *bytes.Reader }

func (readOnly) Close() error { return nil }

// query writes the query as consumers do. Contracts hold it decoded: what may separate items in a
// value is left as it is, since nobody can tell any more whether it was escaped.
func query(q *contract.Request) string {
	if q.QueryText != "" {
		return strings.ReplaceAll(q.QueryText, " ", "%20")
	}
	var b strings.Builder
	for _, v := range q.Query {
		for _, value := range v.Values {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(escape(v.Name) + "=" + escape(value))
		}
	}
	return b.String()
}

func escape(text string) string {
	return strings.NewReplacer("+", "%20", "%2C", ",", "%7C", "|", "%3A", ":", "%2F", "/", "%5B", "[", "%5D", "]").Replace(url.QueryEscape(text))
}
