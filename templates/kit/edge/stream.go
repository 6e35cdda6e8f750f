package edge

import (
	"context"
	"fmt"
	"io"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Stream is the caller's side of a streaming call, as a protocol reads and writes it. One goroutine reads and one writes.
type Stream interface {
	// Recv reads the next message. io.EOF: there is none. An *errors.Error with violations is merged with those
	// that the checks find.
	Recv(proto.Message) error
	// Send writes a message.
	Send(proto.Message) error
	// SendHeader is called at most once, before the first Send, with what Call.ResponseHeader holds.
	SendHeader(metadata.MD) error
}

// Serve calls a method with streams. Each message is checked when the implementation reads or sends it; a message that
// breaks the contract ends the call, whatever the implementation makes of it. The error is finished, as Unary's is.
func (m *Method) Serve(ctx context.Context, c *Call, s Stream) (err error) {
	k := &call{method: m, call: c, whole: true}
	ctx, cancel := k.start(ctx, 0)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			err = k.panicked(ctx, v)
		}
		k.close()
		if err != nil {
			err = k.end(ctx, err)
		}
	}()
	if err = ctx.Err(); err != nil {
		return err
	}
	if m.stream == nil {
		return fmt.Errorf("edge: %s doesn't stream", m.Name)
	}
	b := &stream{call: k, wire: s, ctx: ctx}
	err = b.link(0)(m.impl, b)
	return b.outcome(err)
}

// stream is what the implementation reads from and sends to.
type stream struct {
	call *call
	wire Stream
	ctx  context.Context

	sending  sync.Mutex // Send and SendHeader
	headed   bool
	sent     int
	received int // by one goroutine at a time

	mu     sync.Mutex
	failed *finished // ends the call
}

// link is what the i-th interceptor's predecessor calls.
func (s *stream) link(i int) grpc.StreamHandler {
	return func(srv any, ss grpc.ServerStream) error {
		m := s.call.method
		if all := m.server.options.Stream; i < len(all) {
			return all[i](srv, ss, &m.streamInfo, s.link(i+1))
		}
		if err := s.headers(); err != nil {
			return err
		}
		s.call.inner = ss.Context()
		if err := m.stream(srv, ss); err != nil {
			return s.call.finish(s.ctx, err)
		}
		return nil
	}
}

// headers refuses a call whose headers lack. If the caller sends but one message, that is looked at, too.
func (s *stream) headers() error {
	if len(s.call.missing) == 0 || !s.call.method.streamInfo.IsClientStream {
		return nil
	}
	return s.fail(fault.Invalid(s.call.missing))
}

// outcome is how the call ends.
func (s *stream) outcome(err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.failed != nil:
		return s.failed
	case err == nil && !s.call.method.streamInfo.IsServerStream && s.sent == 0:
		return errNoAnswer
	}
	return err
}

// fail ends the call. The first error counts.
func (s *stream) fail(err error) error {
	done := s.call.finish(s.ctx, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = done
	}
	return s.failed
}

func (s *stream) over() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return s.failed
	}
	if err := s.ctx.Err(); err != nil {
		return s.call.finish(s.ctx, err)
	}
	return nil
}

// Context implements grpc.ServerStream.
func (s *stream) Context() context.Context { return s.ctx }

// SetHeader implements grpc.ServerStream.
func (s *stream) SetHeader(md metadata.MD) error { return s.call.SetHeader(md) }

// SetTrailer implements grpc.ServerStream.
func (s *stream) SetTrailer(md metadata.MD) { _ = s.call.SetTrailer(md) }

// SendHeader implements grpc.ServerStream.
func (s *stream) SendHeader(md metadata.MD) error {
	if err := s.call.SetHeader(md); err != nil {
		return err
	}
	s.sending.Lock()
	defer s.sending.Unlock()
	return s.head()
}

func (s *stream) head() error {
	if s.headed {
		return nil
	}
	s.headed = true
	_ = s.call.SendHeader(nil)
	if err := s.wire.SendHeader(s.call.call.ResponseHeader); err != nil {
		return s.fail(err)
	}
	return nil
}

// SendMsg implements grpc.ServerStream.
func (s *stream) SendMsg(v any) error {
	if err := s.over(); err != nil {
		return err
	}
	s.sending.Lock()
	defer s.sending.Unlock()
	if s.sent++; s.sent > 1 && !s.call.method.streamInfo.IsServerStream {
		return s.fail(fmt.Errorf("edge: the implementation has sent a second answer"))
	}
	m, err := s.call.answer(v)
	if err != nil {
		return s.fail(err)
	}
	if err := s.head(); err != nil {
		return err
	}
	if err := s.wire.Send(m); err != nil {
		return s.fail(err)
	}
	return nil
}

// RecvMsg implements grpc.ServerStream.
func (s *stream) RecvMsg(v any) error {
	m, ok := v.(proto.Message)
	if !ok {
		return s.fail(fmt.Errorf("edge: the request is a %T", v))
	}
	if err := s.over(); err != nil {
		return err
	}
	bad, err := s.call.refused(s.wire.Recv(m))
	switch {
	case err == io.EOF && s.received == 0 && !s.call.method.streamInfo.IsClientStream:
		return s.fail(fault.Invalid([]errors.Violation{{Location: errors.Body, Code: errors.Required, Description: "a message is required"}}))
	case err == io.EOF:
		return io.EOF
	case err != nil:
		return s.fail(err)
	}
	s.received++
	if err := s.call.check(m, bad); err != nil {
		return s.fail(err)
	}
	if !s.call.method.streamInfo.IsClientStream {
		s.call.whole = !s.call.method.asksForPart(m)
	}
	return nil
}
