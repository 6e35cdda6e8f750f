package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const notesSpec = `openapi: 3.1.0
info: {title: Notes, version: 1.0.0}
paths:
  /notes:
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
      responses: {'201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}}
  /notes/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      responses:
        '200': {description: it, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
        '404': {description: none, content: {application/problem+json: {schema: {type: object, properties: {title: {type: string}}}}}}
    delete:
      responses: {'204': {description: gone}}
components:
  schemas:
    Note: {type: object, required: [text], properties: {text: {type: string}}}
`

// notes is a service that keeps one note.
func notes(t *testing.T) string {
	t.Helper()
	there := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.Method == http.MethodPost:
			there = true
			w.WriteHeader(http.StatusCreated)
		case r.Method == http.MethodDelete:
			there = false
			w.Header().Del("Content-Type")
			w.WriteHeader(http.StatusNoContent)
			return
		case !there:
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"title": "none"}`)
			return
		}
		fmt.Fprint(w, `{"text": "milk"}`)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// consumeNotes does what a consumer's test does, and returns what it saw.
func consumeNotes(t *testing.T, base string) []string {
	t.Helper()
	var seen []string
	for _, step := range []string{"GET /notes/a", "POST /notes", "GET /notes/a", "GET /notes/a", "DELETE /notes/a", "GET /notes/a"} {
		method, path, _ := strings.Cut(step, " ")
		body := ""
		if method == http.MethodPost {
			body = `{"text": "milk"}`
		}
		r, err := http.NewRequestWithContext(t.Context(), method, base+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		var content bytes.Buffer
		_, _ = content.ReadFrom(response.Body)
		_ = response.Body.Close()
		seen = append(seen, fmt.Sprint(step, " ", response.StatusCode, " ", strings.ReplaceAll(content.String(), " ", "")))
	}
	return seen
}

// What was recorded of a service stands in for it: its consumer sees the same, once there was a note.
func TestRecordedIsReplayed(t *testing.T) {
	dir := t.TempDir()
	spec, contract := filepath.Join(dir, "openapi.yaml"), filepath.Join(dir, "web.json")
	if err := os.WriteFile(spec, []byte(notesSpec), 0o600); err != nil {
		t.Fatal(err)
	}
	recorder := startRecordOf(t, "--spec", spec, "--upstream", notes(t), "-o", contract)
	recorded := consumeNotes(t, recorder.base)
	if err := recorder.stop(); err != nil {
		t.Fatalf("%v\n%s%s", err, recorder.out, recorder.err)
	}
	m := startMocking(t, "--contracts", contract)
	if got := post(t, m.base+"/notes", `{"text": "bread"}`); got != http.StatusCreated {
		t.Fatalf("%d\n%s", got, m.err)
	}
	replayed := consumeNotes(t, m.base)
	if got, want := strings.Join(replayed[1:], "\n"), strings.Join(recorded[1:], "\n"); got != want || !strings.HasSuffix(got, `404 {"title":"none"}`) {
		t.Errorf("the mock answers\n%s\nand the service\n%s", got, want)
	}
	for range 2 {
		if status, _ := get(t, m.base+"/notes/other"); status != http.StatusOK {
			t.Errorf("another note: %d", status)
		}
	}
}
