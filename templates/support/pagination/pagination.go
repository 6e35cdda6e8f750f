// Package pagination is how a list goes out in pages: tokens that say nothing to those who hold them, and the place of
// the next page in an order that no two items share. It must not know HTTP, gRPC, nor any driver of a database.
//
// A token holds where a page ended, whose it is, of which list, and when it was issued, sealed with AES-256-GCM: callers
// can neither read nor make nor change one, nor use one of somebody else or of another list (AIP-158). It grants nothing:
// who may see which items is asked again for each page, by the handler's own query.
//
// A page begins behind the last item of the one before it, by value and not by count. So items that come and go meanwhile
// neither repeat nor hide others: what is there all along is listed exactly once.
package pagination

import (
	"crypto/rand"
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

// Options configures a Pager. Keys are demanded, everything else has a default.
type Options struct {
	Keys []Key         // the first seals, all open; see Rotate
	TTL  time.Duration // how long a token is good for; 0: 24 h

	DefaultSize int  // items of a page whose caller doesn't say; 0: 50
	MaxSize     int  // items of a page at most; 0: 1000. More is refused,
	Clamp       bool // or taken for MaxSize (AIP-158), if this is set

	SizeField, TokenField string // as the contract spells them; "": page_size, page_token

	Now  func() time.Time // nil: time.Now
	Rand io.Reader        // nil: crypto/rand. Must be safe for concurrent use, and may not repeat itself
}

// Pager opens and makes tokens. It is safe for concurrent use.
type Pager struct {
	options Options
	ring    atomic.Pointer[ring]
}

// skew is how far the clocks of servers that share keys may differ.
const skew = 5 * time.Minute

// New returns a pager. No key, one that is no key, and two that are the same are errors, and so is a default size above
// the maximum.
func New(o Options) (*Pager, error) {
	o = o.withDefaults()
	if o.DefaultSize > o.MaxSize {
		return nil, fmt.Errorf("pagination: the default size %d is above the maximum %d", o.DefaultSize, o.MaxSize)
	}
	p := &Pager{options: o}
	if err := p.Rotate(o.Keys); err != nil {
		return nil, err
	}
	p.options.Keys = nil
	return p, nil
}

// Rotate replaces the keys: the first seals new tokens, all open old ones. No token is lost if every server has first got
// the new key as its last, then as its first, and if an old one goes only when TTL has passed since it was the first.
// Taking a key away at once ends all tokens under it.
func (p *Pager) Rotate(keys []Key) error {
	r, err := newRing(keys)
	if err != nil {
		return err
	}
	p.ring.Store(r)
	return nil
}

func (o Options) withDefaults() Options {
	if o.TTL <= 0 {
		o.TTL = 24 * time.Hour
	}
	if o.MaxSize <= 0 {
		o.MaxSize = 1000
	}
	if o.DefaultSize <= 0 {
		o.DefaultSize = min(50, o.MaxSize)
	}
	if o.SizeField == "" {
		o.SizeField = "page_size"
	}
	if o.TokenField == "" {
		o.TokenField = "page_token"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	return o
}
