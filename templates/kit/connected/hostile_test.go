package connected_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/connected"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

const (
	limit  = 10_000
	create = "/shop.v1.Orders/CreateOrder"
	cancel = "/shop.v1.Orders/CancelOrder"
	load   = "/shop.v1.Orders/ImportOrders"
)

type orders struct{ shop.UnimplementedOrdersServer }

func (orders) CancelOrder(_ context.Context, r *shop.CancelOrderRequest) (*shop.Order, error) {
	return &shop.Order{Name: r.Name, Title: r.Reason[:min(40, len(r.Reason))]}, nil
}

func (orders) ImportOrders(s shop.Orders_ImportOrdersServer) error {
	for {
		if _, err := s.Recv(); err != nil {
			return err
		}
	}
}

// bench is a server, and what its operator has seen.
type bench struct {
	*httptest.Server
	seen atomic.Int32
}

func serve(t *testing.T, o edge.Options) *bench {
	t.Helper()
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{}
	o.Runtime, o.MaxMessage, o.Logger = runtime, limit, slog.New(slog.DiscardHandler)
	o.OnError = func(context.Context, *status.Status) { b.seen.Add(1) }
	s := edge.New(o)
	shop.RegisterOrdersServer(s, orders{})
	h, err := connected.New(s)
	if err != nil {
		t.Fatal(err)
	}
	b.Server = httptest.NewUnstartedServer(h)
	b.EnableHTTP2 = true
	b.StartTLS()
	t.Cleanup(b.Close)
	return b
}

// said is what a request was answered.
type said struct {
	http    int
	code    string
	message string
	reason  string // of ErrorInfo
	id      string // of RequestInfo
	fields  []string
	body    string
}

// ask sends a request of Connect's; header are pairs.
func (b *bench) ask(t *testing.T, method, path string, body io.Reader, header ...string) said {
	t.Helper()
	r, err := http.NewRequest(method, b.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Request-Id", "r-1")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := b.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := said{http: response.StatusCode, body: string(content)}
	if code := response.Trailer.Get("Grpc-Status") + response.Header.Get("Grpc-Status"); code != "" {
		n, _ := strconv.Atoi(code)
		got.code, got.message = codes.Code(n).String(), response.Trailer.Get("Grpc-Message")+response.Header.Get("Grpc-Message")
		return got
	}
	if len(content) > 5 && content[0] == 2 { // the end of a stream
		content = content[5:]
	}
	got.parse(content)
	return got
}

// parse reads an error as Connect spells it.
func (s *said) parse(content []byte) {
	type failure struct {
		Code, Message string
		Details       []struct {
			Type  string
			Debug struct {
				Reason, RequestID string
				FieldViolations   []struct{ Field, Reason string }
			}
		}
	}
	var told struct {
		failure
		Error *failure
	}
	if json.Unmarshal(content, &told) != nil {
		return
	}
	f := told.failure
	if told.Error != nil {
		f = *told.Error
	}
	s.code, s.message = f.Code, f.Message
	for _, d := range f.Details {
		s.reason += d.Debug.Reason
		s.id += d.Debug.RequestID
		for _, v := range d.Debug.FieldViolations {
			s.fields = append(s.fields, v.Field+" "+v.Reason)
		}
	}
}

func zipped(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(content)
	w.Close()
	return b.Bytes()
}

func framed(flags byte, content []byte) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{flags}, uint32(len(content))), content...)
}

func reason(n int) []byte {
	m, _ := proto.Marshal(&shop.CancelOrderRequest{Name: "customers/1/orders/1", Reason: strings.Repeat("a", n)})
	return m
}

