package mock

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/golang"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// exchange is one request, and what came of it.
type exchange struct {
	Why     string // for whoever reads a failure
	Request sample.Request
	Status  int
	Header  http.Header
	Body    string
}

// replayer answers requests by the generated server without any handler: what is valid gets 501.
const replayer = `package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"example.com/replay/api"
	"example.com/replay/support/boundary"
)

type header struct{ Name, Value string }

type request struct {
	Method, Target, ContentType string
	Header                      []header
	Body                        []byte
}

type exchange struct {
	Request request
	Status  int
	Header  http.Header
	Body    string
}

func main() {
	h, err := api.NewHandler(api.Handlers{}, boundary.Options{})
	if err != nil {
		panic(err)
	}
	var all []exchange
	if err := json.NewDecoder(os.Stdin).Decode(&all); err != nil {
		panic(err)
	}
	for i := range all {
		e := &all[i]
		r := httptest.NewRequest(e.Request.Method, e.Request.Target, strings.NewReader(string(e.Request.Body)))
		if e.Request.ContentType != "" {
			r.Header.Set("Content-Type", e.Request.ContentType)
		}
		for _, h := range e.Request.Header {
			r.Header.Set(h.Name, h.Value)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		e.Status, e.Header, e.Body = w.Code, w.Header(), w.Body.String()
	}
	if err := json.NewEncoder(os.Stdout).Encode(all); err != nil {
		panic(err)
	}
}
`

// TestLikeGenerated sends good and bad requests to the mock and to the server that is generated from
// the same contract: what one refuses, the other refuses in the same words.
func TestLikeGenerated(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a generated server, which takes a while: run it without -short")
	}
	for _, file := range []string{"testdata/shop.yaml", "testdata/forms.yaml", "../golden/shop/orders.yaml"} {
		t.Run(path.Base(path.Dir(file))+"/"+path.Base(file), func(t *testing.T) {
			content, err := os.ReadFile(filepath.FromSlash(file))
			if err != nil {
				t.Fatal(err)
			}
			s := serve(t, path.Base(file), string(content), Options{Logger: slog.New(slog.DiscardHandler)})
			compare(t, s, requests(t, s))
		})
	}
}

// TestLikeGeneratedCorpus does the same with GitHub's API.
func TestLikeGeneratedCorpus(t *testing.T) {
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("compiles the server of GitHub's API and sends it some ten thousand requests: run with BYLAW_PROOF=1")
	}
	const name = "api.github.com.json"
	content, err := os.ReadFile(filepath.Join(sharedtest.Corpus(t), "openapi", name))
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, name, string(content), Options{Logger: slog.New(slog.DiscardHandler)})
	all := requests(t, s)
	every := max(1, len(all)/20_000)
	var some []exchange
	for i := 0; i < len(all); i += every {
		some = append(some, all[i])
	}
	compare(t, s, some)
}

// compare sends the requests to both, and tells the differences.
func compare(t *testing.T, s *Server, all []exchange) {
	t.Helper()
	generated := replay(t, s.api, all)
	refused, differ := 0, 0
	for i, e := range generated {
		w := call(s, &e.Request, nil)
		if e.Status == http.StatusNotImplemented && w.Code < 400 {
			continue
		}
		refused++
		if w.Code == e.Status && w.Body.String() == e.Body && w.Header().Get("Allow") == e.Header.Get("Allow") && w.Header().Get("Content-Type") == e.Header.Get("Content-Type") {
			continue
		}
		if differ++; differ <= 20 {
			t.Errorf("%s: %s %s %s %s\nmock      %d %s\ngenerated %d %s", all[i].Why, e.Request.Method, e.Request.Target, e.Request.ContentType, e.Request.Body, w.Code, w.Body, e.Status, e.Body)
		}
	}
	t.Logf("%d requests, %d refused by both, %d differ", len(all), refused-differ, differ)
	if refused < len(all)/2 {
		t.Errorf("only %d of %d requests are refused: are they broken still?", refused, len(all))
	}
}

// replay generates a server in a module of its own and has it answer.
func replay(t *testing.T, api *spec.API, all []exchange) []exchange {
	t.Helper()
	dir := t.TempDir()
	o := generator.Options{Module: "example.com/replay", Out: "api", Package: "api", Support: "support", Outputs: generator.Types | generator.Server}
	plan, findings := generator.Lower(golang.New(), api, o)
	for _, f := range findings {
		if f.Severity == report.Error {
			t.Fatalf("%s: %s", f.Rule, f.Message)
		}
	}
	files, err := generator.Emit(t.Context(), plan, golang.New().Language(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	support, err := generator.Support(o, append(slices.Clone(plan.Support), "boundary"))
	if err != nil {
		t.Fatal(err)
	}
	files = append(append(files, support...), generator.File{Path: "main.go", Content: []byte(replayer)},
		generator.File{Path: "go.mod", Content: []byte("module example.com/replay\n\ngo 1.24\n")})
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return run(t, dir, all)
}

func run(t *testing.T, dir string, all []exchange) []exchange {
	t.Helper()
	in, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	command := exec.CommandContext(t.Context(), "go", "run", ".")
	command.Dir, command.Stdin, command.Stdout, command.Stderr = dir, bytes.NewReader(in), &out, &errs
	command.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	if err := command.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &errs)
	}
	var answered []exchange
	if err := json.Unmarshal(out.Bytes(), &answered); err != nil {
		t.Fatal(err)
	}
	return answered
}

