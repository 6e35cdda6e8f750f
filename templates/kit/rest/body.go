package rest

import (
	"cmp"
	stderrors "errors"
	"io"
	"net/http"
	"os"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// fetch reads the body, once. What nothing is bound to is read, too, because only behind the body does net/http see
// whether the client is still there.
func (x *exchange) fetch() {
	if x.fetched {
		return
	}
	x.fetched = true
	if !x.binding.hasBody() {
		x.overlook()
		return
	}
	end := x.patience(cmp.Or(x.call.Timeout, x.handler.edge.Timeout))
	if x.body, x.unread = x.wholeBody(); x.unread == nil {
		end() // else what is left of it keeps its bound
	}
}

// wholeBody reads the request's body; nil: there is none. What is too large or of the wrong type is refused before it is
// read, where its length is known.
func (x *exchange) wholeBody() ([]byte, error) {
	length, most := x.req.ContentLength, x.handler.edge.MaxMessage
	switch {
	case x.req.Body == nil || x.req.Body == http.NoBody || length == 0:
		return nil, nil
	case length > int64(most):
		return nil, edge.TooLarge(most)
	case length > 0 && !x.readable():
		return nil, x.unsupported()
	}
	body, err := x.readAll(most)
	switch {
	case err != nil:
		return nil, err
	case len(body) == 0:
		return nil, nil
	case length < 0 && !x.readable():
		return nil, x.unsupported()
	}
	return body, nil
}

// readAll reads to the end, but never more than most bytes.
func (x *exchange) readAll(most int) ([]byte, error) {
	m := x.memory
	if cap(m.body) == 0 {
		m.body = make([]byte, 0, 1024)
	}
	m.body = m.body[:0]
	for {
		if len(m.body) == cap(m.body) {
			m.body = append(m.body, 0)[:len(m.body)]
		}
		n, err := x.req.Body.Read(m.body[len(m.body):cap(m.body)])
		m.body = m.body[:len(m.body)+n]
		switch {
		case len(m.body) > most:
			return nil, edge.TooLarge(most)
		case err == io.EOF:
			x.complete = true
			return m.body, nil
		case err != nil:
			return nil, x.unreadable(err)
		}
	}
}

// overlook throws a body away.
func (x *exchange) overlook() {
	if x.req.Body == nil || x.req.Body == http.NoBody {
		return
	}
	end := x.patience(grace)
	if _, err := io.CopyN(io.Discard, x.req.Body, int64(x.handler.edge.MaxMessage)+1); err == io.EOF {
		x.complete = true
		end()
	}
}

func (x *exchange) readable() bool {
	return boundary.MediaType(x.req.Header, x.binding.accepts()...) >= 0
}

func (x *exchange) unsupported() error {
	return &errors.Error{Status: http.StatusUnsupportedMediaType, Code: errors.CodeUnsupportedMediaType,
		Detail: boundary.MediaTrouble(x.req.Header, x.binding.accepts()...)}
}

// unreadable says why a body can't be read to its end.
func (x *exchange) unreadable(err error) error {
	var large *http.MaxBytesError
	switch {
	case stderrors.As(err, &large):
		return edge.TooLarge(int(large.Limit))
	case stderrors.Is(err, os.ErrDeadlineExceeded):
		x.expired = true
		return &errors.Error{Status: http.StatusGatewayTimeout, Code: errors.CodeDeadlineExceeded, Detail: "the deadline has passed before all of the body was there"}
	}
	return fault.Invalid([]errors.Violation{{Location: errors.Body, Code: errors.Format, Description: "can't be read: it ends early or its framing is broken"}})
}
