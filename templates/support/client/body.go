package client

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

// body is what a request carries, in a form that can be sent again.
type body struct {
	media  string
	size   int64 // -1: unknown
	once   bool  // it can't be sent again
	shared bool  // it can be sent again while it is being sent
	// open starts the body from its beginning; nil: there is none.
	open func(context.Context) (io.ReadCloser, error)
}

// text returns a body whose bytes are at hand. They must not change any more: the transport may still
// read them when the answer has come.
func text(media string, content []byte) body {
	return body{media: media, size: int64(len(content)), shared: true, open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content)), nil
	}}
}

// binary returns a body that is read from r: again from where r stands now, if r can seek.
func binary(media string, r io.Reader) body {
	if buffer, ok := r.(*bytes.Buffer); ok {
		return text(media, buffer.Bytes())
	}
	if seeker, ok := r.(io.ReadSeeker); ok {
		if start, err := seeker.Seek(0, io.SeekCurrent); err == nil {
			return seekable(media, seeker, start)
		}
	}
	return body{media: media, size: -1, once: true, open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(r), nil
	}}
}

func seekable(media string, r io.ReadSeeker, start int64) body {
	size := int64(-1)
	if end, err := r.Seek(0, io.SeekEnd); err == nil {
		size = end - start
	}
	var last *watched
	return body{media: media, size: size, open: func(ctx context.Context) (io.ReadCloser, error) {
		if err := last.wait(ctx); err != nil {
			return nil, err
		}
		last = &watched{Reader: r, closed: make(chan struct{})}
		_, err := r.Seek(start, io.SeekStart)
		return last, err
	}}
}

// watched tells when the transport lets go of a reader, which may be after the answer has come.
type watched struct {
	io.Reader
	closed chan struct{}
	done   bool
}

// Close is called by the transport, also after an error.
func (w *watched) Close() error {
	if !w.done {
		w.done = true
		close(w.closed)
	}
	return nil
}

func (w *watched) wait(ctx context.Context) error {
	if w == nil {
		return nil
	}
	select {
	case <-w.closed:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// attach puts the body into a request.
func (b *body) attach(r *http.Request) error {
	if b.open == nil {
		return nil
	}
	content, err := b.open(r.Context())
	if err != nil {
		return err
	}
	r.Body, r.ContentLength = content, b.size
	if b.shared { // a redirect may send it again, and so may the transport on a connection that has gone stale
		r.GetBody = func() (io.ReadCloser, error) { return b.open(r.Context()) }
	}
	if b.size == 0 {
		r.Body = http.NoBody
		return content.Close()
	}
	return nil
}
