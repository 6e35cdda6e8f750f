package rpc

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/mock"
	"github.com/bylaw-dev/bylaw/spec/proto"
)

// fixture is the contract that the run-time packages are tested with.
const fixture = "../../templates/kit/internal/shop/shop.proto"

// running is a mock that listens.
type running struct {
	*Server
	t       *testing.T
	address string
	conn    *grpc.ClientConn
}

func start(t *testing.T, o mock.Options) *running {
	t.Helper()
	text, err := os.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	_, sets, findings := proto.LoadLinked(t.Context(), proto.Config{Tree: memtree.New(map[string]string{"shop.proto": string(text)}), Files: []string{"shop.proto"}, Descriptors: true})
	if len(sets) != 1 {
		t.Fatal(findings)
	}
	files, err := sets[0].Registry()
	if err != nil {
		t.Fatal(err)
	}
	o.Logger = slog.New(slog.DiscardHandler)
	s, err := New(files, sets[0].Chosen, o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(s)
	server.Config.Protocols = new(http.Protocols)
	server.Config.Protocols.SetHTTP1(true)
	server.Config.Protocols.SetUnencryptedHTTP2(true)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) // of connections that are cut
	server.Start()
	t.Cleanup(server.Close)
	r := &running{Server: s, t: t, address: server.Listener.Addr().String()}
	if r.conn, err = grpc.NewClient("passthrough:///"+r.address, grpc.WithTransportCredentials(insecure.NewCredentials())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.conn.Close() })
	return r
}

func (r *running) method(name string) protoreflect.MethodDescriptor {
	for _, m := range r.methods {
		if string(m.Name()) == name {
			return m
		}
	}
	r.t.Fatalf("no method %s", name)
	return nil
}

// call makes a unary call over gRPC, with headers such as "x-mock-status: 404".
func (r *running) call(name, request string, headers ...string) (string, error) {
	m := r.method(name)
	in, out := dynamicpb.NewMessage(m.Input()), dynamicpb.NewMessage(m.Output())
	if err := protojson.Unmarshal([]byte(request), in); err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(r.t.Context(), 10*time.Second)
	defer cancel()
	for _, h := range headers {
		key, text, _ := strings.Cut(h, ": ")
		ctx = metadata.AppendToOutgoingContext(ctx, key, text)
	}
	if err := r.conn.Invoke(ctx, "/shop.v1.Orders/"+name, in, out); err != nil {
		return "", err
	}
	text, err := r.maker.JSON(out)
	return text, err
}

// do makes a request over REST.
func (r *running) do(method, target, body string, headers ...string) (int, string) {
	request, err := http.NewRequest(method, "http://"+r.address+target, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		key, text, _ := strings.Cut(h, ": ")
		request.Header.Set(key, text)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err.Error()
	}
	return response.StatusCode, string(text)
}

