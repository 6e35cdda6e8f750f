package connected

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"connectrpc.com/connect"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
)

// call is what the edge is told of a request. The library has given the context the caller's deadline.
func (e *endpoint) call(ctx context.Context, header http.Header) *edge.Call {
	md, id := incoming(header), idOf(ctx)
	md.Set("x-request-id", id)
	return &edge.Call{Protocol: "connect", Header: md, RequestID: id}
}

func (e *endpoint) unary(ctx context.Context, r *connect.Request[box]) (*connect.Response[box], error) {
	call := e.call(ctx, r.Header())
	answer, err := e.method.Unary(ctx, call, func(into proto.Message) error { return e.reading.read(r.Msg, into) })
	if err != nil {
		return nil, failure(err, call)
	}
	written, err := e.write(ctx, call, r, answer)
	if err != nil {
		return nil, failure(err, call)
	}
	response := connect.NewResponse(written)
	outgoing(response.Header(), call.ResponseHeader)
	outgoing(response.Trailer(), call.Trailer)
	return response, nil
}

// write spells the answer out here, because the library would tell the caller why it can't.
func (e *endpoint) write(ctx context.Context, call *edge.Call, r *connect.Request[box], answer proto.Message) (*box, error) {
	media, _, _ := mime.ParseMediaType(r.Header().Get("Content-Type"))
	c := codec{json: r.Msg.json || strings.HasSuffix(media, "+json"), options: e.reading.json}
	data, err := c.Marshal(answer)
	if err != nil {
		return nil, e.method.Fail(ctx, call, err)
	}
	return &box{data: data}, nil
}

// serve answers a call whose answer is a stream. first is the request if there is just one.
func (e *endpoint) serve(ctx context.Context, conn connect.StreamingHandlerConn, first *box) error {
	call := e.call(ctx, conn.RequestHeader())
	err := e.method.Serve(ctx, call, &stream{conn: conn, reading: &e.reading, first: first, single: first != nil, send: conn.Send})
	outgoing(conn.ResponseTrailer(), call.Trailer)
	if err != nil {
		return failure(err, nil)
	}
	return nil
}

// collect answers a call of many requests and one answer, which the library sends.
func (e *endpoint) collect(ctx context.Context, conn connect.StreamingHandlerConn) (*connect.Response[box], error) {
	call := e.call(ctx, conn.RequestHeader())
	var answer box
	keep := func(v any) error {
		if b, ok := v.(*box); ok {
			answer = *b
		}
		return nil
	}
	err := e.method.Serve(ctx, call, &stream{conn: conn, reading: &e.reading, send: keep})
	outgoing(conn.ResponseTrailer(), call.Trailer)
	if err != nil {
		return nil, failure(err, nil)
	}
	return connect.NewResponse(&answer), nil
}

// stream is the caller's side of a streaming call.
type stream struct {
	conn    connect.StreamingHandlerConn
	reading *reading
	first   *box
	single  bool // there is but one request
	send    func(any) error
}

// Recv implements edge.Stream.
func (s *stream) Recv(m proto.Message) error {
	b := s.first
	switch {
	case b != nil:
		s.first = nil
	case s.single:
		return io.EOF
	default:
		b = &box{}
		if err := s.conn.Receive(b); errors.Is(err, io.EOF) {
			return io.EOF
		} else if err != nil {
			return unread(err)
		}
	}
	return s.reading.read(b, m)
}

// Send implements edge.Stream.
func (s *stream) Send(m proto.Message) error { return s.send(&box{message: m}) }

// SendHeader implements edge.Stream.
func (s *stream) SendHeader(md metadata.MD) error {
	outgoing(s.conn.ResponseHeader(), md)
	return s.send(nil) // which sends the headers alone
}

// unread is what the library says of a message that didn't come whole.
func unread(err error) error {
	var known *connect.Error
	if !errors.As(err, &known) {
		return err
	}
	s := &spb.Status{Code: int32(known.Code()), Message: known.Message()}
	for _, detail := range known.Details() {
		s.Details = append(s.Details, &anypb.Any{TypeUrl: "type.googleapis.com/" + detail.Type(), Value: detail.Bytes()})
	}
	return status.ErrorProto(s)
}

// failure spells out a finished error, with the headers of the call where they haven't been sent.
func failure(err error, call *edge.Call) *connect.Error {
	s := status.Convert(err)
	e := connect.NewError(connect.Code(s.Code()), errors.New(s.Message()))
	for _, detail := range s.Proto().GetDetails() {
		if d, err := connect.NewErrorDetail(detail); err == nil {
			e.AddDetail(d)
		}
	}
	if call != nil {
		outgoing(e.Meta(), call.ResponseHeader)
		outgoing(e.Meta(), call.Trailer)
	}
	return e
}

// incoming makes metadata of headers: what an implementation sees of them is for the edge to say.
func incoming(h http.Header) metadata.MD {
	md := make(metadata.MD, len(h))
	for name, lines := range h {
		key := strings.ToLower(name)
		if isProtocol(key) {
			continue
		}
		md[key] = lines
		if strings.HasSuffix(key, "-bin") {
			md[key] = binaries(lines)
		}
	}
	return md
}

// binaries decodes base64. What isn't any is dropped, as gRPC does.
func binaries(lines []string) (values []string) {
	for _, line := range lines {
		for text := range strings.SplitSeq(line, ",") {
			if value, err := connect.DecodeBinaryHeader(strings.TrimSpace(text)); err == nil {
				values = append(values, string(value))
			}
		}
	}
	return values
}

// outgoing sets headers from metadata.
func outgoing(h http.Header, md metadata.MD) {
	for key, values := range md {
		if isProtocol(key) || key == "x-request-id" {
			continue
		}
		name := http.CanonicalHeaderKey(key)
		for _, value := range values {
			if strings.HasSuffix(key, "-bin") {
				value = connect.EncodeBinaryHeader([]byte(value))
			}
			h[name] = append(h[name], value)
		}
	}
}

// isProtocol says whether a header is about the message as the protocols carry it.
func isProtocol(key string) bool {
	switch key {
	case "connection", "content-length", "content-type", "content-encoding", "accept-encoding", "transfer-encoding", "te", "trailer",
		"upgrade", "keep-alive", "proxy-connection", "expect", "host", "date":
		return true
	}
	return strings.HasPrefix(key, "connect-") || strings.HasPrefix(key, "grpc-")
}
