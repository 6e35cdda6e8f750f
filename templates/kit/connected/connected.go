// Package connected serves the methods of an edge.Server over the Connect protocol, and over gRPC and
// gRPC-Web as the connect library speaks them, at /package.Service/Method. No code is generated for it: a
// message stays bytes until the edge says what it is. What a call must fulfil is the edge's business, and
// its answers and errors are those of every other protocol.
//
// JSON is ProtoJSON as the REST binding has it: members that the contract doesn't know are refused. Streams
// in both directions need HTTP/2.
package connected

import (
	"compress/gzip"
	"context"
	"net/http"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/support/route"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// New makes the handler of all services that are registered. The error is what the server itself finds
// wrong with a registration.
func New(s *edge.Server) (http.Handler, error) {
	methods, err := s.Methods()
	if err != nil {
		return nil, err
	}
	h := &handler{server: s, edge: s.Options(), methods: map[string]*endpoint{}, errors: connect.NewErrorWriter()}
	h.reading = reading{
		limit:  h.edge.MaxMessage,
		binary: proto.UnmarshalOptions{RecursionLimit: h.edge.MaxDepth, Resolver: h.edge.Types},
		json:   jsonpb.Options{Types: h.edge.Types, Limits: wire.Limits{Depth: h.edge.MaxDepth}},
	}
	for _, m := range methods {
		e := &endpoint{handler: h, method: m}
		e.protocols = e.handlers()
		h.methods[m.Name] = e
	}
	return h, nil
}

// handler answers the requests of all services of a server.
type handler struct {
	server  *edge.Server
	edge    edge.Options
	reading reading
	methods map[string]*endpoint
	errors  *connect.ErrorWriter
}

// endpoint answers those of one method.
type endpoint struct {
	*handler
	method    *edge.Method
	protocols *connect.Handler
}

type idKey struct{}

// idOf is the ID of the request that the context is of.
func idOf(ctx context.Context) string {
	id, _ := ctx.Value(idKey{}).(string)
	return id
}

const requestIDHeader = "X-Request-Id"

// ServeHTTP answers one request.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, _ := edge.RequestID(h.server, r.Header[requestIDHeader])
	w.Header().Set(requestIDHeader, id)
	r = r.WithContext(context.WithValue(edge.WithPeer(r.Context(), r.RemoteAddr, r.TLS), idKey{}, id))
	m := route.MatchOf(r.Context())
	if m != nil {
		m.RequestID = id
	}
	e, ok := h.methods[r.URL.Path]
	if !ok {
		h.unknown(w, r)
		return
	}
	if m != nil {
		m.Template, m.Operation = e.method.Name, e.method.Name
	}
	r.Body = e.bound(r)
	if !e.method.Desc.IsStreamingClient() {
		patience(w, r, h.edge.Timeout)
	}
	e.protocols.ServeHTTP(w, r)
}

// unknown answers a request for a method that there isn't, in its protocol if it has one.
func (h *handler) unknown(w http.ResponseWriter, r *http.Request) {
	if !h.errors.IsSupported(r) || r.Method == http.MethodGet && !r.URL.Query().Has("message") {
		http.NotFound(w, r)
		return
	}
	s := fault.Of(status.Error(codes.Unimplemented, "no method of this API has this path"), idOf(r.Context()))
	if see := h.edge.OnError; see != nil {
		see(r.Context(), s)
	}
	_ = h.errors.Write(w, r, failure(s.Err(), nil))
}

// patience bounds how long a message may take to come. A server that has a time-out of its own for that
// is left alone.
func patience(w http.ResponseWriter, r *http.Request, d time.Duration) {
	server, _ := r.Context().Value(http.ServerContextKey).(*http.Server)
	if server == nil || server.ReadTimeout <= 0 {
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(d)) // what isn't net/http's may not know it
	}
}

// handlers makes the library's handler of a method.
func (e *endpoint) handlers() *connect.Handler {
	m, options := e.method, e.options()
	client, server := m.Desc.IsStreamingClient(), m.Desc.IsStreamingServer()
	switch {
	case client && server:
		return connect.NewBidiStreamHandler(m.Name, func(ctx context.Context, s *connect.BidiStream[box, box]) error {
			return e.serve(ctx, s.Conn(), nil)
		}, options)
	case server:
		return connect.NewServerStreamHandler(m.Name, func(ctx context.Context, r *connect.Request[box], s *connect.ServerStream[box]) error {
			return e.serve(ctx, s.Conn(), r.Msg)
		}, options)
	case client:
		return connect.NewClientStreamHandler(m.Name, func(ctx context.Context, s *connect.ClientStream[box]) (*connect.Response[box], error) {
			return e.collect(ctx, s.Conn())
		}, options)
	}
	return connect.NewUnaryHandler(m.Name, func(ctx context.Context, r *connect.Request[box]) (*connect.Response[box], error) {
		return e.unary(ctx, r)
	}, options)
}

// smallest is how many bytes an answer has at least that is worth compressing.
const smallest = 1 << 10

func (e *endpoint) options() connect.HandlerOption {
	options := []connect.HandlerOption{
		connect.WithCompressMinBytes(smallest),
		connect.WithCompression("gzip",
			func() connect.Decompressor { return &inflater{most: int64(e.reading.limit) + 1} },
			func() connect.Compressor { return gzip.NewWriter(nil) }),
	}
	for _, name := range []string{"proto", "json", "json; charset=utf-8"} {
		options = append(options, connect.WithCodec(codec{name: name, json: name != "proto", options: e.reading.json}))
	}
	o, _ := e.method.Desc.Options().(*descriptorpb.MethodOptions)
	switch o.GetIdempotencyLevel() {
	case descriptorpb.MethodOptions_NO_SIDE_EFFECTS: // GET is served, too
		options = append(options, connect.WithIdempotency(connect.IdempotencyNoSideEffects))
	case descriptorpb.MethodOptions_IDEMPOTENT:
		options = append(options, connect.WithIdempotency(connect.IdempotencyIdempotent))
	}
	return connect.WithHandlerOptions(options...)
}