// counted is a body without an end, and how much of it was read.
type counted struct {
	io.Reader
	n atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestLargeMessages(t *testing.T) {
	b := serve(t, edge.Options{})
	bomb := zipped(reason(50 << 20))
	for _, test := range []struct {
		name   string
		path   string
		body   []byte
		header []string
		fits   bool
	}{
		{"as large as may be", cancel, reason(limit - 30), []string{"Content-Type", "application/proto"}, true},
		{"one too large", cancel, reason(limit), []string{"Content-Type", "application/proto"}, false},
		{"as large as may be, zipped", cancel, zipped(reason(limit - 30)), []string{"Content-Type", "application/proto", "Content-Encoding", "gzip"}, true},
		{"one too large, zipped", cancel, zipped(reason(limit)), []string{"Content-Type", "application/proto", "Content-Encoding", "gzip"}, false},
		{"a bomb", cancel, bomb, []string{"Content-Type", "application/proto", "Content-Encoding", "gzip"}, false},
		{"a bomb of many members", cancel, bytes.Repeat(zipped(make([]byte, limit/2)), 4), []string{"Content-Type", "application/proto", "Content-Encoding", "gzip"}, false},
		{"large JSON", cancel, []byte(`{"reason":"` + strings.Repeat("a", limit) + `"}`), []string{"Content-Type", "application/json"}, false},
		{"a bomb in a stream", load, framed(1, zipped(reason(4*limit))), []string{"Content-Type", "application/connect+proto", "Connect-Content-Encoding", "gzip"}, false},
		{"large in a stream", load, framed(0, reason(4*limit)), []string{"Content-Type", "application/connect+proto"}, false},
		{"a bomb over gRPC", cancel, framed(1, zipped(reason(4*limit))), []string{"Content-Type", "application/grpc", "Grpc-Encoding", "gzip", "Te", "trailers"}, false},
		{"large over gRPC", cancel, framed(0, reason(4*limit)), []string{"Content-Type", "application/grpc", "Te", "trailers"}, false},
	} {
		b.seen.Store(0)
		got := b.ask(t, "POST", test.path, bytes.NewReader(test.body), test.header...)
		switch {
		case test.fits && got.http != 200:
			t.Errorf("%s: %+v", test.name, got)
		case !test.fits && got.code != "resource_exhausted" && got.code != "ResourceExhausted":
			t.Errorf("%s: %+v", test.name, got)
		case !test.fits && got.code == "resource_exhausted" && (got.reason != "PAYLOAD_TOO_LARGE" || got.id != "r-1"):
			t.Errorf("%s: %+v", test.name, got)
		}
		if b.seen.Load() == 0 != test.fits {
			t.Errorf("%s: the operator has seen %d errors", test.name, b.seen.Load())
		}
	}
}

// TestNothingIsReadInVain sends messages that say to be, or are, much too large.
func TestNothingIsReadInVain(t *testing.T) {
	b := serve(t, edge.Options{})
	huge := func() io.Reader { return io.MultiReader(bytes.NewReader([]byte{0, 0xff, 0xff, 0xff, 0xff}), endless{}) }
	for _, test := range []struct {
		name, path, media string
		body              io.Reader
	}{
		{"unary", cancel, "application/proto", endless{}},
		{"JSON", cancel, "application/json", endless{}},
		{"stream", load, "application/connect+proto", huge()},
		{"gRPC", cancel, "application/grpc", huge()},
		{"gRPC-Web", cancel, "application/grpc-web+proto", huge()},
	} {
		body := &counted{Reader: test.body}
		got := b.ask(t, "POST", test.path, body, "Content-Type", test.media)
		if n := body.n.Load(); n > 3<<20 { // what fits into windows and buffers on the way
			t.Errorf("%s: %d bytes were taken, %+v", test.name, n, got)
		}
		if !strings.Contains(strings.ToLower(got.code+got.body), "resource") && !strings.Contains(got.body, "grpc-status: 8") {
			t.Errorf("%s: %+v", test.name, got)
		}
	}
}

func TestBrokenMessages(t *testing.T) {
	b := serve(t, edge.Options{})
	deep := []byte{}
	for range 200 { // Item.parts
		deep = protowire.AppendBytes(protowire.AppendTag(nil, 3, protowire.BytesType), deep)
	}
	deep = protowire.AppendBytes(protowire.AppendTag(nil, 3, protowire.BytesType), deep)
	deep = protowire.AppendBytes(protowire.AppendTag(nil, 2, protowire.BytesType), deep)
	for _, test := range []struct {
		name, media, body string
		fields            string
	}{
		{"truncated", "application/proto", "\x0a\x7f", "parent MALFORMED"},
		{"no UTF-8", "application/proto", "\x0a\x02\xff\xfe", " INVALID_UTF8"},
		{"deep", "application/proto", string(deep), " TOO_DEEP"},
		{"no JSON", "application/json", `{"parent":`, ""},
		{"deep JSON", "application/json", `{"order":{"notes":` + strings.Repeat(`{"a":`, 500) + `1` + strings.Repeat("}", 500) + "}}", " TOO_DEEP"},
		{"everything at once", "application/json", `{"parent":7,"who":1,"order":{"title":"","items":[{"sku":"abc","quantity":-1},{"sku":"a"}],"state":"STATE_NO"}}`,
			"order.items[0].quantity MINIMUM,order.items[1].sku MIN_LENGTH,order.state ENUM,order.title REQUIRED,parent TYPE,who UNKNOWN_FIELD"},
	} {
		got := b.ask(t, "POST", create, strings.NewReader(test.body), "Content-Type", test.media)
		if got.code != "invalid_argument" || got.http != 400 || got.id != "r-1" {
			t.Errorf("%s: %+v", test.name, got)
		}
		for want := range strings.SplitSeq(test.fields, ",") {
			if !strings.Contains(strings.Join(got.fields, ",")+",", want+",") {
				t.Errorf("%s: violations %q, want %q", test.name, got.fields, want)
			}
		}
	}
}

func TestUnknownMethods(t *testing.T) {
	b := serve(t, edge.Options{})
	for _, path := range []string{"/shop.v1.Orders/No", "/", "/shop.v1.Orders", "/no.Service/M"} {
		if got := b.ask(t, "POST", path, strings.NewReader("{}"), "Content-Type", "application/json", "Connect-Protocol-Version", "1"); got.code != "unimplemented" || got.id != "r-1" {
			t.Errorf("%s: %+v", path, got)
		}
		if got := b.ask(t, "POST", path, strings.NewReader(""), "Content-Type", "application/grpc", "Te", "trailers"); got.code != "Unimplemented" {
			t.Errorf("%s over gRPC: %+v", path, got)
		}
		if got := b.ask(t, "GET", path, nil); got.http != 404 {
			t.Errorf("%s of a browser: %+v", path, got)
		}
	}
}

func TestSlowRequests(t *testing.T) {
	b := serve(t, edge.Options{Timeout: 50 * time.Millisecond})
	for name, header := range map[string][]string{
		"unary": {"Content-Type", "application/proto"},
		"gRPC":  {"Content-Type", "application/grpc", "Te", "trailers"},
	} {
		body, half := io.Pipe()
		go half.Write([]byte{0, 0, 0, 0, 20, 1})
		got := b.ask(t, "POST", cancel, body, header...)
		half.Close()
		if !strings.EqualFold(strings.ReplaceAll(got.code, "_", ""), "deadlineexceeded") {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestSlowHandlersAreNotCutByTheReadDeadline(t *testing.T) {
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	s := edge.New(edge.Options{Runtime: runtime, Timeout: 200 * time.Millisecond})
	shop.RegisterOrdersServer(s, patient{})
	h, err := connected.New(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, http2 := range []bool{false, true} {
		web := httptest.NewUnstartedServer(h)
		web.EnableHTTP2 = http2
		web.StartTLS()
		defer web.Close()
		r, _ := http.NewRequest("POST", web.URL+cancel, strings.NewReader(`{"name":"customers/1/orders/1","reason":"r"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Connect-Timeout-Ms", "5000") // longer than the server's own
		response, err := web.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if body, _ := io.ReadAll(response.Body); response.StatusCode != 200 {
			t.Errorf("%d %s", response.StatusCode, body)
		}
	}
}

// patient works for longer than a request may take to come.
type patient struct{ shop.UnimplementedOrdersServer }

func (patient) CancelOrder(ctx context.Context, r *shop.CancelOrderRequest) (*shop.Order, error) {
	select {
	case <-time.After(400 * time.Millisecond):
		return &shop.Order{Name: r.Name, Title: "t"}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