// TestAnswers looks at what is answered, over both protocols alike.
func TestAnswers(t *testing.T) {
	r := start(t, mock.Options{})
	for _, c := range []struct {
		method, request    string
		verb, target, body string
		contains, lacks    []string
	}{
		{"GetOrder", `{"name":"customers/7/orders/42"}`, "GET", "/v1/customers/7/orders/42", "",
			[]string{`"name":"customers/7/orders/42"`, `"state":"STATE_OPEN"`, `"createTime":`}, nil},
		{"CreateOrder", `{"parent":"customers/7","order":{"title":"mine","items":[{"sku":"abc","quantity":7}],"state":"STATE_SHIPPED"}}`,
			"POST", "/v1/customers/7/orders", `{"title":"mine","items":[{"sku":"abc","quantity":7}],"state":"STATE_SHIPPED"}`,
			[]string{`"name":"customers/7/orders/order-1"`, `"title":"mine"`, `"quantity":7`, `"state":"STATE_OPEN"`}, nil},
		{"UpdateOrder", `{"order":{"name":"customers/7/orders/42","title":"yours"}}`, "PATCH", "/v1/customers/7/orders/42", `{"title":"yours"}`,
			[]string{`"name":"customers/7/orders/42"`, `"title":"yours"`}, nil},
		{"ListOrders", `{"parent":"customers/7","pageSize":2}`, "GET", "/v1/customers/7/orders?pageSize=2", "",
			[]string{`customers/7/orders/order-1"`, `customers/7/orders/order-2"`, `"nextPageToken":"2"`}, []string{"order-3"}},
		{"ListOrders", `{"parent":"customers/7","pageSize":2,"pageToken":"2"}`, "GET", "/v1/customers/7/orders?pageSize=2&pageToken=2", "",
			[]string{`customers/7/orders/order-3"`}, []string{"nextPageToken", "order-2"}},
		{"ListOrders", `{"parent":"customers/7"}`, "GET", "/v1/customers/7/orders", "", []string{"order-1", "order-2", "order-3"}, []string{"nextPageToken"}},
		{"DeleteOrder", `{"name":"customers/7/orders/42"}`, "DELETE", "/v1/customers/7/orders/42", "", []string{`{}`}, nil},
	} {
		over, err := r.call(c.method, c.request)
		if err != nil {
			t.Errorf("%s: %v", c.method, err)
		}
		code, rest := r.do(c.verb, c.target, c.body)
		if code != 200 || rest != over {
			t.Errorf("%s: REST answers %d %s\ngRPC answers %s", c.method, code, rest, over)
		}
		for _, part := range c.contains {
			if !strings.Contains(over, part) {
				t.Errorf("%s: no %s in %s", c.method, part, over)
			}
		}
		for _, part := range c.lacks {
			if strings.Contains(over, part) {
				t.Errorf("%s: %s in %s", c.method, part, over)
			}
		}
	}
}

// TestAsked asks for errors, and for what can't be asked for.
func TestAsked(t *testing.T) {
	var slept time.Duration
	r := start(t, mock.Options{Sleep: func(_ context.Context, d time.Duration) { slept = d }})
	for _, c := range []struct {
		header string
		code   codes.Code
		http   int
	}{
		{"x-mock-status: NOT_FOUND", codes.NotFound, 404}, {"x-mock-status: 404", codes.NotFound, 404}, {"x-mock-status: 5", codes.NotFound, 404},
		{"prefer: code=permission_denied", codes.PermissionDenied, 403}, {"x-mock-status: 200", codes.OK, 200}, {"x-mock-status: 0", codes.OK, 200},
		{"x-mock-status: 422", codes.InvalidArgument, 422}, {"x-mock-status: gone", codes.InvalidArgument, 400}, {"x-mock-status: 99", codes.InvalidArgument, 400},
		{"x-mock-fault: 503", codes.Unavailable, 503}, {"x-mock-fault: 429", codes.ResourceExhausted, 429}, {"x-mock-fault: none", codes.OK, 200}, {"x-mock-fault: 418", codes.InvalidArgument, 400},
		{"x-mock-fault: abort", codes.Internal, 0}, {"x-mock-latency: 250ms", codes.OK, 200}, {"x-mock-latency: 2m", codes.InvalidArgument, 400},
	} {
		_, err := r.call("GetOrder", `{"name":"customers/7/orders/42"}`, c.header)
		if status.Code(err) != c.code {
			t.Errorf("%s: gRPC answers %v", c.header, err)
		}
		code, body := r.do("GET", "/v1/customers/7/orders/42", "", c.header)
		if code != c.http {
			t.Errorf("%s: REST answers %d %s", c.header, code, body)
		}
	}
	if slept != 250*time.Millisecond {
		t.Errorf("it has slept for %v", slept)
	}
}

