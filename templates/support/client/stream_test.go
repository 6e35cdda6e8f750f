package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/client"
	problems "github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

var watch = &client.Operation{
	ID: "watch", Method: "GET", Template: "/watch",
	Accept:   []string{"text/event-stream", "application/jsonl", "application/json-seq", "application/*", "image/*"},
	Streamed: []string{"text/event-stream", "application/jsonl", "application/json-seq", "application/octet-stream", "image/*"},
}

// streaming is a step that sends pieces, each on its way before the next.
func streaming(media string, pieces ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		for _, piece := range pieces {
			io.WriteString(w, piece)
			http.NewResponseController(w).Flush()
		}
	}
}

// hold is a step that sends something and then nothing until the client is gone.
func hold(media, piece string, gone chan<- struct{}) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		streaming(media, piece)(w, r)
		<-r.Context().Done()
		close(gone)
	}
}

// orders begins to read a stream of orders.
func orders(t *testing.T, ctx context.Context, core *client.Core) iter.Seq2[order, error] {
	t.Helper()
	call := core.Call(ctx, watch)
	defer call.Close()
	if !call.Do() || call.Status() != 200 {
		t.Fatal(call.Err())
	}
	return client.Items(call, (*order).ReadJSON)
}

func collect(items iter.Seq2[order, error]) (ids []string, failed error) {
	for item, err := range items {
		if err != nil {
			return ids, err
		}
		ids = append(ids, item.ID)
	}
	return ids, nil
}

func TestItems(t *testing.T) {
	for _, test := range []struct {
		name, media string
		pieces      []string
		want        []string
		err         string
	}{
		{"lines", "application/jsonl", []string{"{\"id\":\"a\"}\n{\"id\":\"b\"}\n"}, []string{"a", "b"}, ""},
		{"lines in pieces", "application/jsonl", []string{`{"i`, `d":"a"}`, "\n", "{\"id\":\"b\"}"}, []string{"a", "b"}, ""},
		{"lines with CR and empty ones", "application/jsonl; charset=utf-8", []string{"{\"id\":\"a\"}\r\n\r\n\n{\"id\":\"b\"}\r\n"}, []string{"a", "b"}, ""},
		{"no lines", "application/jsonl", nil, nil, ""},
		{"records", "application/json-seq", []string{"\x1e{\"id\":\"a\"}\n\x1e{\"id\":\"b\"}\n"}, []string{"a", "b"}, ""},
		{"a line that is no JSON", "application/jsonl", []string{"{\"id\":\"a\"}\nx\n{\"id\":\"b\"}\n"}, []string{"a"}, "invalid_answer"},
		{"a line that breaks the contract", "application/jsonl", []string{"{\"id\":\"a\"}\n{\"id\":\"\"}\n"}, []string{"a"}, "id"},
		{"a line that is too long", "application/jsonl", []string{"{\"id\":\"" + strings.Repeat("a", 2000) + "\"}\n"}, nil, "1000 bytes"},
		{"events", "text/event-stream", []string{"data: {\"id\":\"a\"}\n\ndata: {\"id\":\"b\"}\n\n"}, []string{"a", "b"}, ""},
		{"events with all that there is", "text/event-stream", []string{"\ufeffdata: {\"id\":\"0\"}\n\n: hello\nevent: order\nid: 1\nretry: 5\ndata: {\"id\":\n", "data:\"a\"}\n\n:\n\n", "data\n\n", "event: x\n\ndata: {\"id\":\r\ndata: \"b\"}\r\n\r\ndata: {\"id\":\"c\"}\r\r"}, []string{"0", "a", "b", "c"}, ""},
		{"an event that is cut off", "text/event-stream", []string{"data: {\"id\":\"a\"}\n\ndata: {\"id\":\"b\"}\n"}, []string{"a"}, ""},
		{"an event of endless data", "text/event-stream", []string{strings.Repeat("data: x\n", 1000)}, nil, "1000 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, streaming(test.media, test.pieces...))
			ids, err := collect(orders(t, t.Context(), s.core(t, client.Options{MaxBody: 1000})))
			if !slices.Equal(ids, test.want) {
				t.Errorf("got %q, want %q", ids, test.want)
			}
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("error %v, want %q", err, test.err)
			}
		})
	}
}

func TestEvents(t *testing.T) {
	s := serve(t, streaming("text/event-stream", "event: paid\nid: 7\nretry: 300\ndata: one\ndata: two\n\n", "data: three\n\n"))
	call := s.core(t, client.Options{}).Call(t.Context(), watch)
	defer call.Close()
	if !call.Do() {
		t.Fatal(call.Err())
	}
	var got []string
	for text, err := range client.Events(call, func(x *string, r *wire.Reader, n wire.Node) { *x = string(r.Raw(n)) }) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, text)
	}
	want := []string{`{"event":"paid","data":"one\ntwo","id":"7","retry":300}`, `{"data":"three"}`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// An item is there as soon as the server has sent its end: before anything follows.
func TestItemsDontWait(t *testing.T) {
	for media, piece := range map[string]string{
		"application/jsonl": "{\"id\":\"a\"}\n",
		"text/event-stream": "data: {\"id\":\"a\"}\r\r",
	} {
		gone := make(chan struct{})
		s := serve(t, hold(media, piece, gone))
		for item, err := range orders(t, t.Context(), s.core(t, client.Options{})) {
			if err != nil || item.ID != "a" {
				t.Fatal(item, err)
			}
			break // closes the connection, which the server sees
		}
		select {
		case <-gone:
		case <-time.After(5 * time.Second):
			t.Errorf("%s: the server doesn't learn that the reader has left", media)
		}
	}
}

func TestStreamsOutliveTheTimeout(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for i := range 15 {
			streaming("application/jsonl", fmt.Sprintf("{\"id\":\"%d\"}\n", i))(w, r)
			time.Sleep(50 * time.Millisecond)
		}
	})
	limit := 600 * time.Millisecond // for the answer to begin, and for each silence, but not for all of it
	ids, err := collect(orders(t, t.Context(), s.core(t, client.Options{Timeout: limit, Idle: limit})))
	if len(ids) != 15 || err != nil {
		t.Errorf("%q, %v", ids, err)
	}
}

