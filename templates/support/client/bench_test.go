package client_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/client"
)

// canned answers every request with the same body.
type canned struct{ body []byte }

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(c.body)),
		Body: io.NopCloser(bytes.NewReader(c.body)), Request: r,
	}, nil
}

// BenchmarkCall is what a call costs beside the network.
func BenchmarkCall(b *testing.B) {
	core, err := client.New("https://api.example.com/v1", client.Options{HTTP: &http.Client{Transport: canned{[]byte(good)}}})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := get(b.Context(), core); err != nil {
			b.Fatal(err)
		}
	}
}
