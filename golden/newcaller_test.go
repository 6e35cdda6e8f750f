package golden

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// caller has items created, in its own way.
type caller struct {
	name   string
	create func(ctx context.Context, at *serving, title, key string) (item, error)
}

// callers are all ways to call a service that runs more than once.
func (f *fresh) callers(t *testing.T, fleet ...*serving) []caller {
	t.Helper()
	all := []caller{
		{"HTTP/1.1 kept", overHTTP(&http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}})},
		{"HTTP/1.1 fresh", overHTTP(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}})},
	}
	if len(f.grpc) == 0 {
		return all
	}
	kept := map[*serving]*grpc.ClientConn{}
	for _, p := range fleet {
		kept[p] = dial(t, p)
		t.Cleanup(func() { _ = kept[p].Close() })
	}
	create := reflected(t, kept[fleet[0]], "orders.v1.OrdersService").Methods().ByName("CreateItem")
	return append(all, caller{"gRPC kept", func(ctx context.Context, at *serving, title, key string) (item, error) {
		return overGRPC(ctx, kept[at], create, title, key)
	}}, caller{"gRPC fresh", func(ctx context.Context, at *serving, title, key string) (item, error) {
		conn := dial(t, at)
		defer conn.Close()
		return overGRPC(ctx, conn, create, title, key)
	}})
}

func dial(t *testing.T, p *serving) *grpc.ClientConn {
	conn, err := grpc.NewClient(p.at["grpc"], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Error(err) // only a wrong address is one
	}
	return conn
}

// failure is an answer that is no item.
type failure struct {
	status int
	text   string
}

func (f *failure) Error() string { return fmt.Sprintf("answered with %d %s", f.status, f.text) }

func overHTTP(c *http.Client) func(context.Context, *serving, string, string) (item, error) {
	return func(ctx context.Context, at *serving, title, key string) (item, error) {
		return createdBy(c, creation(ctx, at, strings.NewReader(body(title)), key))
	}
}

func body(title string) string { return fmt.Sprintf(`{"title": %q, "quantity": 1}`, title) }

// creation is the request that creates an item. Over gRPC the key has a field, which is a parameter here.
func creation(ctx context.Context, at *serving, body io.Reader, key string) *http.Request {
	in, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+at.at["http"]+"/v1/items", body)
	if err != nil {
		panic(err) // the address is one
	}
	in.Header.Set("Content-Type", "application/json")
	in.Header.Set("Idempotency-Key", key)
	if token := tokenOf(ctx); token != "" {
		in.Header.Set("Authorization", "Bearer "+token)
	}
	if at.at["grpc"] != "" {
		in.URL.RawQuery = "requestId=" + key
	}
	return in
}

func createdBy(c *http.Client, in *http.Request) (item, error) {
	out, err := c.Do(in)
	if err != nil {
		return item{}, err
	}
	defer out.Body.Close()
	answer, err := io.ReadAll(out.Body)
	if err != nil {
		return item{}, err
	}
	if out.StatusCode >= 300 {
		return item{}, &failure{out.StatusCode, string(answer)}
	}
	return read(string(answer))
}

func overGRPC(ctx context.Context, conn *grpc.ClientConn, m protoreflect.MethodDescriptor, title, key string) (item, error) {
	if token := tokenOf(ctx); token != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
	}
	answer, err := invoke(ctx, conn, m, creating(title, key))
	if err != nil {
		return item{}, err
	}
	return read(answer)
}

func creating(title, key string) string {
	return fmt.Sprintf(`{"item": %s, "requestId": %q}`, body(title), key)
}

// refused reports whether nothing was sent, for there was no connection.
func refused(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Op == "dial"
	}
	s, _ := status.FromError(err)
	return s.Code() == codes.Unavailable && strings.Contains(s.Message(), "while dialing")
}

// again reports whether an error says that the same is to be sent again, later.
func again(err error) bool {
	var f *failure
	if errors.As(err, &f) {
		return f.status == http.StatusConflict || f.status == http.StatusServiceUnavailable
	}
	return status.Code(err) == codes.Aborted || status.Code(err) == codes.Unavailable
}

// newKey makes a key that nobody has had, a UUID.
func newKey() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// titles counts the items that somebody has by their titles, page by page.
func titles(t *testing.T, p *serving, as string) map[string]int {
	t.Helper()
	counts, token := map[string]int{}, ""
	for {
		status, answer := sendAs(t, as, request{method: "GET", path: "/v1/items?page_size=1000" + token}, p.at["http"])
		var page struct {
			Items []item
			Next  string `json:"next_page_token"`
			Camel string `json:"nextPageToken"`
		}
		if err := json.Unmarshal([]byte(answer), &page); err != nil || status != http.StatusOK {
			t.Fatalf("%d %s: %v", status, answer, err)
		}
		for _, i := range page.Items {
			counts[i.Title]++
		}
		if page.Next+page.Camel == "" {
			return counts
		}
		token = "&page_token=" + page.Next + page.Camel
	}
}
