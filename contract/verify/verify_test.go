package verify_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/report"
)

func TestVerdicts(t *testing.T) {
	const total = `"id": 7, "total": 12.5`
	for _, test := range []struct {
		name, answer, interaction string
		status                    int
		verdict                   verify.Verdict
		where                     string // of the mismatches
	}{
		{"as expected", `{"total": 12.5, "id": 7, "more": 1}`, get("d", "/", "", total), 200, verify.Held, ""},
		{"a key is missing", `{"id": 7}`, get("d", "/", "", total), 200, verify.Broken, "body $.total"},
		{"all differences", `{"total": "12.5"}`, get("d", "/", "", total), 200, verify.Broken, "body $.id, body $.total"},
		{"another status", `{"id": 7, "total": 12.5}`, get("d", "/", "", total), 201, verify.Broken, "status "},
		{"a header is missing", `{}`, `{"description": "d", "request": {}, "response": {"headers": {"X-Id": ["1"]}}}`, 200, verify.Broken, "header X-Id"},
		{"no body where there is to be one", ``, get("d", "/", "", total), 200, verify.Broken, "body $"},
		{
			"what can't be checked", `{"id": 7}`,
			`{"description": "d", "request": {}, "response": {"body": {"contentType": "application/json", "content": {"id": 7}}, "matchingRules": {"body": {"$.id": {"matchers": [{"match": "regex", "regex": "(?<=a)7"}]}}}}}`,
			200, verify.NotVerified, "unchecked $.id",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := against(t, serve(t, answer(test.status, test.answer)), verify.Options{}, test.interaction)[0]
			if o.Verdict != test.verdict || places(o.Mismatches) != test.where || o.Status != test.status {
				t.Errorf("%s (%d) at %q, want %s at %q: %s", o.Verdict, o.Status, places(o.Mismatches), test.verdict, test.where, o.Why)
			}
			if (o.Why == "") != (o.Verdict != verify.NotVerified) {
				t.Errorf("%s, and the reason is %q", o.Verdict, o.Why)
			}
		})
	}
}

func places(found []match.Mismatch) string {
	var all []string
	for _, m := range found {
		all = append(all, m.Kind.String()+" "+m.Path)
	}
	return strings.Join(all, ", ")
}

func TestMessagesAreNotVerified(t *testing.T) {
	called := false
	o := against(t, serve(t, func(http.ResponseWriter, *http.Request) { called = true }), verify.Options{},
		`{"type": "Asynchronous/Messages", "description": "placed", "contents": {"content": "x"}}`,
		`{"type": "Synchronous/Messages", "description": "call", "request": {}, "response": [{}]}`)
	for _, o := range o {
		if o.Verdict != verify.NotVerified || !strings.Contains(o.Why, "nothing is named that makes messages") || called {
			t.Errorf("%s: %q", o.Verdict, o.Why)
		}
	}
}

// What goes over the wire is what the contract says, and goes nowhere else.
func TestRequests(t *testing.T) {
	for _, test := range []struct{ name, request, want string }{
		{"defaults", `{}`, "GET /base/ | [] "},
		{"everything", `{"method": "post", "path": "/a", "query": {"q": ["x y", "&"], "p": [""]}, "headers": {"X-A": ["1", "2"]}, "body": {"contentType": "text/plain", "content": "hi"}}`,
			"POST /base/a?q=x+y&q=%26&p= | [1 2] hi"},
		{"an encoded path stays so", `{"path": "/a%2Fb/%C3%BC"}`, "GET /base/a%2Fb/%C3%BC | [] "},
		{"a path as nobody may write it", `{"path": "/a b/ü?x"}`, "GET /base/a%20b/%C3%BC%3Fx | [] "},
		{"another host in the path", `{"path": "//evil.example/x"}`, "GET /base//evil.example/x | [] "},
		{"a header says the type", `{"method": "PUT", "headers": {"content-type": ["text/x"]}, "body": {"contentType": "text/plain", "content": "hi"}}`, "PUT /base/ | text/x [] hi"},
		{"generated values", `{"path": "/x", "generators": {"path": {"type": "Date", "format": "yyyy"}}}`, "GET /base/2026 | [] "},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got string
			provider := serve(t, func(_ http.ResponseWriter, r *http.Request) {
				content, _ := io.ReadAll(r.Body)
				got = fmt.Sprintf("%s %s | %s %v %s", r.Method, r.RequestURI, strings.TrimSpace(r.Header.Get("Content-Type")), r.Header["X-A"], content)
			}).JoinPath("base")
			o := against(t, provider, verify.Options{}, `{"description": "d", "request": `+test.request+`, "response": {"status": 200}}`)[0]
			if got = strings.Replace(got, "|  ", "| ", 1); got != test.want || o.Verdict != verify.Held {
				t.Errorf("%s %s\n got %q\nwant %q", o.Verdict, o.Why, got, test.want)
			}
		})
	}
}