func TestStreamsEnd(t *testing.T) {
	for _, test := range []struct {
		name    string
		options client.Options
		ctx     func(context.Context) (context.Context, context.CancelFunc)
		code    string
	}{
		{"after silence", client.Options{Idle: 300 * time.Millisecond}, context.WithCancel, problems.CodeUnavailable},
		{"at the caller's deadline", client.Options{}, func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, 300*time.Millisecond)
		}, problems.CodeDeadlineExceeded},
		{"when the caller gives up", client.Options{}, func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(300*time.Millisecond, cancel)
			return ctx, cancel
		}, client.CodeCanceled},
	} {
		t.Run(test.name, func(t *testing.T) {
			gone := make(chan struct{})
			s := serve(t, hold("application/jsonl", "{\"id\":\"a\"}\n", gone))
			ctx, cancel := test.ctx(t.Context())
			defer cancel()
			ids, err := collect(orders(t, ctx, s.core(t, test.options)))
			var e *problems.Error
			if !errors.As(err, &e) || e.Code != test.code || !slices.Equal(ids, []string{"a"}) {
				t.Errorf("%q, %v; want an error of code %s", ids, err, test.code)
			}
			<-gone
		})
	}
}

// TestSlowReaders takes longer over an item than the server may be silent for, and asks for the next only then.
func TestSlowReaders(t *testing.T) {
	const items = 3
	idle, wanted := 300*time.Millisecond, make(chan struct{}, items)
	wanted <- struct{}{}
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for range items {
			select {
			case <-wanted:
				streaming("application/jsonl", "{\"id\":\"a\"}\n")(w, r)
			case <-r.Context().Done():
			}
		}
	})
	seen := 0
	for _, err := range orders(t, t.Context(), s.core(t, client.Options{Idle: idle})) {
		if err != nil {
			t.Fatal(seen, err)
		}
		seen++
		time.Sleep(idle + idle/3)
		wanted <- struct{}{}
	}
	if seen != items {
		t.Error(seen)
	}
}

func TestStreamsAreAwaitedNoLongerThanTheTimeout(t *testing.T) {
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	call := s.core(t, client.Options{Timeout: 50 * time.Millisecond}).Call(t.Context(), watch)
	defer call.Close()
	if call.Do() || !errors.Is(call.Err(), context.DeadlineExceeded) {
		t.Errorf("error %v", call.Err())
	}
}

func TestStreamCutOff(t *testing.T) {
	s := serve(t, hangUp("HTTP/1.1 200 OK\r\nContent-Type: application/jsonl\r\nContent-Length: 100\r\n\r\n{\"id\":\"a\"}\n{"))
	ids, err := collect(orders(t, t.Context(), s.core(t, client.Options{})))
	if !slices.Equal(ids, []string{"a"}) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%q, %v", ids, err)
	}
}

// A page for people, say of a proxy that wants them to log in, is no download.
func TestStreamsOfAnotherMediaType(t *testing.T) {
	s := serve(t, answer(200, "<html>", "Content-Type", "text/html"), answer(200, "<html>", "Content-Type", "image/svg+xml"))
	core := s.core(t, client.Options{})
	op := *watch
	op.Accept = []string{"application/octet-stream"}
	for range 2 {
		call := core.Call(t.Context(), &op)
		if !call.Do() {
			t.Fatal(call.Err())
		}
		content, _ := io.ReadAll(call.Binary())
		call.Close()
		if err := call.Err(); !strings.Contains(fmt.Sprint(err), "where the contract declares application/octet-stream") || len(content) > 0 {
			t.Errorf("%q, error %v", content, err)
		}
	}
}

func TestBinary(t *testing.T) {
	content := strings.Repeat("0123456789", 1<<18)
	for _, media := range []string{"application/octet-stream", "image/png", "application/pdf"} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", media)
			io.WriteString(w, content)
		})
		core := s.core(t, client.Options{MaxBody: 4 << 20})
		call := core.Call(t.Context(), watch)
		if !call.Do() {
			t.Fatal(call.Err())
		}
		body := call.Binary()
		call.Close()
		got, err := io.ReadAll(body)
		if err != nil || string(got) != content {
			t.Errorf("%s: %d bytes, %v", media, len(got), err)
		}
		if err := body.Close(); err != nil {
			t.Error(err)
		}
	}
}
