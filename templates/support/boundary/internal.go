package boundary

import (
	"net/http"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Outside says whether the caller must not see what the contract calls internal.
func (c *Call) Outside() bool {
	return c.op.Internal && !c.server.options.Insider(c.req.Context())
}

// rewrite makes a writer ready for a part of the answer.
func (c *Call) rewrite(w *wire.Writer, memory []byte) *wire.Writer {
	w.Reset(memory[:0], wire.Response)
	w.Outside = c.Outside()
	return w
}

// Internal says whether an internal parameter must not be looked at because the caller is an outsider, to whom it is
// unknown: that is recorded if it is there.
func (c *Call) Internal(in errors.Location, name string) bool {
	if !c.reader.Outside {
		return false
	}
	if c.sent(in, name) {
		c.reader.Report(in, name, errors.UnknownField, "is not a parameter of this operation")
	}
	return true
}

// sent says whether the request has anything of a parameter's name.
func (c *Call) sent(in errors.Location, name string) bool {
	switch in {
	case errors.Query:
		return mentions(c.queryPairs(), name)
	case errors.Header:
		return len(c.req.Header[http.CanonicalHeaderKey(name)]) > 0
	case errors.Cookie:
		return mentions(c.cookiePairs(), name)
	}
	return false
}

// mentions says whether one of the pairs is of the name, or of a member of the object of that name (name[member]).
func mentions(pairs []param.Pair, name string) bool {
	for _, p := range pairs {
		if rest, ok := strings.CutPrefix(p.Name, name); ok && (rest == "" || rest[0] == '[') {
			return true
		}
	}
	return false
}

// PutInternalHeader is PutHeader for a header that outsiders don't get. It has to obey the contract all the same.
func (c *Call) PutInternalHeader(name string, style param.Style, check wire.Check) *wire.Writer {
	w := c.PutHeader(name, style, check)
	c.header.internal = true
	return w
}
