package mock

import (
	"net/http"

	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
)

// sendError answers a failure as the boundary does where the contract gives no example of it: its
// status, code and request ID are the real ones. It reports whether it has.
func (m *media) sendError(c *boundary.Call, status int) bool {
	if status < 400 || m.fill == nil || len(m.Examples) > 0 || m.Type != nil && hasExamples(m) {
		return false
	}
	e := &errors.Error{
		Status: status, Code: codeOf(status), Title: http.StatusText(status), Detail: "the mock was asked for this answer", RequestID: c.ID(),
	}
	if !m.allows(e) {
		return false
	}
	m.fill(c.Begin(status, m.concrete()), e)
	c.Send(m.Check)
	return true
}

func hasExamples(m *media) bool {
	t := m.Type.Resolve()
	return t.Schema != nil && len(t.Schema.Examples) > 0
}

// allows reports whether the error comes out as the schema has it.
func (m *media) allows(e *errors.Error) bool {
	var w wire.Writer
	w.Reset(nil, wire.Response)
	m.fill(&w, e)
	var r wire.Reader
	r.Reset(wire.Response)
	if n, ok := r.ParseJSON(w.Bytes(), wire.Limits{}); ok {
		m.Check(&r, n)
	}
	return w.Err() == nil && r.OK()
}

// codeOf is the code that the boundary has for a status.
func codeOf(status int) string {
	code, known := map[int]string{
		401: errors.CodeUnauthenticated, 403: errors.CodePermissionDenied, 404: errors.CodeNotFound,
		405: errors.CodeMethodNotAllowed, 406: errors.CodeNotAcceptable, 409: errors.CodeConflict,
		412: errors.CodePreconditionFailed, 413: errors.CodePayloadTooLarge, 415: errors.CodeUnsupportedMediaType,
		422: errors.CodeUnprocessable, 429: errors.CodeTooManyRequests, 501: errors.CodeUnimplemented,
		503: errors.CodeUnavailable, 504: errors.CodeDeadlineExceeded,
	}[status]
	switch {
	case known:
		return code
	case status >= 500:
		return errors.CodeInternal
	}
	return errors.CodeInvalidRequest
}
