package client

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"time"
)

// stream is the body of an answer that is read as it comes. A server that lets a reader wait for too
// long ends it, as does the caller's context.
type stream struct {
	call  *Call
	body  io.ReadCloser
	idle  *time.Timer // runs while somebody waits; nil: silence is no end
	taken bool        // its reader closes it, not the call
}

var errIdle = errors.New("the server has sent nothing for longer than Options.Idle allows")

// newStream keeps the body of the answer open and lifts the client's deadline.
func newStream(c *Call) *stream {
	if c.timer != nil {
		c.timer.Stop()
	}
	s := &stream{call: c, body: c.response.Body}
	if idle := c.core.options.Idle; idle > 0 {
		s.idle = time.AfterFunc(idle, func() { c.cancel(errIdle) })
		s.idle.Stop() // what the caller does between two items is no silence of the server's
	}
	return s
}

// Read reads what has come. Its error is one of the call's.
func (s *stream) Read(p []byte) (int, error) {
	if s.idle != nil {
		s.idle.Reset(s.call.core.options.Idle)
		defer s.idle.Stop()
	}
	n, err := s.body.Read(p)
	if err != nil && err != io.EOF {
		err = s.call.lost(err)
	}
	return n, err
}

// Close lets go of the connection.
func (s *stream) Close() error {
	if s.idle != nil {
		s.idle.Stop()
	}
	err := s.body.Close()
	s.call.cancel(nil)
	return err
}

// take gives the body of the answer to a reader that closes it.
func (c *Call) take() io.ReadCloser {
	if !c.declared() { // the call is over, and closes what there is
		return io.NopCloser(bytes.NewReader(nil))
	}
	if c.stream == nil { // it isn't among those that are read as they come
		return io.NopCloser(bytes.NewReader(bytes.Clone(c.borrowed.body)))
	}
	c.stream.taken = true
	return c.stream
}

// lines reads lines that end with CR, LF or both, without waiting for what follows them.
type lines struct {
	from    *bufio.Reader
	limit   int64
	alsoCR  bool // a CR alone ends a line, too
	afterCR bool
	line    []byte
}

func newLines(r io.Reader, limit int64, alsoCR bool) *lines {
	return &lines{from: bufio.NewReader(r), limit: limit, alsoCR: alsoCR}
}

// next reads a line without its end. The last one may have none; io.EOF comes after it.
func (l *lines) next() ([]byte, error) {
	l.line = l.line[:0]
	for {
		c, err := l.from.ReadByte()
		switch {
		case err == io.EOF && len(l.line) > 0:
			return l.line, nil
		case err != nil:
			return nil, err
		case c == '\n' && l.afterCR:
			l.afterCR = false
		case c == '\n' || c == '\r' && l.alsoCR:
			l.afterCR = c == '\r'
			return l.line, nil
		case int64(len(l.line)) >= l.limit:
			return nil, tooLarge(l.limit)
		default:
			l.afterCR = false
			l.line = append(l.line, c)
		}
	}
}
