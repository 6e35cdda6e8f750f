package replay_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/replay"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// read reads a contract in bylaw's own format, of which only the interactions are given.
func read(t *testing.T, interactions string) *contract.Contract {
	t.Helper()
	c, findings := text.Read(source.NewFile("web.yaml", []byte("bylaw: contract/v1\nconsumer: web\nprovider: orders\ninteractions:\n"+interactions)))
	if len(findings) > 0 {
		t.Fatal(findings[0].Message)
	}
	return c
}

// serve starts the provider of a contract.
func serve(t *testing.T, interactions string, o replay.Options) (*replay.Server, string) {
	t.Helper()
	server := replay.New([]*contract.Contract{read(t, interactions)}, o)
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	return server, listening.URL
}

// ask sends "METHOD PATH BODY" and returns "STATUS BODY".
func ask(t *testing.T, base, request string, header ...string) string {
	t.Helper()
	method, rest, _ := strings.Cut(request, " ")
	path, body, _ := strings.Cut(rest, " ")
	r, err := http.NewRequestWithContext(t.Context(), method, base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(fmt.Sprint(response.StatusCode, " ", string(content)))
}

// one interaction in a line each: "METHOD PATH -> STATUS BODY", with states behind it.
func lines(all ...string) string {
	var b strings.Builder
	for i, line := range all {
		line, states, _ := strings.Cut(line, " given ")
		request, response, _ := strings.Cut(line, " -> ")
		method, path, _ := strings.Cut(request, " ")
		path, sent, hasBody := strings.Cut(path, " ")
		status, body, answered := strings.Cut(response, " ")
		fmt.Fprintf(&b, "  - description: number %d\n", i)
		if states != "" {
			fmt.Fprintf(&b, "    states: [%s]\n", states)
		}
		fmt.Fprintf(&b, "    request:\n      method: %s\n      path: %s\n", method, strings.ReplaceAll(path, "~", " "))
		if hasBody {
			fmt.Fprintf(&b, "      headers: {Content-Type: application/json}\n      body: %s\n", sent)
		}
		fmt.Fprintf(&b, "    response:\n      status: %s\n", status)
		if answered {
			fmt.Fprintf(&b, "      headers: {Content-Type: application/json}\n      body: %s\n", body)
		}
	}
	return b.String()
}

func control(t *testing.T, base, method, state, action string) {
	t.Helper()
	if got := ask(t, base, method+fmt.Sprintf(` /_bylaw/states {"state":%q,"action":%q}`, state, action)); got != "200 {}" && got != "204" {
		t.Fatalf("%s %s: %s", action, state, got)
	}
}

const shop = `
  - description: an order is read
    states: [{name: an order, params: {id: 7}}]
    request:
      method: GET
      path: '{{regex "/orders/[0-9]+" = "/orders/7" <- state value "/orders/${id}"}}'
      query: {expand: lines}
      headers: {X-Tenant: '{{non_empty_string = "a"}}'}
    response:
      status: 200
      headers: {Content-Type: application/json, ETag: '"1"'}
      body:
        id: '{{positive_integer = 7 <- state value "id" as "INTEGER"}}'
        token: '{{uuid <- random_uuid}}'
        day: '{{date "yyyy-MM-dd" = "2000-01-01" <- current_date}}'
        self: '{{regex "http.*" = "http://x/orders/7" <- mock_url regex ".*(/orders/7)$" example "http://x/orders/7"}}'
  - description: an order is made
    request: {method: POST, path: /orders, headers: {Content-Type: application/json}, body: {sku: '{{non_empty_string}}', count: '{{positive_integer}}'}}
    response: {status: 201, text: made}
`

// What the contract leaves open is made: by the seed, and of the states.
func TestValuesAreGenerated(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC) }
	_, base := serve(t, shop, replay.Options{Seed: 3, Now: now})
	request := "GET /orders/7?expand=lines"
	first := ask(t, base, request, "X-Tenant", "b")
	for _, part := range []string{`200 {"id":7,`, `"day":"2026-01-31"`, `"self":"` + base + `/orders/7"`} {
		if !strings.Contains(first, part) {
			t.Errorf("%s has no %s", first, part)
		}
	}
	if second := ask(t, base, request, "X-Tenant", "b"); second == first {
		t.Error("the token is the same twice")
	}
	_, again := serve(t, shop, replay.Options{Seed: 3, Now: now})
	if other := ask(t, again, request, "X-Tenant", "b"); strings.ReplaceAll(other, again, base) != first {
		t.Errorf("the same seed answers\n%s\nand\n%s", first, other)
	}
	if got := ask(t, base, `POST /_bylaw/states {"state":"an order","params":{"id":8}}`); got != "200 {}" {
		t.Fatal(got)
	}
	if got := ask(t, base, request, "X-Tenant", "b"); !strings.Contains(got, "501") {
		t.Errorf("order 7 doesn't exist, but %s", got)
	}
}

