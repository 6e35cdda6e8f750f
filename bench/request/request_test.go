package request

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
)

const (
	good = `{"customer":"Augusta Ada Lovelace","email":"ada@example.org","lines":[{"sku":"AB-1234","quantity":120}]}` // 104 bytes
	// The same with four violations: an empty customer, a short address, a short article, no quantity left.
	bad = `{"customer":"","email":"a","lines":[{"sku":"A","quantity":0}]}`
)

// created is what the good request is answered, whatever the order of the members.
var created = []string{`"id":"o-1"`, `"customer":"Augusta Ada Lovelace"`, `"sku":"AB-1234"`, `"quantity":120`}

// answer is a ResponseWriter that is used again, so that the recorder's own work is not measured.
type answer struct {
	header http.Header
	status int
	body   []byte
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) { a.status = status }

func (a *answer) Write(b []byte) (int, error) {
	a.body = append(a.body, b...)
	return len(b), nil
}

func (a *answer) reset() {
	clear(a.header)
	a.status, a.body = http.StatusOK, a.body[:0]
}

// body is a request's body that can be read again.
type body struct{ strings.Reader }

func (*body) Close() error { return nil }

// serve sends the text to the handler once for each iteration and looks at every answer.
func serve(b *testing.B, handler http.Handler, text string, check func(*answer) bool) {
	b.Helper()
	request, err := http.NewRequest(http.MethodPost, "http://shop.example/orders", io.NopCloser(strings.NewReader(text)))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.ContentLength = int64(len(text))
	var again body
	request.Body = &again
	to := &answer{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		again.Reset(text)
		to.reset()
		handler.ServeHTTP(to, request)
		if !check(to) {
			b.Fatalf("answered %d %s", to.status, to.body)
		}
	}
}

func isCreated(a *answer) bool {
	for _, part := range created {
		if !bytes.Contains(a.body, []byte(part)) {
			return false
		}
	}
	return a.status == http.StatusCreated
}

func isRefused(a *answer) bool { return a.status == http.StatusBadRequest && len(a.body) > 0 }

func BenchmarkGood(b *testing.B) {
	for _, peer := range peers(b) {
		b.Run(peer.name, func(b *testing.B) { serve(b, peer.handler, good, isCreated) })
	}
}

func BenchmarkBad(b *testing.B) {
	for _, peer := range peers(b) {
		b.Run(peer.name, func(b *testing.B) { serve(b, peer.handler, bad, isRefused) })
	}
}
