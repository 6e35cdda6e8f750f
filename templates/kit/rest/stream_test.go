package rest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

const watch = "/v1/customers/7/orders:watch"

func TestServerStream(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{})
	lines := `{"name":"customers/7/orders/0","title":"a title"}` + "\n" + `{"name":"customers/7/orders/1","title":"a title"}` + "\n" + `{"name":"customers/7/orders/2","title":"a title"}` + "\n"
	events := "data: " + strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", "\n\ndata: ") + "\n\n"
	for _, c := range []struct{ accept, media, body string }{
		{"", "application/jsonl", lines},
		{"*/*", "application/jsonl", lines},
		{"text/event-stream", "text/event-stream", events},
		{"application/x-ndjson", "application/x-ndjson", lines},
		{"application/jsonl;q=0.5, text/event-stream", "text/event-stream", events},
	} {
		got := ask(t, s, "GET", watch, "", "Accept", c.accept)
		if got.status != 200 || got.header.Get("Content-Type") != c.media || got.body != c.body {
			t.Errorf("%s: %+v", c.accept, got)
		}
	}
	if got := ask(t, s, "GET", watch, "", "Accept", "application/json"); got.status != 406 {
		t.Error(got)
	}
	if got := ask(t, s, "GET", watch+"?pageSize=-1", ""); got.status != 400 || got.broken(t) != "query page_size range" {
		t.Error(got)
	}
}

// What goes wrong before the first message has a status of its own; later, the end says so, and the connection is cut.
func TestServerStreamFails(t *testing.T) {
	for _, c := range []struct {
		name  string
		watch func(*shop.ListOrdersRequest, grpc.ServerStreamingServer[shop.Order]) error
		code  int
		tail  string
	}{
		{"at once", func(*shop.ListOrdersRequest, grpc.ServerStreamingServer[shop.Order]) error {
			return status.Error(codes.NotFound, "no such customer")
		}, 404, `"detail":"no such customer"`},
		{"panic at once", func(*shop.ListOrdersRequest, grpc.ServerStreamingServer[shop.Order]) error { panic("secret") }, 500, `"code":"internal"`},
		{"later", func(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
			_ = s.Send(good("customers/7/orders/1"))
			return status.Error(codes.Aborted, "come again")
		}, 200, `{"error":{"type":"about:blank","title":"Conflict","status":409,"detail":"come again","code":"aborted"`},
		{"panic later", func(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
			_ = s.Send(good("customers/7/orders/1"))
			panic("secret")
		}, 200, `"code":"internal"`},
		{"breaks the contract", func(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
			_ = s.Send(good("customers/7/orders/1"))
			return s.Send(&shop.Order{Title: strings.Repeat("x", 41)})
		}, 200, `"code":"internal"`},
	} {
		for _, accept := range []string{"application/jsonl", "text/event-stream"} {
			t.Run(c.name+" "+accept, func(t *testing.T) {
				s := serve(t, &orders{watch: c.watch}, edge.Options{})
				r, _ := http.NewRequest("GET", s.URL+watch, nil)
				r.Header.Set("Accept", accept)
				answer, err := s.Client().Do(r)
				if err != nil {
					t.Fatal(err)
				}
				defer answer.Body.Close()
				body, err := io.ReadAll(answer.Body)
				if answer.StatusCode != c.code || !strings.Contains(string(body), c.tail) || strings.Contains(string(body), "secret") {
					t.Errorf("%d %s", answer.StatusCode, body)
				}
				if (err != nil) != (c.code == 200) {
					t.Errorf("the end of the body: %v", err)
				}
				if c.code == 200 && !regexp.MustCompile(`,"grpc_status":(10|13)}\n+$`).Match(body) {
					t.Errorf("no code: %s", body)
				}
				if c.code == 200 && accept == "text/event-stream" && !strings.Contains(string(body), "\n\nevent: error\ndata: {\"error\":") {
					t.Error(string(body))
				}
			})
		}
	}
}

// An empty stream is a whole one, and its trailer comes behind it.
func TestEmptyStream(t *testing.T) {
	s := serve(t, &orders{watch: func(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
		_ = s.SetHeader(metadata.Pairs("x-total", "0", "x-secret", "1"))
		s.SetTrailer(metadata.Pairs("x-cost", "5"))
		return nil
	}}, edge.Options{Headers: []edge.Header{{Name: "X-Total", Response: true}, {Name: "X-Cost", Response: true}}})
	answer, err := s.Client().Get(s.URL + watch)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 200 || len(body) > 0 || answer.Header.Get("X-Total") != "0" || answer.Header.Get("X-Secret") != "" || answer.Trailer.Get("X-Cost") != "5" {
		t.Error(answer, string(body), err)
	}
}

