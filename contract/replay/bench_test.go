package replay_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/replay"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// BenchmarkManyInteractions answers requests by a large contract, whose paths are all patterns.
func BenchmarkManyInteractions(b *testing.B) {
	var all strings.Builder
	all.WriteString("bylaw: contract/v1\nconsumer: web\nprovider: orders\ninteractions:\n")
	for i := range 2000 {
		fmt.Fprintf(&all, "  - description: number %d\n    request: {method: GET, path: '{{regex \"/things/%d/[0-9]+\" = \"/things/%d/1\"}}'}\n    response: {status: 200}\n", i, i, i)
	}
	c, findings := text.Read(source.NewFile("web.yaml", []byte(all.String())))
	if len(findings) > 0 {
		b.Fatal(findings[0].Message)
	}
	server := replay.New([]*contract.Contract{c}, replay.Options{})
	for b.Loop() {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/things/1999/7", nil))
		if w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}