// TestStreams sends and receives several messages.
func TestStreams(t *testing.T) {
	r := start(t, mock.Options{})
	if code, body := r.do("GET", "/v1/customers/7/orders:watch", "", "Accept: application/jsonl"); code != 200 || strings.Count(body, "\n") != itemsOfStream || !strings.Contains(body, "orders/order-3") {
		t.Errorf("%d %s", code, body)
	}
	for name, want := range map[string]string{"Chat": `{"text":"a"} {"text":"b"}`, "ImportOrders": `{"count":`} {
		m := r.method(name)
		stream, err := r.conn.NewStream(t.Context(), &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, "/shop.v1.Orders/"+name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range map[string][]string{"Chat": {`{"text":"a"}`, `{"text":"b"}`}, "ImportOrders": {`{"parent":"customers/7","order":{"title":"t"}}`}}[name] {
			in := dynamicpb.NewMessage(m.Input())
			if err := protojson.Unmarshal([]byte(text), in); err != nil {
				t.Fatal(err)
			}
			if err := stream.SendMsg(in); err != nil {
				t.Fatal(err)
			}
		}
		if err := stream.CloseSend(); err != nil {
			t.Fatal(err)
		}
		var got []string
		for {
			out := dynamicpb.NewMessage(m.Output())
			if err = stream.RecvMsg(out); err != nil {
				break
			}
			text, _ := r.maker.JSON(out)
			got = append(got, text)
		}
		if all := strings.Join(got, " "); err != io.EOF || !strings.HasPrefix(all, want) {
			t.Errorf("%s: %s %v", name, all, err)
		}
	}
}

// TestReflection asks for a service as grpcurl does, and for what errors are made of.
func TestReflection(t *testing.T) {
	r := start(t, mock.Options{})
	stream, err := reflectionv1.NewServerReflectionClient(r.conn).ServerReflectionInfo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, symbol := range []string{"shop.v1.Orders", "google.rpc.BadRequest"} {
		if err := stream.Send(&reflectionv1.ServerReflectionRequest{MessageRequest: &reflectionv1.ServerReflectionRequest_FileContainingSymbol{FileContainingSymbol: symbol}}); err != nil {
			t.Fatal(err)
		}
		answer, err := stream.Recv()
		if err != nil || len(answer.GetFileDescriptorResponse().GetFileDescriptorProto()) == 0 {
			t.Errorf("%s: %v %v", symbol, answer, err)
		}
	}
}

func TestLists(t *testing.T) {
	r := start(t, mock.Options{})
	routes := r.Routes()
	if len(routes) != 13 || routes[1].Method != "shop.v1.Orders/GetOrder" || strings.Join(routes[1].HTTP, ", ") != "GET /v1/{name=customers/*/orders/*}, GET /v1/orders:lookup" ||
		routes[1].Summary != "GetOrder returns an order." || routes[11].Streams != "both" {
		t.Errorf("%+v", routes)
	}
	if got := strings.Join(r.LeftOut(), "\n"); got != "shop.v1.CancelOrderRequest: expressions in CEL: reason_or_code" {
		t.Error(got)
	}
}

// TestTry runs the first line that users are told.
func TestTry(t *testing.T) {
	r := start(t, mock.Options{})
	lines := r.Try(r.address)
	if len(lines) != 2 || !strings.HasPrefix(lines[1], "grpcurl -plaintext -d '{\"name\":") {
		t.Fatal(lines)
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl here")
	}
	out, err := exec.Command("sh", "-c", lines[0]).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "200 OK") {
		t.Errorf("%s: %v %s", lines[0], err, out)
	}
	for _, m := range r.methods {
		request, err := r.maker.Request(m)
		if err != nil {
			t.Fatal(err)
		}
		if line := curl(r.address, m, request); line == "" && len(bindings(m)) > 0 {
			t.Errorf("%s: no line", m.Name())
		} else if out, err := exec.Command("sh", "-c", line).CombinedOutput(); len(bindings(m)) > 0 && streams(m) == "" && (err != nil || !strings.Contains(string(out), "200 OK")) {
			t.Errorf("%s: %v %s", line, err, out)
		}
	}
}