// Messages arrive one by one, as soon as they are sent; so does the head that is sent by itself.
func TestStreamIsFlushed(t *testing.T) {
	next := make(chan bool)
	s := serve(t, &orders{watch: func(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
		_ = s.SendHeader(nil)
		for range next {
			_ = s.Send(good("customers/7/orders/1"))
		}
		return nil
	}}, edge.Options{})
	answer, err := s.Client().Get(s.URL + watch)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewReader(answer.Body)
	for range 3 {
		next <- true
		if _, err := lines.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	close(next)
	if _, err := lines.ReadString('\n'); err != io.EOF {
		t.Error(err)
	}
}

const imports = "/v1/orders:import"

func TestClientStream(t *testing.T) {
	impl := &orders{}
	s := serve(t, impl, edge.Options{MaxMessage: 200})
	line := `{"parent":"customers/7","order":{"title":"x"}}`
	for _, c := range []struct {
		name, body, media string
		status            int
		want              string
	}{
		{"three", line + "\n" + line + "\r\n\n" + line + "\n", "application/jsonl", 200, `{"count":3}`},
		{"no line end", line + "\n" + line, "application/x-ndjson", 200, `{"count":2}`},
		{"none", "", "application/jsonl", 200, `{}`},
		{"none at all", "", "", 200, `{}`},
		{"spaces", " \n", "application/jsonl", 200, `{}`},
		{"many lines", strings.Repeat(line+"\n", 1000), "application/jsonl", 200, `{"count":1000}`},
		{"a bad one", line + "\n{", "application/jsonl", 400, `"code":"invalid_json"`},
		{"a rule", line + "\n" + `{"parent":"customers/7","order":{"title":""}}`, "application/jsonl", 400, `"field":"order.title"`},
		{"too long", line + "\n" + strings.Repeat(" ", 300), "application/jsonl", 413, `"code":"payload_too_large"`},
		{"another type", line, "application/json", 415, `"code":"unsupported_media_type"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ask(t, s, "POST", imports, c.body, "Content-Type", c.media)
			if got.status != c.status || !strings.Contains(got.body, c.want) {
				t.Errorf("%+v", got)
			}
		})
	}
}

// An implementation that has heard enough answers although the client goes on.
func TestClientStreamEndsEarly(t *testing.T) {
	s := serve(t, &orders{gather: func(s grpc.ClientStreamingServer[shop.CreateOrderRequest, shop.ImportOrdersResponse]) error {
		if _, err := s.Recv(); err != nil {
			return err
		}
		return status.Error(codes.FailedPrecondition, "enough")
	}}, edge.Options{})
	reader, writer := io.Pipe()
	defer writer.Close()
	go fmt.Fprintln(writer, `{"parent":"customers/7","order":{"title":"x"}}`)
	r, _ := http.NewRequest("POST", s.URL+imports, reader)
	r.Header.Set("Content-Type", "application/jsonl")
	answer, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != 400 || answer.Header.Get("Grpc-Status") != "9" {
		t.Error(answer)
	}
}

// A conversation: each answer is there before the next question is asked, over HTTP/1.1 and HTTP/2.
func TestBothWays(t *testing.T) {
	plain := httptest.NewServer(newHandler(t, &orders{}, edge.Options{}))
	defer plain.Close()
	secure := httptest.NewUnstartedServer(newHandler(t, &orders{}, edge.Options{}))
	secure.EnableHTTP2 = true
	secure.StartTLS()
	defer secure.Close()
	for _, s := range []*httptest.Server{plain, secure} {
		reader, writer := io.Pipe()
		r, _ := http.NewRequest("POST", s.URL+"/v1/chat", reader)
		r.Header.Set("Content-Type", "application/jsonl")
		type result struct {
			answer *http.Response
			err    error
		}
		arrived := make(chan result, 1)
		go func() {
			answer, err := s.Client().Do(r)
			arrived <- result{answer, err}
		}()
		var lines *bufio.Reader
		for _, word := range []string{"hello", "again"} {
			fmt.Fprintf(writer, "{\"text\":%q}\n", word)
			if lines == nil {
				got := <-arrived
				if got.err != nil {
					t.Fatal(got.err)
				}
				defer got.answer.Body.Close()
				lines = bufio.NewReader(got.answer.Body)
			}
			if line, err := lines.ReadString('\n'); err != nil || line != fmt.Sprintf("{\"text\":%q}\n", strings.ToUpper(word)) {
				t.Fatal(line, err)
			}
		}
		fmt.Fprintf(writer, "{\"text\":%q}\n", strings.Repeat("x", 21))
		if line, err := lines.ReadString('\n'); err != nil || !strings.HasPrefix(line, `{"error":`) || !strings.Contains(line, `"field":"text"`) {
			t.Error(line, err)
		}
		if _, err := lines.ReadString('\n'); err == nil || err == io.EOF {
			t.Errorf("the end after an error: %v", err)
		}
		writer.Close()
	}
}

// The deadline that a caller asks for ends a stream on either side.
func TestDeadlineOfStream(t *testing.T) {
	ended := make(chan error, 1)
	s := serve(t, &orders{
		watch: func(_ *shop.ListOrdersRequest, s grpc.ServerStreamingServer[shop.Order]) error {
			<-s.Context().Done()
			ended <- s.Context().Err()
			return s.Context().Err()
		},
		gather: func(s grpc.ClientStreamingServer[shop.CreateOrderRequest, shop.ImportOrdersResponse]) error {
			_, err := s.Recv()
			ended <- err
			return err
		},
	}, edge.Options{})
	if got := ask(t, s, "GET", watch, "", "Grpc-Timeout", "20m"); got.status != 504 || !errors.Is(<-ended, context.DeadlineExceeded) {
		t.Error(got)
	}
	reader, writer := io.Pipe()
	defer writer.Close()
	r, _ := http.NewRequest("POST", s.URL+imports, reader)
	r.Header.Set("Content-Type", "application/jsonl")
	r.Header.Set("Grpc-Timeout", "20m")
	answer, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if err := <-ended; answer.StatusCode != 504 || status.Code(err) != codes.DeadlineExceeded {
		t.Error(answer.Status, err)
	}
}
