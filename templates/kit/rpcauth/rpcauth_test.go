package rpcauth_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/connected"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/rest"
	"github.com/bylaw-dev/bylaw/templates/kit/rpcauth"
	"github.com/bylaw-dev/bylaw/templates/support/authn"
	"github.com/bylaw-dev/bylaw/templates/support/authz"
)

const prefix = "/shop.v1.Orders/"

var verifier = authn.VerifierFunc(func(_ context.Context, token string) (authn.Caller, error) {
	switch token {
	case "down":
		return authn.Caller{}, errors.New("dial tcp 10.0.0.3: refused")
	case "old":
		return authn.Caller{}, authn.ErrExpired
	case "bad":
		return authn.Caller{}, authn.ErrToken
	}
	return authn.Caller{Issuer: "i", Subject: token, Tenant: "customers/1", Scopes: []string{token}}, nil
})

// orders belong to customers, who are tenants.
type orders struct{ shop.UnimplementedOrdersServer }

func (orders) GetOrder(ctx context.Context, r *shop.GetOrderRequest) (*shop.Order, error) {
	c, _ := authn.From(ctx)
	owner, _, _ := strings.Cut(r.GetName(), "/orders/")
	if err := authz.Lookup(!strings.HasSuffix(r.GetName(), "/none"), authz.Tenant(c, owner)); err != nil {
		return nil, err
	}
	return &shop.Order{Name: r.GetName(), Title: c.Subject}, nil
}

func (orders) GetFile(ctx context.Context, _ *shop.GetFileRequest) (*shop.File, error) {
	return &shop.File{Lines: []string{authn.IDFrom(ctx)}}, nil
}

func (orders) WatchOrders(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
	c, _ := authn.From(s.Context())
	return s.Send(&shop.Order{Title: c.Subject})
}

func server(t testing.TB) *edge.Server {
	t.Helper()
	policy, err := authz.New(authz.Table{
		prefix + "GetOrder": authz.Any("read", "admin"), prefix + "WatchOrders": authz.All("read"), prefix + "GetFile": authz.Anyone(), prefix + "CreateOrder": authz.All("write"),
	}, authz.Options{Realm: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	silent := slog.New(slog.NewTextHandler(io.Discard, nil))
	guard := rpcauth.New(verifier, policy, rpcauth.Options{Logger: silent})
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	s := edge.New(edge.Options{Runtime: runtime, Logger: silent,
		Unary: []grpc.UnaryServerInterceptor{guard.Unary()}, Stream: []grpc.StreamServerInterceptor{guard.Stream()}})
	shop.RegisterOrdersServer(s, orders{})
	return s
}

func dial(t testing.TB, g *grpc.Server) shop.OrdersClient {
	t.Helper()
	at := bufconn.Listen(1 << 20)
	go g.Serve(at)
	conn, err := grpc.NewClient("passthrough:///shop", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return at.DialContext(ctx) }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(); g.Stop() })
	return shop.NewOrdersClient(conn)
}

func as(t testing.TB, token string) context.Context {
	if token == "" {
		return t.Context()
	}
	return metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+token)
}