// requests makes, for each operation, a good request and many bad ones.
func requests(t *testing.T, s *Server) []exchange {
	t.Helper()
	var all []exchange
	add := func(why string, r sample.Request) {
		r.Header = append(slices.Clone(r.Header), sample.Header{Name: "X-Request-Id", Value: "the-same"})
		all = append(all, exchange{Why: why, Request: r})
	}
	for _, o := range s.operations {
		good, err := s.sampler.Request(o.Operation)
		if err != nil {
			t.Fatalf("%s: %v", o.ID(), err)
		}
		add("good", *good)
		spoil(good, add)
		spoilBody(t, s, o, good, add)
	}
	return all
}

// spoil breaks what every request has.
func spoil(good *sample.Request, add func(string, sample.Request)) {
	change := func(why string, f func(*sample.Request)) {
		r := *good
		f(&r)
		add(why, r)
	}
	change("wrong method", func(r *sample.Request) { r.Method = "TRACE" })
	change("unknown path", func(r *sample.Request) { r.Target = "/nowhere" + r.Target })
	change("unacceptable", func(r *sample.Request) {
		r.Header = append(slices.Clone(r.Header), sample.Header{Name: "Accept", Value: "image/png"})
	})
	path, query, _ := strings.Cut(good.Target, "?")
	change("no query", func(r *sample.Request) { r.Target = path })
	for i, pair := range strings.Split(query, "&") {
		name, _, ok := strings.Cut(pair, "=")
		if !ok {
			continue
		}
		for _, text := range []string{"", "0", "-1", "99999999999999999999", "1.0", "true", "null", "%zz", "%ff", "a%2Cb", strings.Repeat("y", 300)} {
			pairs := strings.Split(query, "&")
			pairs[i] = name + "=" + text
			change("query "+name+"="+text, func(r *sample.Request) { r.Target = path + "?" + strings.Join(pairs, "&") })
		}
		change("query "+name+" twice", func(r *sample.Request) { r.Target = good.Target + "&" + pair })
	}
	segments := strings.Split(path, "/")
	for i := 1; i < len(segments); i++ {
		for _, text := range []string{"0", "-1", "a%20b", "%2F", strings.Repeat("z", 300)} {
			changed := slices.Clone(segments)
			changed[i] = text
			change("segment "+text, func(r *sample.Request) { r.Target = strings.Join(changed, "/") + strings.TrimPrefix(good.Target, path) })
		}
	}
	for i, h := range good.Header {
		change("no header "+h.Name, func(r *sample.Request) { r.Header = slices.Delete(slices.Clone(r.Header), i, i+1) })
		for _, text := range []string{"", "0", "zz", strings.Repeat("h", 300)} {
			change("header "+h.Name, func(r *sample.Request) {
				r.Header = slices.Clone(r.Header)
				r.Header[i].Value = text
			})
		}
	}
}

// spoilBody breaks the body as text, and as a value of its schema.
func spoilBody(t *testing.T, s *Server, o *operation, good *sample.Request, add func(string, sample.Request)) {
	t.Helper()
	if good.ContentType == "" {
		return
	}
	with := func(why, contentType string, body []byte) {
		r := *good
		r.ContentType, r.Body = contentType, body
		add(why, r)
	}
	text := string(good.Body)
	for why, body := range map[string]string{
		"empty": "", "cut off": text[:len(text)/2], "trailing": text + "x", "null": "null", "list": "[]", "word": `"x"`, "duplicate": `{"a":1,"a":2}`,
		"bytes": "\xff\xfe", "surrogate": `{"a":"\ud800"}`, "huge number": `{"a":1e999999}`, "deep": strings.Repeat("[", 200) + strings.Repeat("]", 200),
	} {
		with(why, good.ContentType, []byte(body))
	}
	with("no type", "", good.Body)
	with("other type", "application/x-unheard-of", good.Body)
	with("large", good.ContentType, append(slices.Clone(good.Body), bytes.Repeat([]byte(" "), 2<<20)...))
	for _, m := range o.body {
		if m.Type == nil {
			continue
		}
		broken, err := s.sampler.Broken(m.Type, spec.InRequest)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range broken {
			if m.Kind == httpapi.JSON {
				with(b.Code+" "+b.Field, m.Name, b.JSON)
			}
		}
		if many, _, err := s.sampler.BrokenMany(m.Type, spec.InRequest, 4); err == nil && many != nil && m.Kind == httpapi.JSON {
			with("four", m.Name, many)
		}
	}
}
