package workspace

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/memtree"
)

func TestRemoteReferences(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		switch r.URL.Path {
		case "/schema.yaml":
			io.WriteString(w, schema)
		case "/endless.yaml":
			io.Copy(w, endless{})
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	for _, test := range []struct {
		path  string
		allow bool
		told  []string
	}{
		{"/schema.yaml", false, []string{"remote-reference a.yaml"}},
		{"/schema.yaml", true, nil},
		{"/none.yaml", true, []string{"unresolved-reference a.yaml"}},
		{"/endless.yaml", true, []string{"unresolved-reference a.yaml"}},
	} {
		asked = 0
		tree := memtree.New(map[string]string{"a.yaml": openAPI("A", server.URL+test.path)})
		loaded := load(t, tree, Selection{AllowRemote: test.allow})
		equal(t, test.path, told(loaded), test.told)
		if test.allow != (asked > 0) {
			t.Errorf("%s, allowed %v: %d requests", test.path, test.allow, asked)
		}
		if loaded.Focus(server.URL + test.path) {
			t.Errorf("%s: findings in what others publish are wanted", test.path)
		}
	}
}

func TestFetchStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { cancel() }))
	defer server.Close()
	if _, err := fetch(ctx, server.URL); err == nil {
		t.Error("a cancelled request succeeded")
	}
}
