package bulkhead

import (
	"io"
	"net/http"

	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// Transport makes the requests of an http.Client in slots of the bulkhead; base nil is http.DefaultTransport. A
// request has ended when the body of its answer has been read to its end, or closed, which http.Client demands anyway. One
// that finds no slot is not repeated by retry.
func (b *Bulkhead) Transport(base http.RoundTripper) http.RoundTripper {
	if base == nil {
		base = http.DefaultTransport
	}
	return &transport{b, base}
}

type transport struct {
	bulkhead *Bulkhead
	base     http.RoundTripper
}

// RoundTrip sends the request.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	leave, err := t.bulkhead.Enter(r.Context())
	if err != nil {
		if r.Body != nil {
			r.Body.Close() // as RoundTripper promises; nothing was read of it
		}
		return nil, retry.Permanent(err) // it has waited already
	}
	kept := false
	defer func() {
		if !kept {
			leave()
		}
	}()
	answer, err := t.base.RoundTrip(r)
	if err != nil {
		return answer, err
	}
	kept = true
	answer.Body = wrap(answer.Body, leave)
	return answer, nil
}

// body frees the slot at its end.
type body struct {
	io.ReadCloser
	leave func()
}

func wrap(inner io.ReadCloser, leave func()) io.ReadCloser {
	b := body{inner, leave}
	if w, ok := inner.(io.Writer); ok { // the connection of an answer of 101
		return struct {
			body
			io.Writer
		}{b, w}
	}
	return b
}

// Read reads the body; any error of it is its end.
func (b body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.leave()
	}
	return n, err
}

// Close closes the body.
func (b body) Close() error {
	defer b.leave()
	return b.ReadCloser.Close()
}