// Random values are others for each interaction, the same in each run, and others with another seed. The
// password in the provider's address is no part of what is sent.
func TestRandomValues(t *testing.T) {
	sent := func(seed uint64) string {
		var got []string
		provider := serve(t, func(_ http.ResponseWriter, r *http.Request) { got = append(got, r.URL.Path+r.Header.Get("X-Url")) })
		base := provider.Host
		provider.User = url.UserPassword("me", "secret")
		request := `{"description": "d", "request": {"path": "/x", "headers": {"X-Url": ["y"]}, "generators": {"path": {"type": "Regex", "regex": "/[a-z]{9}"},
  "header": {"X-Url": {"type": "MockServerURL", "regex": ".*(/y)$", "example": "http://z/y"}}}}, "response": {}}`
		against(t, provider, verify.Options{Seed: seed}, request, request)
		for i, text := range got {
			path, address, _ := strings.Cut(text, "http://")
			if got[i] = path; address != base+"/y" {
				t.Errorf("sent the address %q, want %q", address, base+"/y")
			}
		}
		if len(got) != 2 || got[0] == got[1] {
			t.Errorf("sent %v", got)
		}
		return strings.Join(got, " ")
	}
	if a, b, c := sent(1), sent(1), sent(2); a != b || a == c {
		t.Errorf("%s, %s, %s", a, b, c)
	}
}

// Requests that can't be sent, or made, are not sent: nothing is known then.
func TestRequestsThatCannotBe(t *testing.T) {
	for name, test := range map[string]struct{ request, want string }{
		"a malformed path":   {`{"path": "/%zz"}`, "its path is malformed"},
		"a malformed method": {`{"method": "GET /x"}`, "invalid method"},
		"a malformed header": {`{"headers": {"X-A": ["a\r\nX-B: c"]}}`, "invalid header"},
		"a missing value":    {`{"path": "/x", "generators": {"path": {"type": "ProviderState", "expression": "/${id}"}}}`, `returned no "id"`},
	} {
		t.Run(name, func(t *testing.T) {
			called := false
			provider := serve(t, func(http.ResponseWriter, *http.Request) { called = true })
			o := against(t, provider, verify.Options{}, `{"description": "d", "request": `+test.request+`, "response": {"status": 200}}`)[0]
			if o.Verdict != verify.NotVerified || !strings.Contains(o.Why, test.want) || called {
				t.Errorf("%s: %q, want %q (called: %v)", o.Verdict, o.Why, test.want, called)
			}
		})
	}
}

func TestHeadersOfTheCaller(t *testing.T) {
	var got http.Header
	provider := serve(t, func(_ http.ResponseWriter, r *http.Request) { got = r.Header })
	against(t, provider, verify.Options{Header: http.Header{"Authorization": {"Bearer real"}}},
		`{"description": "d", "request": {"headers": {"authorization": ["redacted"], "Accept": ["text/plain"]}}, "response": {}}`)
	if !slices.Equal(got["Authorization"], []string{"Bearer real"}) || got.Get("Accept") != "text/plain" || got.Get("User-Agent") != "bylaw" || got["Accept-Encoding"] != nil {
		t.Errorf("sent %v", got)
	}
}

