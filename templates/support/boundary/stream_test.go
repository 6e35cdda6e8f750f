package boundary_test

import (
	"bufio"
	"context"
	stderrors "errors"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/boundary"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// items yields texts, then an error if there is one.
func items(err error, texts ...string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, text := range texts {
			if !yield(text, nil) {
				return
			}
		}
		if err != nil {
			yield("", err)
		}
	}
}

func writeRaw(text *string, w *wire.Writer) { w.Raw(wire.Raw(*text)) }

func TestStreams(t *testing.T) {
	isObject := func(r *wire.Reader, n wire.Node) { r.Type(n, wire.KindObject) }
	for _, row := range []struct {
		name, media string
		items       iter.Seq2[string, error]
		events      bool
		want, log   string
	}{
		{"events of items", "text/event-stream", items(nil, `{"a":1}`, "{\n\"b\":2}"), false, "data: {\"a\":1}\n\ndata: { \"b\":2}\n\n", ""},
		{"lines", "application/jsonl", items(nil, `{"a":1}`, `{}`), false, "{\"a\":1}\n{}\n", ""},
		{"sequence", "application/json-seq", items(nil, `{}`), false, "\x1e{}\n", ""},
		{"whole events", "text/event-stream; charset=utf-8", items(nil, `{"event":"x","id":"7","retry":50,"data":"a\nb\r\nc","other":1}`, `{"data":{"k":[1]}}`), true,
			"event: x\nid: 7\nretry: 50\ndata: a\ndata: b\ndata: c\n\ndata: {\"k\":[1]}\n\n", ""},
		{"an error", "application/jsonl", items(stderrors.New("boom"), `{}`), false, "{}\n", "boom"},
		{"a bad item", "application/jsonl", items(nil, `{}`, `7`, `{}`), false, "{}\n", "must be an object"},
		{"no JSON", "application/jsonl", items(nil, `{`), false, "", "can't be written"},
		{"a line end in an ID", "text/event-stream", items(nil, `{"id":"a\nb"}`), true, "", "line end"},
	} {
		t.Run(row.name, func(t *testing.T) {
			send := boundary.SendItems[string]
			if row.events {
				send = boundary.SendEvents[string]
			}
			s := one(t, "GET", "/", func(c *boundary.Call) { send(c, 200, row.media, row.items, writeRaw, isObject) })
			w := httptest.NewRecorder()
			aborted := recovered(func() { s.ServeHTTP(w, request("GET", "/", nil)) })
			if w.Code != 200 || w.Body.String() != row.want || !w.Flushed {
				t.Errorf("%d %q", w.Code, w.Body)
			}
			if (aborted == http.ErrAbortHandler) != (row.log != "") || !strings.Contains(s.log.String(), row.log) {
				t.Errorf("ended with %v, logged %s", aborted, s.log)
			}
		})
	}
}

func recovered(do func()) (v any) {
	defer func() { v = recover() }()
	do()
	return nil
}

// Over a real connection: each item arrives before the next one is made, and a client that leaves
// ends the work.
func TestStreamIsFlushedAndCancelled(t *testing.T) {
	ended := make(chan int)
	next := make(chan bool)
	s := one(t, "GET", "/", func(c *boundary.Call) {
		made := 0
		endless := func(yield func(string, error) bool) {
			for {
				select {
				case <-next:
				case <-c.Context().Done():
					return
				}
				if made++; !yield(`{}`, nil) {
					return
				}
			}
		}
		boundary.SendItems(c, 200, "application/jsonl", endless, writeRaw, nil)
		ended <- made
	})
	real := httptest.NewServer(s)
	defer real.Close()
	ctx, cancel := context.WithCancel(context.Background())
	r, _ := http.NewRequestWithContext(ctx, "GET", real.URL, nil)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(answer.Body)
	for range 3 {
		next <- true
		if !lines.Scan() || lines.Text() != "{}" {
			t.Fatalf("got %q %v", lines.Text(), lines.Err())
		}
	}
	cancel()
	if made := <-ended; made != 3 {
		t.Errorf("%d items were made, want 3", made)
	}
}

// A client sees that a stream was cut.
func TestCutStreamIsNoWholeStream(t *testing.T) {
	for name, handle := range map[string]func(*boundary.Call){
		"items": func(c *boundary.Call) {
			boundary.SendItems(c, 200, "application/jsonl", items(stderrors.New("boom"), `{}`), writeRaw, nil)
		},
		"binary": func(c *boundary.Call) { c.SendStream(200, "a/b", io.MultiReader(strings.NewReader("abc"), failing{})) },
		"panic": func(c *boundary.Call) {
			boundary.SendItems(c, 200, "application/jsonl", func(func(string, error) bool) { panic("boom") }, writeRaw, nil)
		},
	} {
		s := one(t, "GET", "/", handle)
		real := httptest.NewServer(s)
		answer, err := http.Get(real.URL)
		if err == nil {
			_, err = io.ReadAll(answer.Body)
		}
		real.Close() // waits for the handler, so that its log is complete
		if err == nil || s.log.Len() == 0 {
			t.Errorf("%s: the client took it for the whole: %v, logged %s", name, err, s.log)
		}
	}
}