func TestGRPC(t *testing.T) {
	g, err := server(t).GRPC()
	if err != nil {
		t.Fatal(err)
	}
	c := dial(t, g)
	get := func(name string) func(context.Context, *metadata.MD) error {
		return func(ctx context.Context, md *metadata.MD) error {
			_, err := c.GetOrder(ctx, &shop.GetOrderRequest{Name: name}, grpc.Header(md))
			return err
		}
	}
	mine := get("customers/1/orders/1")
	for _, row := range []struct {
		name, token string
		call        func(context.Context, *metadata.MD) error
		want        codes.Code
		challenge   string
	}{
		{"no token", "", mine, codes.Unauthenticated, `Bearer realm="shop"`},
		{"a bad one", "bad", mine, codes.Unauthenticated, `Bearer realm="shop", error="invalid_token", error_description="the token isn't valid"`},
		{"an old one", "old", mine, codes.Unauthenticated, `Bearer realm="shop", error="invalid_token", error_description="the token has expired"`},
		{"a verifier that is down", "down", mine, codes.Unavailable, ""},
		{"a scope", "read", mine, codes.OK, ""}, {"another that will do", "admin", mine, codes.OK, ""},
		{"not enough", "write", mine, codes.PermissionDenied, `Bearer realm="shop", error="insufficient_scope", scope="read"`},
		{"who isn't let in learns nothing of the request", "write", get(""), codes.PermissionDenied, `Bearer realm="shop", error="insufficient_scope", scope="read"`},
		{"who is does", "read", get(""), codes.InvalidArgument, ""},
		{"nothing is declared", "read", func(ctx context.Context, md *metadata.MD) error {
			_, err := c.DeleteOrder(ctx, &shop.DeleteOrderRequest{Name: "customers/1/orders/1"}, grpc.Header(md))
			return err
		}, codes.PermissionDenied, ""},
	} {
		var md metadata.MD
		err := row.call(as(t, row.token), &md)
		if status.Code(err) != row.want || strings.Join(md.Get("www-authenticate"), "|") != row.challenge || strings.Contains(fmt.Sprint(err), "10.0.0.3") {
			t.Errorf("%s: %v %v", row.name, err, md)
		}
	}
	for token, want := range map[string]codes.Code{"read": codes.OK, "write": codes.PermissionDenied, "": codes.Unauthenticated, "bad": codes.Unauthenticated} {
		s, err := c.WatchOrders(as(t, token), &shop.ListOrdersRequest{Parent: "customers/1"})
		if err != nil {
			t.Fatal(err)
		}
		m, err := s.Recv()
		if status.Code(err) != want || err == nil && m.GetTitle() != token {
			t.Errorf("stream of %q: %v %v", token, m, err)
		}
	}
}