// What a developer reads whose service broke a consumer.
func TestText(t *testing.T) {
	outcomes := against(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone" {
			answer(404, `{"title": "not found"}`)(w, r)
			return
		}
		answer(200, `{"id": 7}`)(w, r)
	}), verify.Options{},
		get("an order", "/7", state("order 7 exists"), `"id": 7, "total": 12.5`),
		get("a deleted order", "/gone", "", `"id": 9`),
		strings.Replace(get("a new one", "/8", "", `"id": 8`), "{", `{"pending": true, `, 1),
		`{"type": "Asynchronous/Messages", "description": "placed", "contents": {"content": "x"}}`,
		get("a good one", "/7", "", `"id": 7`))
	var got bytes.Buffer
	err := report.Text(&got, &report.Summary{Headline: verify.Headline(outcomes), Findings: verify.Findings(outcomes), NotChecked: verify.Unknown(outcomes), FailOn: report.Error}, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := text; got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

const text = `The service breaks billing (2 of 5 interactions). 1 interaction is pending and would break. 1 interaction is not verified: that is neither a pass nor a failure.

billing.json:4:96: error[contract/broken-consumer] billing breaks in "an order" at $.total of the body: the key "total" is missing
    4 | …"response": {"status": 200, "body": {"contentType": "application/json", "content": {"id": 7, "total": 12.5}}}},
      |                                                                                               ^~~~~~~
      = note: billing.json:2:17: given "order 7 exists", GET /7 was answered with 200
    2 | {"description": "an order", "providerStates": [{"name": "order 7 exists"}],
      |                 ----------
      = help: answer as the contract says, or agree with billing on a new contract first
      |       - expected 12.5
      |       + actual   nothing
      |       nothing has set up what it is given, and the difference may come from that

billing.json:7:26: error[contract/broken-consumer] billing breaks in "a deleted order" at the status: expected 200, but got 404
    7 |   "response": {"status": 200, "body": {"contentType": "application/json", "content": {"id": 9}}}},
      |                          ^~~
      = note: billing.json:5:17: GET /gone was answered with 404
    5 | {"description": "a deleted order", "providerStates": [],
      |                 -----------------
      = help: answer as the contract says, or agree with billing on a new contract first
      |       - expected 200
      |       + actual   404
      |       what else differs is that of another answer, whose body is {"title": "not found"}

billing.json:10:93: warning[contract/broken-consumer] billing breaks in "a new one", which is pending, at $.id of the body: expected 8, but got 7
   10 |   "response": {"status": 200, "body": {"contentType": "application/json", "content": {"id": 8}}}},
      |                                                                                             ^
      = note: billing.json:8:34: GET /8 was answered with 200
    8 | {"pending": true, "description": "a new one", "providerStates": [],
      |                                  -----------
      = help: answer as the contract says, or agree with billing on a new contract first
      |       - expected 8
      |       + actual   7

billing.json:11:50: warning[contract/not-verified] "placed" of billing is not verified: nothing is named that makes messages, and this is one of Asynchronous/Messages
   11 | {"type": "Asynchronous/Messages", "description": "placed", "contents": {"content": "x"}},
      |                                                  ^~~~~~~~

not checked: billing: "placed" (nothing is named that makes messages, and this is one of Asynchronous/Messages)
4 findings (2 errors, 2 warnings) in 1 file; checked 0 files, 0 operations, 0 types, 0 fields
2 of them fail the run (--fail-on error)
`

func TestHeadline(t *testing.T) {
	good, bad := get("a", "/", "", `"id": 7`), get("b", "/", "", `"id": 8`)
	for want, interactions := range map[string][]string{
		"No interaction was verified.":                                           nil,
		"The service holds all that its consumers rely on: 1 interaction.":       {good},
		"The service breaks billing (1 of 3 interactions).":                      {good, bad, good},
		"1 interaction of 2 held. 1 interaction is pending and would break.":     {good, strings.Replace(bad, "{", `{"pending": true, `, 1)},
		"2 interactions are not verified: that is neither a pass nor a failure.": {`{"type": "Asynchronous/Messages", "description": "a"}`, `{"type": "Asynchronous/Messages", "description": "b"}`},
	} {
		outcomes := against(t, serve(t, answer(200, `{"id": 7}`)), verify.Options{}, interactions...)
		if got := verify.Headline(outcomes); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
