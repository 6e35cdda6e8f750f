package restclient

import (
	"context"
	"io"
	"net/http"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// stream is a call whose messages come or go one at a time, as JSON Lines. The request is under way
// from the first message on, for that one says where it goes to.
type stream struct {
	conn    *Conn
	method  *method
	desc    *grpc.StreamDesc
	ctx     context.Context
	cancel  context.CancelFunc
	options *callOptions

	binding *binding
	first   proto.Message  // of a call with one request, until CloseSend
	lines   *io.PipeWriter // takes further requests
	begin   sync.Once
	begun   chan struct{} // closed when there is an answer, or none will come
	came    *http.Response
	err     error // why none did

	items *items // of the answer
	done  sync.Once
}

// NewStream begins a streaming call. It ends with the context, with the first error of a receive, or
// with the one answer of a call that has one; a caller who leaves it before has to cancel the context.
func (c *Conn) NewStream(ctx context.Context, desc *grpc.StreamDesc, name string, options ...grpc.CallOption) (grpc.ClientStream, error) {
	m, err := c.method(name)
	if err != nil {
		return nil, err
	}
	s := &stream{conn: c, method: m, desc: desc, options: c.callOptions(options), begun: make(chan struct{})}
	s.ctx, s.cancel = context.WithCancel(ctx)
	if desc.ClientStreams && m.bindings[0].fixed() { // so that a server may speak first
		if err := s.start(s.empty()); err != nil {
			s.cancel()
			return nil, err
		}
	}
	return s, nil
}

// fixed says whether all messages go to the same URL.
func (b *binding) fixed() bool { return b.body == "*" && len(b.path.variables) == 0 }

// SendMsg sends a message. io.EOF: the call has ended, and receiving tells how.
func (s *stream) SendMsg(m any) error {
	message, ok := m.(proto.Message)
	if !ok {
		return status.Errorf(codes.Internal, "%T has to be a protobuf message", m)
	}
	if !s.desc.ClientStreams {
		s.first = message
		return nil
	}
	err := s.start(message)
	if err != nil {
		return err
	}
	line, err := s.line(message)
	if err != nil {
		s.cancel()
		return err
	}
	if _, err := s.lines.Write(line); err != nil {
		return io.EOF
	}
	return nil
}

// line is a message as the binding of the stream spells it.
func (s *stream) line(message proto.Message) ([]byte, error) {
	_, line, bodied, err := s.conn.body(s.binding, message.ProtoReflect())
	if !bodied && err == nil {
		line = []byte("null")
	}
	if limit := s.options.sendLimit; err == nil && limit > 0 && len(line) > limit {
		err = status.Errorf(codes.ResourceExhausted, "the message is longer than %d bytes, the limit of the call", limit)
	}
	return append(line, '\n'), err
}

// CloseSend says that no further message will be sent.
func (s *stream) CloseSend() error {
	message := s.first
	if message == nil { // none was sent, so what stands in for it says where the call goes to
		message = s.empty()
	}
	if err := s.start(message); err != nil {
		return nil // receiving tells
	}
	if s.lines != nil {
		return s.lines.Close()
	}
	return nil
}

// start has the request go to where the message says, unless it is under way.
func (s *stream) start(message proto.Message) error {
	s.begin.Do(func() {
		r, err := s.request(message)
		if err != nil {
			s.err = err
			close(s.begun)
			return
		}
		go s.do(r)
	})
	if s.lines == nil && s.desc.ClientStreams {
		return s.err
	}
	return nil
}

func (s *stream) request(message proto.Message) (*http.Request, error) {
	spelt, err := s.conn.request(s.method, message.ProtoReflect())
	if err != nil {
		return nil, err
	}
	s.binding = spelt.binding
	accept := accepted(spelt.binding, s.method.output)
	if s.desc.ServerStreams && accept == "application/json" {
		accept = jsonLines
	}
	if s.desc.ClientStreams {
		spelt.bodied, spelt.body, spelt.media = true, nil, jsonLines
	}
	r, err := s.conn.build(s.options.traced(s.ctx), spelt, accept, s.options)
	if err != nil || !s.desc.ClientStreams {
		return r, err
	}
	body, lines := io.Pipe()
	r.Body, r.ContentLength, r.GetBody = body, -1, nil
	s.lines = lines
	context.AfterFunc(s.ctx, func() { body.CloseWithError(context.Cause(s.ctx)) }) // HTTP/1.1 would go on reading
	return r, nil
}

const jsonLines = "application/jsonl"

func (s *stream) do(r *http.Request) {
	defer close(s.begun)
	s.came, s.err = s.conn.http.Do(r)
	if s.err != nil {
		s.err = lost(s.ctx, s.err)
	}
}

// answer waits for the head of the answer.
func (s *stream) answer() (*http.Response, error) {
	select {
	case <-s.begun:
	case <-s.ctx.Done():
		select {
		case <-s.begun: // before
		default:
			return nil, lost(s.ctx, nil)
		}
	}
	return s.came, s.err
}

// RecvMsg receives the next message. io.EOF: there is none, and all is well.
func (s *stream) RecvMsg(m any) error {
	err := s.receive(m)
	if err != nil || !s.desc.ServerStreams {
		s.end(err)
	}
	return err
}

func (s *stream) receive(m any) error {
	out, ok := m.(proto.Message)
	if !ok {
		return status.Errorf(codes.Internal, "%T has to be a protobuf message", m)
	}
	response, err := s.answer()
	if err != nil {
		return err
	}
	if !s.desc.ServerStreams {
		return s.conn.answered(s.ctx, s.binding, response, out, s.options)
	}
	if s.items == nil {
		if err := failure(response, s.options.limit); err != nil {
			return err
		}
		if s.items, err = s.newItems(response); err != nil {
			return err
		}
	}
	return s.items.next(out)
}

// end lets go of the connection, after the trailers have been seen.
func (s *stream) end(err error) {
	s.done.Do(func() {
		if response := s.settled(); response != nil {
			s.options.took(response)
			response.Body.Close()
		}
		s.cancel()
		if err == io.EOF {
			err = nil
		}
		s.options.finish(err)
	})
}

// settled is the answer if there is one already.
func (s *stream) settled() *http.Response {
	select {
	case <-s.begun:
		return s.came
	default:
		return nil
	}
}

// Header waits for the head of the answer.
func (s *stream) Header() (metadata.MD, error) {
	response, err := s.answer()
	if err != nil {
		s.end(err)
		return nil, err
	}
	return received(response.Header), nil
}

// Trailer returns what came after the last message.
func (s *stream) Trailer() metadata.MD {
	if response := s.settled(); response != nil {
		return received(response.Trailer)
	}
	return nil
}

// Context returns that of the stream.
func (s *stream) Context() context.Context { return s.ctx }

func (s *stream) empty() proto.Message { return s.method.input.New().Interface() }
