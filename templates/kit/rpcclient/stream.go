package rpcclient

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// stream is a call whose messages come or go one at a time. One with a single request is opened when
// that is sent, and opened again if it fails before its first message in a way that may pass.
type stream struct {
	*call
	desc   *grpc.StreamDesc
	outer  context.Context
	ctx    context.Context // of the attempts, under which nothing is repeated a second time
	cancel context.CancelCauseFunc
	watch  watch

	request   any
	operation retry.Operation

	mu      sync.Mutex
	inner   grpc.ClientStream // nil: not open
	failure error             // why it couldn't be opened, or how it ended
	settled bool              // the caller has seen something of the answer: it is not opened again
}

var errSilent = errors.New("the server has kept the stream waiting for longer than the client's options allow")

// NewStream begins a streaming call. It ends with the context, with the first error of a receive, or
// with the one answer of a call that has one; a caller who leaves it before has to cancel the context.
func (c *Conn) NewStream(ctx context.Context, desc *grpc.StreamDesc, name string, options ...grpc.CallOption) (grpc.ClientStream, error) {
	s := &stream{call: c.call(ctx, name, options), desc: desc}
	s.outer, s.cancel = context.WithCancelCause(ctx)
	s.ctx = retry.Once(s.outer)
	s.operation.Once = true
	s.watch = watch{idle: c.options.Idle, silent: func() { s.cancel(errSilent) }}
	if _, ok := ctx.Deadline(); !ok {
		s.watch.first = c.options.Timeout
	}
	s.settled = desc.ClientStreams || retry.Layered(ctx)
	if desc.ClientStreams {
		if _, err := s.opened(); err != nil {
			return nil, s.end(err)
		}
	}
	return s, nil
}

// opened returns the stream of the current attempt, and starts it if nobody has.
func (s *stream) opened() (grpc.ClientStream, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inner == nil && s.failure == nil {
		begun := time.Now()
		s.watch.receiving()
		s.inner, s.failure = s.open()
		s.watch.received(false)
		s.watch.hurry(s.watch.first - time.Since(begun))
	}
	return s.inner, s.failure
}

// open starts an attempt, and sends the request if there is just one.
func (s *stream) open() (grpc.ClientStream, error) {
	ctx, err := s.outgoing(s.ctx)
	if err != nil {
		return nil, err
	}
	inner, err := s.conn.inner.NewStream(ctx, s.desc, s.name, s.options...)
	if err != nil || s.desc.ClientStreams {
		return inner, err
	}
	if s.request != nil {
		if err := inner.SendMsg(s.request); err != nil && err != io.EOF { // EOF: receiving tells why
			return nil, err
		}
	}
	return inner, inner.CloseSend()
}

func (s *stream) current() grpc.ClientStream {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inner
}

// forget has the next receive begin another attempt.
func (s *stream) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inner, s.failure = nil, nil
}

// settle reports whether the stream was settled, and makes it so.
func (s *stream) settle(now bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.settled
	s.settled = before || now
	return before
}

// SendMsg sends a message, or keeps the one that there is until CloseSend.
func (s *stream) SendMsg(m any) error {
	if !s.desc.ClientStreams {
		s.request, s.operation = s.prepare(m)
		return nil
	}
	inner, err := s.opened()
	if err != nil {
		return s.end(err)
	}
	s.watch.sending()
	err = inner.SendMsg(m)
	s.watch.sent()
	if err != nil && err != io.EOF {
		return s.end(err)
	}
	return err
}

// CloseSend says that no further message will be sent.
func (s *stream) CloseSend() error {
	inner, err := s.opened()
	if err != nil || !s.desc.ClientStreams {
		return nil // receiving tells
	}
	return inner.CloseSend()
}

// RecvMsg receives the next message. io.EOF: there is none, and all is well.
func (s *stream) RecvMsg(m any) error {
	err := s.receive(m)
	switch {
	case err != nil:
		return s.end(err)
	case !s.desc.ServerStreams: // nothing follows
		s.cancel(nil)
	}
	return nil
}

func (s *stream) receive(m any) error {
	if s.settle(false) {
		return s.attempt(m)
	}
	ctx, by := s.outer, time.Now().Add(s.watch.first)
	if s.watch.first > 0 {
		ctx = until{ctx, by}
	}
	var failure error
	attempts := 0
	_, err := s.conn.retrier.Do(ctx, s.operation, func(context.Context) retry.Outcome {
		if attempts++; attempts > 1 {
			s.forget()
			s.watch.hurry(time.Until(by))
		}
		failure = s.attempt(m)
		return outcome(failure)
	})
	if err != nil {
		failure = err
	}
	s.settle(true)
	return failure
}

// attempt receives one message of the stream, and opens it before if nobody has.
func (s *stream) attempt(m any) error {
	inner, err := s.opened()
	if err != nil {
		return err
	}
	s.watch.receiving()
	err = inner.RecvMsg(m)
	s.watch.received(err == nil)
	return err
}

// end lets go of the stream and returns the error that the caller gets.
func (s *stream) end(err error) error {
	silent := context.Cause(s.ctx) == errSilent
	s.cancel(nil)
	if silent && err != io.EOF {
		err = status.Error(codes.DeadlineExceeded, errSilent.Error())
	}
	return typed(err)
}

// Header waits for the metadata that comes before the first message. After it nothing is repeated.
func (s *stream) Header() (metadata.MD, error) {
	s.settle(true)
	inner, err := s.opened()
	if err != nil {
		return nil, s.end(err)
	}
	s.watch.receiving()
	header, err := inner.Header()
	s.watch.received(false)
	if err != nil {
		return nil, s.end(err)
	}
	return header, nil
}

// Trailer returns the metadata that came with the end.
func (s *stream) Trailer() metadata.MD {
	if inner := s.current(); inner != nil {
		return inner.Trailer()
	}
	return nil
}

// Context returns that of the stream.
func (s *stream) Context() context.Context {
	if inner := s.current(); inner != nil {
		return inner.Context()
	}
	return s.ctx
}

// until is a context of which the retry policy knows when it must have its first message. The server
// isn't told, because what follows may take longer.
type until struct {
	context.Context
	deadline time.Time
}

// Deadline returns when the first message must be there.
func (u until) Deadline() (time.Time, bool) { return u.deadline, true }
