package mock

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/internal/schematest"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

// TestCorpus calls every operation of real APIs, asks for each of their answers, and has a validator
// that is not ours look at what comes.
func TestCorpus(t *testing.T) {
	folder := filepath.Join(sharedtest.Corpus(t), "openapi")
	for _, test := range []struct {
		name                        string
		operations, answers, bodies int
	}{
		{"api.github.com.json", 1223, 3437, 2828},
		{"ghes-3.19.json", 1039, 2657, 2085},
		{"stripe.yaml", 494, 988, 987},
	} {
		t.Run(test.name, func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join(folder, test.name))
			if err != nil {
				t.Fatal(err)
			}
			c := caller{T: t, server: serve(t, test.name, string(content), Options{}), oracle: schematest.New(t, test.name, content, spec.InResponse)}
			for _, o := range c.server.operations {
				c.operation(o)
			}
			if len(c.server.operations) != test.operations || c.answers != test.answers || c.bodies != test.bodies {
				t.Errorf("%d operations with %d answers and %d bodies of JSON, want %d, %d and %d",
					len(c.server.operations), c.answers, c.bodies, test.operations, test.answers, test.bodies)
			}
		})
	}
}

// serve returns the mock of a document.
func serve(t *testing.T, name, content string, o Options) *Server {
	t.Helper()
	apis, findings := openapi.Load(t.Context(), openapi.Config{Tree: memtree.New(map[string]string{name: content}), Roots: []string{name}})
	if len(apis) != 1 {
		t.Fatalf("%s could not be loaded: %v", name, findings)
	}
	s, err := New(apis[0], o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type caller struct {
	*testing.T
	server          *Server
	oracle          *schematest.Oracle
	answers, bodies int
}

// operation calls an operation once for each answer that it declares.
func (c *caller) operation(o *operation) {
	r, err := c.server.sampler.Request(o.Operation)
	if err != nil {
		c.Errorf("%s: %v", o.ID(), err)
		return
	}
	for _, a := range o.answers {
		c.answers++
		status := a.usualStatus()
		w := call(c.server, r, http.Header{statusHeader: {strconv.Itoa(status)}})
		if w.Code != status {
			c.Errorf("%s %s: got %d, want %d: %s", r.Method, r.Target, w.Code, status, w.Body)
			continue
		}
		c.body(o, a, w)
	}
}

// body has the oracle look at a body of JSON.
func (c *caller) body(o *operation, a *answer, w *httptest.ResponseRecorder) {
	got := w.Header().Get("Content-Type")
	for _, m := range a.media {
		if m.concrete() != got || m.Kind != httpapi.JSON || m.Type == nil {
			continue
		}
		c.bodies++
		schema := c.oracle.Schema(c, "paths", o.Path().Raw, strings.ToLower(o.Method()), "responses", a.Status, "content", m.Name, "schema")
		if complaint := schematest.Refuses(schema, w.Body.Bytes()); complaint != "" {
			c.Errorf("%s %s %s: %s\n%s", o.Method(), o.Path().Raw, a.Status, complaint, w.Body)
		}
	}
}

// call sends a sample to a handler.
func call(h http.Handler, r *sample.Request, more http.Header) *httptest.ResponseRecorder {
	request := httptest.NewRequest(r.Method, r.Target, strings.NewReader(string(r.Body)))
	if r.ContentType != "" {
		request.Header.Set("Content-Type", r.ContentType)
	}
	for _, header := range r.Header {
		request.Header.Set(header.Name, header.Value)
	}
	for name, values := range more {
		request.Header[name] = values
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, request)
	return w
}
