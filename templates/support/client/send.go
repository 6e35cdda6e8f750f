package client

import (
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/retry"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Do sends the request, again where that is safe and may help, and reports whether an answer came.
// Unless it is one that is read as it comes, it has been read to its end.
func (c *Call) Do() bool {
	c.flush()
	target := c.target()
	if c.err != nil {
		return false
	}
	_, err := c.core.retrier.Do(c.ctx, c.repeatable(), func(ctx context.Context) retry.Outcome { return c.attempt(ctx, target) })
	if err != nil {
		c.err = c.lost(err)
	}
	c.Reader().Reset(wire.Response)
	c.Reader().Outside = true // whoever calls may be: then answers lack what is internal
	return c.err == nil
}

// repeatable is what the retry policy is to know of the call.
func (c *Call) repeatable() retry.Operation {
	return retry.Operation{Method: c.op.Method, Key: c.key != "", Declared: c.op.Declared, Once: c.body.once}
}

// attempt sends the request once.
func (c *Call) attempt(ctx context.Context, target string) retry.Outcome {
	c.err, c.response, c.asked, c.after = nil, nil, false, 0
	r, err := c.request(ctx, target)
	if err != nil {
		return c.gone(retry.Permanent(err))
	}
	client := c.core.follow
	if c.op.Redirects {
		client = c.core.stay
	}
	response, err := client.Do(r)
	if err != nil {
		return c.gone(err)
	}
	c.response = response
	if err := c.receive(); err != nil {
		return c.gone(err)
	}
	c.after, c.asked = retry.After(response.Header.Get("Retry-After"), c.core.now())
	return c.outcome()
}

// outcome is what the retry policy is to know of an answer. A body may say what a header doesn't.
func (c *Call) outcome() retry.Outcome {
	out := retry.Outcome{Status: c.Status(), Asked: c.asked, RetryAfter: c.after}
	switch out.Status {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable:
		e := c.problem()
		out.RetryAfter, out.Retryable = e.RetryAfter, e.Retryable
	}
	return out
}

// gone ends an attempt that brought no answer.
func (c *Call) gone(err error) retry.Outcome {
	c.err = c.lost(err)
	return retry.Outcome{Err: err}
}

// request builds the request of one attempt.
func (c *Call) request(ctx context.Context, target string) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, c.op.Method, target, nil)
	if err != nil {
		return nil, err
	}
	o := &c.core.options
	c.setHeader(r, o)
	if o.Authorize != nil {
		if err := o.Authorize(r); err != nil {
			return nil, c.unauthorized(err)
		}
	}
	return r, c.body.attach(r)
}

func (c *Call) setHeader(r *http.Request, o *Options) {
	for name, values := range o.Header {
		r.Header[http.CanonicalHeaderKey(name)] = append([]string(nil), values...)
	}
	if o.UserAgent != "" {
		r.Header.Set("User-Agent", o.UserAgent)
	}
	if o.RequestID != nil {
		setUnlessEmpty(r.Header, requestIDs[0], o.RequestID(r.Context()))
	}
	setUnlessEmpty(r.Header, "Accept", strings.Join(c.op.Accept, ", "))
	setUnlessEmpty(r.Header, "Content-Type", c.body.media)
	setUnlessEmpty(r.Header, "Cookie", string(c.cookie))
	for name, values := range c.header {
		r.Header[name] = append([]string(nil), values...)
	}
}

func setUnlessEmpty(h http.Header, name, text string) {
	if text != "" {
		h.Set(name, text)
	}
}

// receive reads the body of the answer, or keeps it open if the answer is read as it comes.
func (c *Call) receive() error {
	r := c.response
	if r.StatusCode/100 == 2 && matchMedia(c.op.Streamed, c.ContentType()) >= 0 {
		c.stream = newStream(c)
		return nil
	}
	defer r.Body.Close()
	limit := c.core.options.MaxBody
	if r.ContentLength > limit {
		return retry.Permanent(tooLarge(limit))
	}
	content, err := appendAll(c.borrowed.body[:0], io.LimitReader(r.Body, limit+1))
	c.borrowed.body = content
	if err == nil && int64(len(content)) > limit {
		return retry.Permanent(tooLarge(limit))
	}
	return err
}

// appendAll is io.ReadAll into memory that is there already.
func appendAll(dst []byte, r io.Reader) ([]byte, error) {
	for {
		if len(dst) == cap(dst) {
			dst = append(dst, 0)[:len(dst)]
		}
		n, err := r.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
		if err == io.EOF {
			return dst, nil
		}
		if err != nil {
			return dst, err
		}
	}
}