// A provider made of contracts holds them: verify finds nothing, with its states set by the same hook.
func TestItHoldsItsOwnContract(t *testing.T) {
	c := read(t, shop+lines("GET /a -> 200 1 given x", "GET /a -> 404 given y", "GET /list -> 200 []", "POST /list 1 -> 201", "GET /list -> 200 [1]"))
	server := httptest.NewServer(replay.New([]*contract.Contract{c}, replay.Options{}))
	defer server.Close()
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	outcomes := verify.Verify(t.Context(), []*contract.Contract{c}, verify.Options{Provider: at, States: verify.NewHook(at.JoinPath("_bylaw/states"), nil), Now: time.Now()})
	for _, o := range outcomes {
		if o.Verdict != verify.Held {
			t.Errorf("%s: %s %s %v", o.Interaction.Description, o.Verdict, o.Why, o.Mismatches)
		}
	}
	if len(outcomes) != 7 {
		t.Errorf("%d interactions", len(outcomes))
	}
}

// A request that no contract has is told what comes nearest to it, and where it differs.
func TestNearest(t *testing.T) {
	server, base := serve(t, shop, replay.Options{})
	for _, test := range []struct{ request, want string }{
		{`POST /orders {"sku":"a","count":0}`, `"description": "an order is made"`},
		{`POST /orders {"sku":"a","count":0}`, `"path": "$.count"`},
		{"GET /orders/7", `"message": "the query parameter \"expand\" is missing"`},
		{"GET /orders/x?expand=lines", `"part": "path"`},
		{"PATCH /orders", `"description": "an order is made"`},
		{"GET /customers/7?expand=lines", `"description": "an order is read"`},
	} {
		got := ask(t, base, test.request)
		if !strings.HasPrefix(got, "501") || !strings.Contains(got, test.want) {
			t.Errorf("%s: it answers %s\nwithout %s", test.request, got, test.want)
		}
	}
	if server.Missed() != 6 {
		t.Errorf("%d missed", server.Missed())
	}
	if got := ask(t, base, "POST /orders "+strings.Repeat("1", replay.DefaultMaxBody+1)); !strings.HasPrefix(got, "413") {
		t.Errorf("too long: %s", got)
	}
}

// A client may ask for the answer that it wants to see.
func TestPrefer(t *testing.T) {
	_, base := serve(t, lines("GET /a -> 200 1", "GET /a -> 404 given none", "GET /a -> 503 {} given trouble"), replay.Options{})
	for _, test := range [][3]string{
		{"Prefer", "code=404", "404"}, {"Prefer", `wait=1; Code="503"`, "503 {}"}, {"X-Mock-Status", "404", "404"}, {"Prefer", "code=200", "200 1"},
	} {
		if got := ask(t, base, "GET /a", test[0], test[1]); got != test[2] {
			t.Errorf("%s: %s: %s", test[0], test[1], got)
		}
	}
	if got := ask(t, base, "GET /a", "X-Mock-Status", "410"); !strings.Contains(got, "not answered with 410") {
		t.Error(got)
	}
}

func TestUses(t *testing.T) {
	server, base := serve(t, lines("GET /a -> 200 1", "GET /b -> 404 given none"), replay.Options{})
	ask(t, base, "GET /a")
	ask(t, base, "GET /a")
	uses := server.Uses()
	if len(uses) != 2 || uses[0].Asked != 2 || uses[1].Asked != 0 {
		t.Errorf("%+v", uses)
	}
	ask(t, base, "GET /c")
	got := ask(t, base, "GET /_bylaw/interactions")
	for _, part := range []string{`"asked": 2`, `"never_asked": [`, `"request": "GET /b"`, `"request": "GET /c"`} {
		if !strings.Contains(got, part) {
			t.Errorf("%s has no %s", got, part)
		}
	}
	if ask(t, base, "DELETE /_bylaw/interactions"); server.Uses()[0].Asked != 0 || server.Missed() != 0 {
		t.Error("nothing is forgotten")
	}
}

