package boundary

import (
	"context"
	"net/http"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/route"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Call is one request and its answer. It is reused: nothing may keep it after the operation's Handle.
type Call struct {
	server *server
	op     *Operation
	w      http.ResponseWriter
	req    *http.Request
	id     string
	vars   route.Vars

	reader  wire.Reader // the request
	query   []param.Pair
	cookies []param.Pair
	split   bool // query has been split,
	baked   bool // cookies have been
	body    []byte
	limited limited
	whole   func() // ends the bound of how long the body may take; nil: there is none
	late    bool   // it took too long: net/http then ends the context, though somebody still listens
	spool   param.Spool
	refusal *errors.Error // what Valid will answer, whatever else is wrong

	writer   wire.Writer // the answer's body
	out      []byte      // its memory
	status   int
	media    string
	checker  wire.Reader // reads what has been written
	header   pending
	headers  []field
	allow    string
	wrong    error // why the answer can't be sent
	answered bool
}

// largestKept is how many bytes of a buffer are kept for the next call.
const largestKept = 64 << 10

func (c *Call) start(s *server, w http.ResponseWriter, r *http.Request, id string) {
	c.server, c.w, c.req, c.id = s, w, r, id
	c.reader.Reset(wire.Request)
	c.spool = param.Spool{MaxPart: s.options.MaxPart, Memory: fileMemory}
}

// release forgets the request but keeps the memory.
func (c *Call) release() {
	s := c.server
	c.keep()
	clear(c.query)
	clear(c.cookies)
	clear(c.headers)
	c.query, c.cookies, c.headers, c.split, c.baked = c.query[:0], c.cookies[:0], c.headers[:0], false, false
	c.server, c.op, c.w, c.req, c.id = nil, nil, nil, nil, ""
	c.limited, c.whole, c.late, c.refusal, c.header.name = limited{}, nil, false, nil, ""
	c.status, c.media, c.allow, c.wrong, c.answered = 0, "", "", nil, false
	s.calls.Put(c)
}

func (c *Call) keep() {
	if cap(c.body) > largestKept {
		c.body, c.reader = nil, wire.Reader{}
	}
	if cap(c.out) > largestKept {
		c.out, c.checker = nil, wire.Reader{}
	}
}

// Reader reads the request's values.
func (c *Call) Reader() *wire.Reader { return &c.reader }

// Context ends when the client is gone.
func (c *Call) Context() context.Context { return c.req.Context() }

// Request is the request as net/http gives it.
func (c *Call) Request() *http.Request { return c.req }

// ID is the request's ID, which the answer carries too.
func (c *Call) ID() string { return c.id }

// Path reads a variable of the path.
func (c *Call) Path(name string, style param.Style, shape *param.Shape) (wire.Node, bool) {
	escaped, _ := c.vars.Escaped(name)
	return param.Path(&c.reader, escaped, name, style, shape)
}

// Query reads a parameter of the query.
func (c *Call) Query(name string, style param.Style, shape *param.Shape) (wire.Node, bool) {
	return param.Query(&c.reader, c.queryPairs(), name, style, shape)
}

func (c *Call) queryPairs() []param.Pair {
	if !c.split {
		c.split = true
		c.query = param.SplitQuery(c.query[:0], c.req.URL.RawQuery)
	}
	return c.query
}

// QueryString reads the whole query as one value (OpenAPI 3.2).
func (c *Call) QueryString(style param.Style, shape *param.Shape, encodings ...param.Encoding) (wire.Node, bool) {
	return param.ReadQueryString(&c.reader, c.req.URL.RawQuery, style, shape, encodings)
}

// Header reads a header.
func (c *Call) Header(name string, style param.Style, shape *param.Shape) (wire.Node, bool) {
	lines := c.req.Header[http.CanonicalHeaderKey(name)]
	if lines == nil && http.CanonicalHeaderKey(name) == "Host" && c.req.Host != "" {
		lines = []string{c.req.Host} // net/http takes it out of the headers
	}
	return param.Header(&c.reader, lines, name, style, shape)
}

// Cookie reads a cookie.
func (c *Call) Cookie(name string, style param.Style, shape *param.Shape) (wire.Node, bool) {
	return param.Cookies(&c.reader, c.cookiePairs(), name, style, shape)
}

func (c *Call) cookiePairs() []param.Pair {
	if !c.baked {
		c.baked = true
		c.cookies = param.SplitCookies(c.cookies[:0], c.req.Header["Cookie"])
	}
	return c.cookies
}

// Valid says whether the handler may be called. If not, the request has been answered: with 413, 415
// or 504 if the body can't be read, else with 400 and all violations. A client that is gone gets none.
func (c *Call) Valid() bool {
	switch {
	case c.late:
		c.answer(c.refusal)
		return false
	case c.gone():
		c.leave()
		return false
	case c.req.Context().Err() != nil:
		c.Fail(c.req.Context().Err())
		return false
	case c.refusal != nil:
		c.answer(c.refusal)
		return false
	case !c.reader.OK():
		c.answer(c.violations())
		return false
	}
	return true
}
