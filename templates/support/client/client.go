// Package client is what a generated client calls: it builds a request, sends it, repeats it where that
// is safe, and reads the answer, whose violations are found as a server finds those of a request. It has
// no state but that of its Cores, and must not know any contract: generated code tells it each piece.
package client

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/retry"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Operation is what the contract says of a call before any of its values are known.
type Operation struct {
	ID, Method string
	Template   string         // of the path: /orders/{id}
	Accept     []string       // the media types of all answers
	Streamed   []string       // those that are read as they come when the call succeeds; ranges such as image/* too
	Redirects  bool           // an answer of 3xx is declared, so none is followed
	Declared   retry.Declared // whether the contract says that it may be repeated
}

// Core sends the calls of one client. It is safe for concurrent use.
type Core struct {
	base    string
	options Options
	follow  *http.Client
	stay    *http.Client // follows no redirect
	retrier *retry.Retrier
	scratch sync.Pool // of *scratch
	now     func() time.Time
}

// scratch is the memory that one call borrows.
type scratch struct {
	reader wire.Reader
	body   []byte
}

// keptBody is the size of an answer above which its memory is not kept for the next call.
const keptBody = 1 << 20

// New returns a client for the API at that absolute URL.
func New(baseURL string, o Options) (*Core, error) {
	base, err := checkBase(baseURL)
	if err != nil {
		return nil, err
	}
	c := &Core{base: base, options: o.withDefaults(), retrier: retry.New(o.Retry), now: o.Retry.Now}
	if c.now == nil {
		c.now = time.Now
	}
	c.follow, c.stay = redirecting(c.options)
	return c, nil
}

// Call starts a call of the operation. Close ends it.
func (c *Core) Call(ctx context.Context, op *Operation) *Call {
	call := &Call{core: c, op: op, header: http.Header{}, borrowed: c.borrow()}
	call.bound(ctx)
	return call
}

func (c *Core) borrow() *scratch {
	if s, ok := c.scratch.Get().(*scratch); ok {
		return s
	}
	return new(scratch)
}

func (c *Core) giveBack(s *scratch) {
	if cap(s.body) <= keptBody {
		s.body = s.body[:0]
		c.scratch.Put(s)
	}
}