func TestControlRefuses(t *testing.T) {
	_, base := serve(t, lines("GET /b -> 404 given none"), replay.Options{})
	if got := ask(t, base, `POST /_bylaw/states {"state":"nonne"}`); !strings.Contains(got, `did you mean \"none\"?`) {
		t.Error(got)
	}
	for request, want := range map[string]string{
		`POST /_bylaw/states {"state":"some"}`: "404",
		`POST /_bylaw/states {"state`:          "400",
		`POST /_bylaw/states {"state":""}`:     "200",
		`POST /_bylaw/states []`:               "400",
		`POST /_bylaw/states state: none`:      "400",
		`GET /_bylaw/`:                         "404",
		`PUT /_bylaw/states {}`:                "404",
	} {
		if got := ask(t, base, request); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", request, got)
		}
	}
}

// What no contract answers is answered by whoever comes next, who gets the whole request.
func TestNext(t *testing.T) {
	next := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) })
	var told []replay.Exchange
	_, base := serve(t, shop, replay.Options{Next: next, Tell: func(x replay.Exchange) { told = append(told, x) }})
	if got := ask(t, base, `POST /orders {"sku":1}`); got != `200 {"sku":1}` {
		t.Error(got)
	}
	if got := ask(t, base, `POST /orders {"sku":"1","count":2}`); got != "201 made" {
		t.Error(got)
	}
	if ask(t, base, "GET /orders"); told[2].Nearest != nil {
		t.Errorf("another method is near: %+v", told[2])
	}
	if len(told) != 3 || told[0].Answered != nil || told[0].Nearest.Description != "an order is made" || told[1].Answered == nil || told[1].Status != 201 {
		t.Errorf("%+v", told)
	}
}

// Many at once are answered, each once.
func TestConcurrent(t *testing.T) {
	server, base := serve(t, lines("GET /a -> 200 1", "POST /a 1 -> 201", "GET /a -> 200 2"), replay.Options{})
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			ask(t, base, "GET /a")
			ask(t, base, "POST /a 1")
			ask(t, base, "GET /_bylaw/interactions")
		})
	}
	group.Wait()
	sum := 0
	for _, u := range server.Uses() {
		sum += u.Asked
	}
	if sum != 40 {
		t.Errorf("%d of 40", sum)
	}
}

func TestLiteral(t *testing.T) {
	for pattern, want := range map[string]string{
		"/orders/[0-9]+": "/orders/", `^/orders/\d+$`: "/orders/", "/a|/b": "", "/orders?": "/order", "/ordersx*": "/orders", "/x{2}": "/", "(?i)/a": "", "/a": "/a", "": "", "[a-z]": "", "ä?b": "",
	} {
		if got := replay.Literal(pattern); got != want {
			t.Errorf("%s: %q, and not %q", pattern, got, want)
		}
	}
}

// What can't be answered is left out, and why.
func TestSkipped(t *testing.T) {
	c := read(t, lines("GET /a -> 200 1", "GET /b -> 200 1", "GET /c -> 200 1"))
	c.Interactions[0].Response.Status, c.Interactions[1].Response.Status = 42, 1000
	server := replay.New([]*contract.Contract{c}, replay.Options{})
	if skipped := server.Skipped(); len(skipped) != 2 || skipped[0].Why != "its status 42 is none that an answer can have" || len(server.Uses()) != 1 {
		t.Errorf("%+v", skipped)
	}
}

// Requests that are written in an unusual way are those of the contract all the same.
func TestSpelling(t *testing.T) {
	_, base := serve(t, `
  - description: a file
    request: {method: GET, path: '/files/a~b', query: {q: ['a b', c]}}
    response: {status: 200, text: it}
  - description: head
    request: {method: HEAD, path: /files}
    response: {status: 204, headers: {X-Count: '2', Content-Length: '9', Transfer-Encoding: chunked}}
`, replay.Options{})
	for _, request := range []string{"GET /files/a%7Eb?q=a+b&q=c", "GET /files/a~b?q=a%20b&&q=c"} {
		if got := ask(t, base, request); got != "200 it" {
			t.Errorf("%s: %s", request, got)
		}
	}
	if got := ask(t, base, "GET /files/a~b?q=c&q=a+b"); !strings.HasPrefix(got, "501") {
		t.Errorf("another order: %s", got)
	}
	if got := ask(t, base, "HEAD /files"); got != "204" {
		t.Error(got)
	}
}
