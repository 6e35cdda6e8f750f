package agree

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
)

// suite is one implementation behind both protocols.
type suite struct {
	tap     *tap
	types   edge.Types
	methods map[string]*edge.Method // by their names in the contract
	service string
	headers []edge.Header // that the options declare
	// operations are those that have a request.
	operations []*operation

	grpc    *grpc.ClientConn
	handler http.Handler // REST
	server  *httptest.Server
	client  *http.Client
	stop    []func()
}

// operation is one method with its request.
type operation struct {
	*edge.Method
	request proto.Message
	binding *binding // nil: REST doesn't serve it
	refused string   // why the request comes to nothing, as it turns out; "": it doesn't
}

func newSuite(d *grpc.ServiceDesc, impl any, options []edge.Options) (*suite, error) {
	var o edge.Options
	if len(options) > 0 {
		o = options[0]
	}
	o.Logger = slog.New(slog.DiscardHandler) // much goes wrong on purpose
	s := &suite{tap: new(tap), methods: map[string]*edge.Method{}, service: d.ServiceName, client: &http.Client{Transport: new(http.Transport)}}
	server := edge.New(o)
	server.RegisterService(s.tap.tapped(d), impl)
	methods, err := server.Methods()
	if err != nil {
		return nil, err
	}
	for _, m := range methods {
		s.methods[string(m.Desc.Name())] = m
	}
	s.types, s.headers = server.Options().Types, o.Headers
	if err := s.serveGRPC(server); err != nil {
		return nil, err
	}
	handler, err := rest.New(server, rest.Options{})
	if err != nil {
		return nil, err
	}
	s.serveREST(handler)
	return s, nil
}

func (s *suite) serveGRPC(server *edge.Server) error {
	g, err := server.GRPC()
	if err != nil {
		return err
	}
	listener := bufconn.Listen(1 << 20)
	go func() { _ = g.Serve(listener) }()
	s.stop = append(s.stop, g.Stop)
	s.grpc, err = grpc.NewClient("passthrough:///service",
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDisableRetry())
	return err
}

// serveREST serves a handler; again, if it is another one.
func (s *suite) serveREST(handler http.Handler) {
	if s.server != nil {
		s.server.Close()
	}
	s.handler = handler
	s.server = httptest.NewUnstartedServer(handler)
	s.server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.server.Start()
}

func (s *suite) close() {
	s.client.CloseIdleConnections()
	if s.grpc != nil {
		_ = s.grpc.Close()
	}
	if s.server != nil {
		s.server.Close()
	}
	for _, stop := range s.stop {
		stop()
	}
}

// operation makes the request of a call; nil, with the reason, if there is none.
func (s *suite) operation(c Call) (*operation, verdict) {
	if c.Skip != "" {
		return nil, skipped("%s", c.Skip)
	}
	m := s.methods[c.Method]
	if m == nil {
		return nil, verdict{wrong: []string{fmt.Sprintf("%s has no method %s", s.service, c.Method)}}
	}
	o := &operation{Method: m, request: m.Input().New().Interface(), binding: bindingOf(m.Desc)}
	if err := (protojson.UnmarshalOptions{Resolver: s.types}).Unmarshal([]byte(c.Request), o.request); err != nil {
		return nil, verdict{wrong: []string{"the request is not one of its message: " + err.Error()}}
	}
	return o, verdict{}
}

// sends and takes say whether the service and its client send streams.
func (o *operation) sends() bool { return o.Desc.IsStreamingServer() }
func (o *operation) takes() bool { return o.Desc.IsStreamingClient() }

func (o *operation) answer() protoreflect.MessageDescriptor { return o.Output().Descriptor() }

// declared are the headers that the options declare for a method: those that it sees, or those that it sends.
func (s *suite) declared(o *operation, response bool) (out []edge.Header) {
	for _, h := range s.headers {
		if h.Response == response && (len(h.Methods) == 0 || slices.Contains(h.Methods, o.Name)) {
			out = append(out, h)
		}
	}
	return out
}

// with adds the headers without which a method can't be called.
func (s *suite) with(o *operation, h headers) headers {
	out := maps.Clone(h)
	if out == nil {
		out = headers{}
	}
	if o == nil {
		return out
	}
	for _, d := range s.declared(o, false) {
		name := strings.ToLower(d.Name)
		if _, there := out[name]; d.Required && !there {
			out[name] = example(d, "agreement")
		}
		if out[name] == absent {
			delete(out, name)
		}
	}
	return out
}

// absent is the value of a header that is to be missing although it is required.
const absent = "\x00"
