package restclient_test

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/restclient"
)

// server answers all the same, and keeps what came.
type server struct {
	*httptest.Server
	line   string // GET /path?query
	header http.Header
	body   string
}

func serve(t *testing.T, answer http.HandlerFunc) *server {
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.line, s.header, s.body = r.Method+" "+r.RequestURI, r.Header, string(body)
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) client(t *testing.T, o restclient.Options) shop.OrdersClient {
	return shop.NewOrdersClient(s.conn(t, o))
}

func (s *server) conn(t *testing.T, o restclient.Options) *restclient.Conn {
	t.Helper()
	conn, err := restclient.New(s.URL+"/base/", o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// says answers like that.
func says(code int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Add(header[i], header[i+1])
		}
		w.WriteHeader(code)
		io.WriteString(w, body)
	}
}

// cut answers like that, and then breaks the connection.
func cut(code int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		says(code, body, header...)(w, r)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

const asJSON, asLines = "application/json", "application/jsonl"

func TestRequests(t *testing.T) {
	s := serve(t, says(200, "{}", "Content-Type", asJSON))
	c := s.client(t, restclient.Options{})
	for _, test := range []struct {
		call       func(context.Context) error
		line, body string
		media      string
	}{
		{func(ctx context.Context) error {
			_, err := c.GetOrder(ctx, &shop.GetOrderRequest{Name: "customers/a b/orders/2", ReadMask: &fieldmaskpb.FieldMask{Paths: []string{"create_time", "title"}}})
			return err
		}, "GET /base/v1/customers/a%20b/orders/2?readMask=createTime%2Ctitle", "", ""},
		{func(ctx context.Context) error { // the second binding
			_, err := c.GetOrder(ctx, &shop.GetOrderRequest{Name: "orders/2"})
			return err
		}, "GET /base/v1/orders:lookup?name=orders%2F2", "", ""},
		{func(ctx context.Context) error {
			_, err := c.CreateOrder(ctx, &shop.CreateOrderRequest{Parent: "customers/1", Order: &shop.Order{Title: "tea"}, RequestId: "r"})
			return err
		}, "POST /base/v1/customers/1/orders?requestId=r", `{"title":"tea"}`, asJSON},
		{func(ctx context.Context) error {
			_, err := c.CreateOrder(ctx, &shop.CreateOrderRequest{Parent: "customers/1"})
			return err
		}, "POST /base/v1/customers/1/orders", "", ""},
		{func(ctx context.Context) error { // the name is in the path already
			_, err := c.UpdateOrder(ctx, &shop.UpdateOrderRequest{Order: &shop.Order{Name: "customers/1/orders/2", Title: "tea"}, AllowMissing: true})
			return err
		}, "PATCH /base/v1/customers/1/orders/2?allowMissing=true", `{"title":"tea"}`, asJSON},
		{func(ctx context.Context) error {
			_, err := c.CancelOrder(ctx, &shop.CancelOrderRequest{Name: "customers/1/orders/2", Code: 7})
			return err
		}, "POST /base/v1/customers/1/orders/2:cancel", `{"code":7}`, asJSON},
		{func(ctx context.Context) error {
			_, err := c.ListOrders(ctx, &shop.ListOrdersRequest{Parent: "customers/1", States: []shop.State{1, 2, 9}, Filter: &shop.Filter{MinTotal: 1.5, Other: &shop.Filter{Cursor: []byte{0xff, 0xfe}}}})
			return err
		}, "GET /base/v1/customers/1/orders?states=STATE_OPEN&states=STATE_SHIPPED&states=9&filter.minTotal=1.5&filter.other.cursor=__4%3D", "", ""},
		{func(ctx context.Context) error {
			_, err := c.PutReceipt(ctx, &shop.PutReceiptRequest{Name: "customers/1/orders/2", Document: &httpbody.HttpBody{ContentType: "text/csv", Data: []byte("a;b")}})
			return err
		}, "PUT /base/v1/customers/1/orders/2/receipt", "a;b", "text/csv"},
		{func(ctx context.Context) error {
			_, err := c.DeleteOrder(ctx, &shop.DeleteOrderRequest{Name: "customers/1/orders/2", Etag: `"1"`})
			return err
		}, "DELETE /base/v1/customers/1/orders/2?etag=%221%22", "", ""},
	} {
		if err := test.call(t.Context()); err != nil {
			t.Errorf("%s: %v", test.line, err)
		}
		if s.line != test.line || s.body != test.body || s.header.Get("Content-Type") != test.media {
			t.Errorf("%s %s (%s), want\n%s %s (%s)", s.line, s.body, s.header.Get("Content-Type"), test.line, test.body, test.media)
		}
	}
}

func TestRequestsThatNoPathHolds(t *testing.T) {
	s := serve(t, says(200, "{}", "Content-Type", asJSON))
	c := s.client(t, restclient.Options{})
	for _, name := range []string{"", "customers/1", "customers/1/orders/..", "customers//orders/1"} {
		_, err := c.DeleteOrder(t.Context(), &shop.DeleteOrderRequest{Name: name})
		var bad *errdetails.BadRequest
		for _, d := range status.Convert(err).Details() {
			if b, ok := d.(*errdetails.BadRequest); ok {
				bad = b
			}
		}
		if status.Code(err) != codes.InvalidArgument || len(bad.GetFieldViolations()) != 1 || bad.FieldViolations[0].Field != "name" || s.line != "" {
			t.Errorf("%q: %v, %v", name, err, bad)
		}
	}
	if _, err := c.Internal(t.Context(), &shop.GetOrderRequest{Name: "customers/1/orders/1"}); status.Code(err) != codes.Unimplemented || !strings.Contains(err.Error(), "gRPC") {
		t.Errorf("a method without binding: %v", err)
	}
	if err := s.conn(t, restclient.Options{}).Invoke(t.Context(), "/no.Service/M", &shop.Order{}, &shop.Order{}); status.Code(err) != codes.Unimplemented {
		t.Errorf("an unknown method: %v", err)
	}
}

func TestHeadersThatAreSent(t *testing.T) {
	s := serve(t, says(200, "{}", "Content-Type", asJSON))
	c := s.client(t, restclient.Options{UserAgent: "shop/1"})
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer t", "x-many", "1", "x-many", "2", "x-raw-bin", "\x00\xff", "host", "evil", "content-length", "7", "grpc-timeout", "1n")
	if _, err := c.GetOrder(ctx, &shop.GetOrderRequest{Name: "n"}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"Authorization": {"Bearer t"}, "X-Many": {"1", "2"}, "X-Raw-Bin": {"AP8"}, "Accept": {asJSON}, "User-Agent": {"shop/1"}, "Content-Length": nil, "Host": nil,
	} {
		if got := s.header[name]; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := s.header.Get("Grpc-Timeout"); !strings.HasSuffix(got, "m") || len(got) > 9 {
		t.Errorf("Grpc-Timeout %s for an hour", got)
	}
	_, err := c.GetOrder(metadata.AppendToOutgoingContext(t.Context(), "x-evil", "a\r\nx-more: b"), &shop.GetOrderRequest{Name: "n"})
	if status.Code(err) != codes.Internal {
		t.Errorf("a header in a header: %v", err)
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		code   codes.Code
		after  time.Duration // of RetryInfo; -1: there is none
	}{
		{"a problem", says(409, `{"title":"Conflict","status":409,"detail":"was changed","code":"aborted"}`, "Content-Type", "application/problem+json", "Grpc-Status", "10"), codes.Aborted, -1},
		{"a page of a proxy", says(502, "<html>", "Content-Type", "text/html"), codes.Unavailable, -1},
		{"a page of a proxy that says when", says(503, "<html>", "Retry-After", "7"), codes.Unavailable, 7 * time.Second},
		{"a quota", says(429, "", "Retry-After", "3"), codes.ResourceExhausted, 3 * time.Second},
		{"unauthorized", says(401, ""), codes.Unauthenticated, -1},
		{"forbidden", says(403, ""), codes.PermissionDenied, -1},
		{"not found", says(404, "404 page not found"), codes.NotFound, -1},
		{"an endless error", says(400, strings.Repeat("x", 1<<20)), codes.InvalidArgument, -1},
		{"moved", says(302, "", "Location", "https://evil.example.com/"), codes.Unknown, -1},
		{"moved for good", says(308, "", "Location", "/base/elsewhere"), codes.Unknown, -1},
		{"no JSON", says(200, "<html>", "Content-Type", "text/html"), codes.Internal, -1},
		{"no media type", says(200, "", "Content-Type", ""), codes.Internal, -1},
		{"broken JSON", says(200, `{"name":`, "Content-Type", asJSON), codes.Internal, -1},
		{"a field of another type", says(200, `{"title":7}`, "Content-Type", asJSON), codes.Internal, -1},
		{"too large", says(200, `{"title":"`+strings.Repeat("x", 1000)+`"}`, "Content-Type", asJSON), codes.ResourceExhausted, -1},
		{"cut", cut(200, `{"title":`, "Content-Type", asJSON), codes.Unavailable, -1},
		{"cut at once", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, codes.Unavailable, -1},
		{"members that aren't known", says(200, `{"title":"t","new":{"a":1},"state":"STATE_NEW"}`, "Content-Type", "application/json; charset=utf-8"), codes.OK, -1},
	} {
		s := serve(t, test.answer)
		_, err := s.client(t, restclient.Options{MaxMessage: 500}).GetOrder(t.Context(), &shop.GetOrderRequest{Name: "n"})
		after := time.Duration(-1)
		for _, d := range status.Convert(err).Details() {
			if info, ok := d.(*errdetails.RetryInfo); ok {
				after = info.RetryDelay.AsDuration()
			}
		}
		if status.Code(err) != test.code || after != test.after {
			t.Errorf("%s: %v after %v, want %s after %v", test.name, err, after, test.code, test.after)
		}
		if err != nil && strings.Contains(err.Error(), s.URL) {
			t.Errorf("%s: tells the URL: %v", test.name, err)
		}
	}
}

func TestConnectionsThatFail(t *testing.T) {
	secret := "/secret"
	closed := httptest.NewServer(nil)
	closed.Close()
	untrusted := httptest.NewUnstartedServer(nil)
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	defer untrusted.Close()
	for url, want := range map[string]codes.Code{closed.URL: codes.Unavailable, untrusted.URL: codes.FailedPrecondition} {
		conn, err := restclient.New(url+secret, restclient.Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = shop.NewOrdersClient(conn).GetOrder(t.Context(), &shop.GetOrderRequest{Name: "n"})
		if status.Code(err) != want || strings.Contains(err.Error(), secret) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestBaseURLs(t *testing.T) {
	for _, bad := range []string{"", "api.example.com", "ftp://a", "https://", "https://user:hunter2@a", "https://a?b", "https://a#", "http://[", "https://a/%zz"} {
		if _, err := restclient.New(bad, restclient.Options{}); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestCallOptions(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Trailer", "X-End")
		w.Header().Set("X-Seen", "yes")
		says(200, `{"title":"`+strings.Repeat("x", 100)+`"}`, "Content-Type", asJSON)(w, r)
		w.(http.Flusher).Flush()
		w.Header().Set("X-End", "bye")
	})
	c := s.client(t, restclient.Options{})
	var header, trailer metadata.MD
	var from peer.Peer
	var finished []error
	finish := grpc.OnFinish(func(err error) { finished = append(finished, err) })
	if _, err := c.GetOrder(t.Context(), &shop.GetOrderRequest{Name: "n"}, grpc.Header(&header), grpc.Trailer(&trailer), grpc.Peer(&from), finish); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(header.Get("x-seen"), []string{"yes"}) || !slices.Equal(trailer.Get("x-end"), []string{"bye"}) || header.Get("content-type") != nil {
		t.Errorf("header %v, trailer %v", header, trailer)
	}
	if from.Addr == nil || from.Addr.String() != s.Listener.Addr().String() {
		t.Errorf("peer %v", from.Addr)
	}
	_, err := c.GetOrder(t.Context(), &shop.GetOrderRequest{Name: "n"}, grpc.MaxCallRecvMsgSize(50), finish)
	if status.Code(err) != codes.ResourceExhausted || len(finished) != 2 || finished[0] != nil || status.Code(finished[1]) != codes.ResourceExhausted {
		t.Errorf("%v, finished with %v", err, finished)
	}
	_, err = c.CancelOrder(t.Context(), &shop.CancelOrderRequest{Name: "customers/1/orders/2", Reason: "a long reason"}, grpc.MaxCallSendMsgSize(10))
	if status.Code(err) != codes.ResourceExhausted {
		t.Errorf("a request that is too large: %v", err)
	}
	_, err = c.GetOrder(t.Context(), &shop.GetOrderRequest{Name: "n"}, grpc.PerRPCCredentials(key{encrypted: true}))
	if status.Code(err) != codes.Unauthenticated {
		t.Errorf("credentials that have to be encrypted: %v", err)
	}
	if _, err = c.GetOrder(t.Context(), &shop.GetOrderRequest{Name: "n"}, grpc.PerRPCCredentials(key{})); err != nil || s.header.Get("X-Key") != "k" {
		t.Errorf("credentials: %v, %v", err, s.header)
	}
}

type key struct{ encrypted bool }

func (key) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"X-Key": "k"}, nil
}
func (k key) RequireTransportSecurity() bool { return k.encrypted }