// The same over REST and Connect: nobody goes round the guard, and 401 has its challenge.
func TestHTTP(t *testing.T) {
	s := server(t)
	overREST, err := rest.New(s, rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	overConnect, err := connected.New(s)
	if err != nil {
		t.Fatal(err)
	}
	const order, absent, others, othersAbsent = "/v1/customers/1/orders/1", "/v1/customers/1/orders/none", "/v1/customers/2/orders/1", "/v1/customers/2/orders/none"
	const denied = `Bearer realm="shop", error="insufficient_scope", scope="read"`
	for _, row := range []struct {
		handler             http.Handler
		method, path, token string
		status              int
		challenge           string
	}{
		{overREST, "GET", order, "", 401, `Bearer realm="shop"`}, {overREST, "GET", order, "bad", 401, `Bearer realm="shop", error="invalid_token", error_description="the token isn't valid"`},
		{overREST, "GET", order, "down", 503, ""}, {overREST, "GET", order, "read", 200, ""}, {overREST, "GET", order, "write", 403, denied},
		{overREST, "GET", absent, "read", 404, ""}, {overREST, "GET", others, "read", 403, ""}, {overREST, "GET", othersAbsent, "read", 403, ""},
		{overREST, "GET", "/v1/files/a", "", 200, ""}, {overREST, "GET", "/v1/files/a", "bad", 401, `Bearer realm="shop", error="invalid_token", error_description="the token isn't valid"`},
		{overREST, "DELETE", order, "read", 403, ""}, {overREST, "GET", "/v1/customers/1/orders:watch", "", 401, `Bearer realm="shop"`},
		{overREST, "GET", "/v1/customers/1/orders:watch", "read", 200, ""}, {overREST, "POST", "/v1/customers/1/orders", "read", 403, `Bearer realm="shop", error="insufficient_scope", scope="write"`},
		{overConnect, "POST", prefix + "GetOrder", "", 401, `Bearer realm="shop"`}, {overConnect, "POST", prefix + "GetOrder", "write", 403, denied}, {overConnect, "POST", prefix + "DeleteOrder", "read", 403, ""},
		{overConnect, "POST", prefix + "GetOrder", "read", 200, ""},
	} {
		r, w := httptest.NewRequest(row.method, row.path, nil), httptest.NewRecorder()
		if row.method == "POST" {
			r = httptest.NewRequest(row.method, row.path, strings.NewReader(`{"name":"customers/1/orders/1"}`))
			r.Header.Set("Content-Type", "application/json")
		}
		if row.token != "" {
			r.Header.Set("Authorization", "Bearer "+row.token)
		}
		row.handler.ServeHTTP(w, r)
		if w.Code != row.status || w.Header().Get("WWW-Authenticate") != row.challenge || strings.Contains(w.Body.String(), "10.0.0.3") {
			t.Errorf("%s %s by %q: %d %q %s", row.method, row.path, row.token, w.Code, w.Header().Get("WWW-Authenticate"), w.Body)
		}
	}
}

// What isn't there and what is somebody else's are byte for byte the same answer.
func TestAbsentIsForbidden(t *testing.T) {
	h, err := rest.New(server(t), rest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var answers []string
	for _, name := range []string{"1", "none"} {
		r, w := httptest.NewRequest("GET", "/v1/customers/2/orders/"+name, nil), httptest.NewRecorder()
		r.Header.Set("Authorization", "Bearer read")
		r.Header.Set("X-Request-Id", "r-1")
		h.ServeHTTP(w, r)
		answers = append(answers, fmt.Sprint(w.Code, w.Header(), w.Body))
	}
	if answers[0] != answers[1] || !strings.HasPrefix(answers[0], "403") {
		t.Errorf("%s\n%s", answers[0], answers[1])
	}
}

// Servers that aren't the edge get codes, too.
func TestPlainGRPC(t *testing.T) {
	policy, _ := authz.New(authz.Table{prefix + "GetOrder": authz.All("read")}, authz.Options{})
	guard := rpcauth.New(verifier, policy, rpcauth.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	g := grpc.NewServer(grpc.UnaryInterceptor(guard.Unary()), grpc.StreamInterceptor(guard.Stream()))
	shop.RegisterOrdersServer(g, orders{})
	c := dial(t, g)
	for token, want := range map[string]codes.Code{"": codes.Unauthenticated, "write": codes.PermissionDenied, "down": codes.Unavailable, "read": codes.OK} {
		var md metadata.MD
		if _, err := c.GetOrder(as(t, token), &shop.GetOrderRequest{Name: "customers/1/orders/1"}, grpc.Header(&md)); status.Code(err) != want {
			t.Errorf("%q: %v", token, err)
		}
		if len(md.Get("www-authenticate")) != map[codes.Code]int{codes.Unauthenticated: 1, codes.PermissionDenied: 1}[want] {
			t.Errorf("%q: %v", token, md)
		}
	}
}

func TestTable(t *testing.T) {
	service := func(name, scopes string, raw []byte) *descriptorpb.ServiceDescriptorProto {
		o := &descriptorpb.ServiceOptions{}
		if scopes != "" {
			proto.SetExtension(o, annotations.E_OauthScopes, scopes)
		}
		o.ProtoReflect().SetUnknown(raw)
		return &descriptorpb.ServiceDescriptorProto{Name: &name, Options: o,
			Method: []*descriptorpb.MethodDescriptorProto{{Name: proto.String("M"), InputType: proto.String(".t.R"), OutputType: proto.String(".t.R")}}}
	}
	internal := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), "internal")
	internal = protowire.AppendBytes(protowire.AppendTag(nil, 62796157, protowire.BytesType), internal)
	f, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{Name: proto.String("t.proto"), Package: proto.String("t"), MessageType: []*descriptorpb.DescriptorProto{{Name: proto.String("R")}},
		Service: []*descriptorpb.ServiceDescriptorProto{service("A", "https://a/x, https://a/y,", nil), service("B", "", nil), service("C", "", internal), service("D", "d", internal)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := f.Services()
	got := rpcauth.Table(all.Get(0), all.Get(1), all.Get(2), all.Get(3))
	const want = "map[/t.A/M:{false [[https://a/x] [https://a/y]] false} /t.C/M:{false [] true} /t.D/M:{false [[d]] true}]"
	if fmt.Sprint(got) != want {
		t.Errorf("%v\n%v", got, want)
	}
	if _, err := authz.New(got, authz.Options{}); err != nil {
		t.Error(err)
	}
}

func Example() {
	policy, err := authz.New(authz.Table{
		"/shop.v1.Orders/GetOrder": authz.Any("orders.read", "orders.admin"),
		"/shop.v1.Orders/GetFile":  authz.Anyone(),
	}, authz.Options{Realm: "shop"})
	if err != nil {
		panic(err)
	}
	guard := rpcauth.New(verifier, policy, rpcauth.Options{}) // jwtauth.New makes a verifier
	runtime, _ := celvalid.New()
	s := edge.New(edge.Options{Runtime: runtime,
		Unary:  []grpc.UnaryServerInterceptor{guard.Unary()},
		Stream: []grpc.StreamServerInterceptor{guard.Stream()},
	})
	shop.RegisterOrdersServer(s, orders{})
	h, err := rest.New(s, rest.Options{})
	if err != nil {
		panic(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/v1/customers/1/orders/1", nil))
	fmt.Println(w.Code, w.Header().Get("WWW-Authenticate"))
	// Output: 401 Bearer realm="shop"
}
