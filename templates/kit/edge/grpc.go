package edge

import (
	"context"
	"net/http"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/tap"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Defaults of the gRPC server, which Options.GRPC may change.
const (
	mostStreams     = 250      // at once on one connection
	mostHeaderBytes = 64 << 10 // gRPC's own default is 16 MiB
	handshake       = 20 * time.Second
	pingEvery       = time.Minute      // of us, on a connection that is silent
	pingWait        = 20 * time.Second // for an answer to that
	pingedEvery     = 30 * time.Second // by clients, at most so often
)

// GRPC returns a gRPC server of all services. Others (health, reflection) may be registered there.
func (s *Server) GRPC() (*grpc.Server, error) {
	methods, err := s.Methods()
	if err != nil {
		return nil, err
	}
	o := []grpc.ServerOption{
		grpc.MaxConcurrentStreams(mostStreams),
		grpc.MaxHeaderListSize(mostHeaderBytes),
		grpc.ConnectionTimeout(handshake),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: pingEvery, Timeout: pingWait}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: pingedEvery, PermitWithoutStream: true}),
		grpc.UnknownServiceHandler(s.unknown),
	}
	o = append(o, s.options.GRPC...)
	o = append(o, grpc.ForceServerCodecV2(s.codec()), grpc.MaxRecvMsgSize(4*s.options.MaxMessage), grpc.InTapHandle(s.tap(methods)))
	out := grpc.NewServer(o...)
	for _, d := range s.services {
		out.RegisterService(d, nil)
	}
	return out, nil
}

// tap gives calls that name no deadline one before their message has come, for it may never come.
func (s *Server) tap(methods []*Method) tap.ServerInHandle {
	unary := make(map[string]bool, len(methods))
	for _, m := range methods {
		unary[m.Name] = !m.Streams()
	}
	limit := s.options.Timeout
	return func(ctx context.Context, info *tap.Info) (context.Context, error) {
		if _, ok := ctx.Deadline(); ok || !unary[info.FullMethodName] {
			return ctx, nil
		}
		ctx, cancel := context.WithTimeout(ctx, limit)
		_ = cancel // the context of the stream is ended by gRPC, and this one with it
		return ctx, nil
	}
}

// unknown answers calls of methods that no service has.
func (s *Server) unknown(_ any, ss grpc.ServerStream) error {
	id, _ := RequestID(s, metadata.ValueFromIncomingContext(ss.Context(), requestIDHeader))
	_ = ss.SetHeader(metadata.MD{requestIDHeader: []string{id}})
	return fault.From(&errors.Error{Status: http.StatusNotImplemented, Detail: "there is no such method"}, fault.Origin{Domain: s.options.Domain, RequestID: id}).Err()
}

// serveUnary is a grpc.MethodHandler.
func (m *Method) serveUnary(_ any, ctx context.Context, decode func(any) error, outer grpc.UnaryServerInterceptor) (any, error) {
	c := &Call{Protocol: "grpc"}
	m.identify(ctx, c)
	transport := grpc.ServerTransportStreamFromContext(ctx)
	_ = transport.SetHeader(metadata.MD{requestIDHeader: []string{c.RequestID}})
	answer, err := m.callUnary(ctx, c, func(msg proto.Message) error {
		f := frame{message: msg}
		if err := decode(&f); err != nil {
			return received(err)
		}
		return f.err
	}, outer)
	if c.ResponseHeader != nil {
		_ = transport.SetHeader(c.ResponseHeader)
	}
	if c.Trailer != nil {
		_ = transport.SetTrailer(c.Trailer)
	}
	if err != nil {
		return nil, err
	}
	p, err := pack(answer)
	if err != nil {
		return nil, m.Fail(ctx, c, err)
	}
	return p, nil
}

func (m *Method) identify(ctx context.Context, c *Call) {
	c.RequestID, _ = RequestID(m.server, c.given(ctx, requestIDHeader))
}

// serveStream is a grpc.StreamHandler.
func (m *Method) serveStream(_ any, ss grpc.ServerStream) error {
	c := &Call{Protocol: "grpc"}
	m.identify(ss.Context(), c)
	_ = ss.SetHeader(metadata.MD{requestIDHeader: []string{c.RequestID}})
	w := &wire{ss: ss}
	err := m.Serve(ss.Context(), c, w)
	if !w.headed {
		_ = ss.SetHeader(c.ResponseHeader)
	}
	ss.SetTrailer(c.Trailer)
	return err
}

// wire is gRPC's side of a stream.
type wire struct {
	ss     grpc.ServerStream
	headed bool
}

// Recv implements Stream.
func (w *wire) Recv(m proto.Message) error {
	f := frame{message: m}
	if err := w.ss.RecvMsg(&f); err != nil {
		return received(err)
	}
	return f.err
}

// Send implements Stream.
func (w *wire) Send(m proto.Message) error {
	p, err := pack(m)
	if err != nil {
		return err
	}
	return w.gone(w.ss.SendMsg(p))
}

// SendHeader implements Stream.
func (w *wire) SendHeader(md metadata.MD) error {
	w.headed = true
	return w.gone(w.ss.SendHeader(md))
}

// received is why gRPC hasn't brought a message. That one is missing, or there are two, it calls INTERNAL, and has said so
// to the caller; but it isn't the server's mistake.
func received(err error) error {
	if status.Code(err) != codes.Internal {
		return err
	}
	return &errors.Error{Status: http.StatusBadRequest, Code: errors.CodeInvalidRequest, Detail: "the message can't be received"}
}

// gone is why gRPC doesn't take a message: there is nobody any more who would.
func (w *wire) gone(err error) error {
	switch {
	case err == nil:
		return nil
	case w.ss.Context().Err() != nil:
		return w.ss.Context().Err()
	}
	return &errors.Error{Status: http.StatusServiceUnavailable, Detail: "the connection is gone"}
}
