package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
)

// Each binding of the fixture, with what the implementation gets and what goes back.
func TestBindings(t *testing.T) {
	impl := &orders{}
	s := serve(t, impl, edge.Options{})
	for _, c := range []struct{ method, target, body, got, answer string }{
		{"POST", "/v1/customers/7/orders", `{"title":"x","items":[{"sku":"A-1","quantity":2}]}`,
			`parent:"customers/7" order:{title:"x" items:{sku:"A-1" quantity:2}}`, `{"name":"customers/7/orders/1","title":"a title"}`},
		{"POST", "/v1/customers/7/orders?requestId=0b3c1a52-3fd1-4c63-8d8e-59cbe2a6a7f0", `{"title":"x"}`,
			`parent:"customers/7" order:{title:"x"} request_id:"0b3c1a52-3fd1-4c63-8d8e-59cbe2a6a7f0"`, `{"name":"customers/7/orders/1","title":"a title"}`},
		{"GET", "/v1/customers/7/orders/8", "", `name:"customers/7/orders/8"`, `{"name":"customers/7/orders/8","title":"a title"}`},
		{"GET", "/v1/customers/7/orders/8?readMask=title,createTime", "", `name:"customers/7/orders/8" read_mask:{paths:"title" paths:"create_time"}`, `{"name":"customers/7/orders/8","title":"a title"}`},
		{"GET", "/v1/orders:lookup?name=customers/7/orders/8", "", `name:"customers/7/orders/8"`, `{"name":"customers/7/orders/8","title":"a title"}`},
		{"GET", "/v1/customers/7/orders?pageSize=3&page_token=p&states=STATE_OPEN&states=2", "",
			`parent:"customers/7" page_size:3 page_token:"p" states:STATE_OPEN states:STATE_SHIPPED`, `{"nextPageToken":"more"}`},
		{"GET", "/v1/customers/7/orders?filter.after=2024-01-02T03:04:05Z&filter.tags=a%20b&filter.tags=c%2Bd+e&filter.paid=true&filter.minTotal=1.5&filter.cursor=_w&filter.other.tags=z&utm_source=x", "",
			`parent:"customers/7" filter:{after:{seconds:1704164645} tags:"a b" tags:"c+d e" paid:{value:true} min_total:1.5 cursor:"\xff" other:{tags:"z"}}`, `{"nextPageToken":"more"}`},
		{"PATCH", "/v1/customers/7/orders/8?updateMask=title", `{"title":"x"}`, `order:{name:"customers/7/orders/8" title:"x"} update_mask:{paths:"title"}`, `{"name":"customers/7/orders/8","title":"a title"}`},
		{"PATCH", "/v1/customers/7/orders/8?allow_missing=true", `{"name":"customers/7/orders/8","title":"x"}`, `order:{name:"customers/7/orders/8" title:"x"} allow_missing:true`, `{"name":"customers/7/orders/8","title":"a title"}`},
		{"DELETE", "/v1/customers/7/orders/8?etag=e", "", `name:"customers/7/orders/8" etag:"e"`, `{}`},
		{"POST", "/v1/customers/7/orders/8:cancel", `{"reason":"no"}`, `name:"customers/7/orders/8" reason:"no"`, `{"name":"customers/7/orders/8","title":"a title"}`},
		{"GET", "/v1/files/a/b.txt", "", `path:"a/b.txt"`, `["one","two"]`},
		{"GET", "/v1/customers/7/orders/8:cancel", "", `name:"customers/7/orders/8:cancel"`, `{"name":"customers/7/orders/8:cancel","title":"a title"}`},
	} {
		impl.keep(nil)
		got := ask(t, s, c.method, c.target, c.body)
		if text(impl.last) != c.got || got.body != c.answer || got.status != 200 || got.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %s: %d %s\n got %s\nwant %s", c.method, c.target, got.status, got.body, text(impl.last), c.got)
		}
	}
}

// http.proto: one segment is decoded whole, several keep %2F.
func TestEscapes(t *testing.T) {
	impl := &orders{}
	s := serve(t, impl, edge.Options{})
	for _, c := range []struct{ target, got string }{
		{"/v1/customers/a%20b/orders/%C3%A9", `name:"customers/a b/orders/é"`},
		{"/v1/customers/a%2Fb/orders/c%2fd", `name:"customers/a%2Fb/orders/c%2Fd"`},
		{"/v1/customers/%41/orders/x%3Ay", `name:"customers/A/orders/x:y"`},
		{"/v1/%63ustomers/1/orders/2", `name:"customers/1/orders/2"`},
		{"/v1/customers/..%2F/orders/%252F", `name:"customers/..%2F/orders/%2F"`},
		{"/v1/customers/+/orders/2", `name:"customers/+/orders/2"`},
		{"/v1/files/a%2Fb/c%20d", `path:"a%2Fb/c d"`},
		{"/v1/files/%2e%2e/%2e%2e/etc/passwd", `path:"../../etc/passwd"`},
		{"/v1/files//a", `path:"/a"`},
	} {
		impl.keep(nil)
		if got := ask(t, s, "GET", c.target, ""); got.status != 200 || text(impl.last) != c.got {
			t.Errorf("%s: %d %s %s", c.target, got.status, text(impl.last), got.body)
		}
	}
}

func TestDocuments(t *testing.T) {
	impl := &orders{}
	s := serve(t, impl, edge.Options{})
	got := ask(t, s, "GET", "/v1/customers/7/orders/8/receipt", "", "Accept", "text/html")
	if got.status != 200 || got.body != "%PDF \x00\xff" || got.header.Get("Content-Type") != "application/pdf" || got.header.Get("Content-Length") != "7" {
		t.Errorf("%+v", got)
	}
	for _, c := range []struct{ media, body, want string }{
		{"image/png; x=y", "\x89PNG\xff", `name:"customers/7/orders/8" document:{content_type:"image/png; x=y" data:"\x89PNG\xff"}`},
		{"", "x", `name:"customers/7/orders/8" document:{data:"x"}`},
		{"application/json", "{", `name:"customers/7/orders/8" document:{content_type:"application/json" data:"{"}`},
	} {
		got = ask(t, s, "PUT", "/v1/customers/7/orders/8/receipt", c.body, "Content-Type", c.media)
		if got.status != 200 || got.body != "{}" || text(impl.last) != c.want {
			t.Errorf("%q: %d %s %s", c.media, got.status, got.body, text(impl.last))
		}
	}
}

// The boundary's table (docs/decisions/generated-server.md), row by row.
func TestBoundary(t *testing.T) {
	const order, cancel = "/v1/customers/7/orders/8", "/v1/customers/7/orders/8:cancel"
	impl := &orders{}
	s := serve(t, impl, edge.Options{MaxMessage: 1000, MaxDepth: 20})
	for _, c := range []struct {
		name, method, target, body string
		header                     []string
		status                     int
		code, grpc, broken         string
	}{
		{"404", "GET", "/v1/none", "", nil, 404, "not_found", "5", ""},
		{"404 of a slash too many", "GET", order + "/", "", nil, 404, "not_found", "5", ""},
		{"405", "PUT", order, "", nil, 405, "method_not_allowed", "12", ""},
		{"HEAD", "HEAD", order, "", nil, 405, "", "12", ""},
		{"OPTIONS", "OPTIONS", order, "", nil, 405, "method_not_allowed", "12", ""},
		{"406", "GET", order, "", []string{"Accept", "text/html"}, 406, "not_acceptable", "3", ""},
		{"406 by q=0", "GET", order, "", []string{"Accept", "application/json;q=0, */*;q=0.5"}, 406, "not_acceptable", "3", ""},
		{"413 by length", "POST", cancel, `{"reason":"` + strings.Repeat("x", 2000) + `"}`, nil, 413, "payload_too_large", "8", ""},
		{"415", "POST", cancel, `{}`, []string{"Content-Type", "text/plain"}, 415, "unsupported_media_type", "3", ""},
		{"415 without a type", "POST", cancel, `{}`, []string{"Content-Type", ""}, 415, "unsupported_media_type", "3", ""},
		{"415 of a coding", "POST", cancel, `{}`, []string{"Content-Encoding", "gzip"}, 415, "unsupported_media_type", "3", ""},
		{"415 of a charset", "POST", cancel, `{}`, []string{"Content-Type", "application/json; charset=latin1"}, 415, "unsupported_media_type", "3", ""},
		{"utf-8", "POST", cancel, `{"code":1}`, []string{"Content-Type", `Application/JSON; Charset="UTF-8"`}, 200, "", "", ""},
		{"400 of JSON", "POST", cancel, `{"reason":`, nil, 400, "invalid_request", "3", "body invalid_json"},
		{"400 of data behind", "POST", cancel, `{"code":1}{}`, nil, 400, "invalid_request", "3", "body invalid_json"},
		{"400 of a member", "POST", cancel, `{"raison":"x","code":1}`, nil, 400, "invalid_request", "3", "body raison unknown_field"},
		{"400 of a type", "POST", cancel, `{"reason":5,"code":"x"}`, nil, 400, "invalid_request", "3", "body reason type\nbody code format"},
		{"400 of a duplicate", "POST", cancel, `{"reason":"a","reason":"b"}`, nil, 400, "invalid_request", "3", "body reason duplicate_key"},
		{"400 of depth", "POST", "/v1/customers/7/orders", `{"title":"x","notes":` + strings.Repeat(`{"a":`, 30) + "1" + strings.Repeat("}", 30) + "}", nil, 400, "invalid_request", "3", ""},
		{"400 of UTF-8", "POST", cancel, "{\"reason\":\"\xff\"}", nil, 400, "invalid_request", "3", "body invalid_utf8"},
		{"400 of a rule of the message", "POST", cancel, `{}`, nil, 400, "invalid_request", "3", "body reason_or_code"},
		{"400 without a body", "POST", cancel, "", nil, 400, "invalid_request", "3", "body reason_or_code"},
		{"400 without the body of a field", "POST", "/v1/customers/7/orders", "", nil, 400, "invalid_request", "3", "body order required"},
		{"400 of null", "POST", "/v1/customers/7/orders", "null", nil, 400, "invalid_request", "3", "body order required"},
		{"400 of the query", "GET", "/v1/customers/7/orders?pageSize=x", "", nil, 400, "invalid_request", "3", "query page_size format"},
		{"400 of a rule of the query", "GET", "/v1/customers/7/orders?pageSize=1000", "", nil, 400, "invalid_request", "3", "query page_size range"},
		{"400 of two values", "GET", "/v1/customers/7/orders?pageSize=1&pageSize=2", "", nil, 400, "invalid_request", "3", "query page_size duplicate_key"},
		{"400 of two names", "GET", "/v1/customers/7/orders?pageSize=1&page_size=2", "", nil, 400, "invalid_request", "3", "query page_size duplicate_key"},
		{"400 of an escape", "GET", "/v1/customers/7/orders?pageToken=%zz", "", nil, 400, "invalid_request", "3", "query page_token format"},
		{"400 of UTF-8 in the query", "GET", "/v1/customers/7/orders?pageToken=%ff", "", nil, 400, "invalid_request", "3", "query page_token invalid_utf8"},
		{"400 of UTF-8 in the path", "GET", "/v1/customers/%ff/orders/1", "", nil, 400, "invalid_request", "3", "path name invalid_utf8"},
		{"400 of a message in the query", "GET", "/v1/customers/7/orders?filter=x", "", nil, 400, "invalid_request", "3", "query filter type"},
		{"400 of the path in the query", "GET", order + "?name=x", "", nil, 400, "invalid_request", "3", "query name duplicate_key"},
		{"400 of the body in the query", "POST", cancel + "?reason=x", `{"code":1}`, nil, 400, "invalid_request", "3", "query reason unknown_field"},
		{"400 of the body's field in the query", "PATCH", order + "?order.title=x", `{"title":"y"}`, nil, 400, "invalid_request", "3", "query order.title unknown_field"},
		{"400 of a body against the path", "PATCH", order, `{"name":"customers/7/orders/9","title":"y"}`, nil, 400, "invalid_request", "3", "body order.name const"},
		{"400 of all at once", "GET", "/v1/customers/7/orders?pageSize=1000&states=X&filter.paid=maybe", "", nil, 400, "invalid_request", "3", "query states enum\nquery filter.paid type\nquery page_size range"},
		{"400 of a header", "GET", order, "", []string{"Grpc-Timeout", "soon"}, 400, "invalid_request", "3", "header grpc-timeout format"},
		{"504", "GET", order, "", []string{"Grpc-Timeout", "0n"}, 504, "deadline_exceeded", "4", ""},
		{"a body where none is bound", "DELETE", order, `{"etag":5}`, nil, 200, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ask(t, s, c.method, c.target, c.body, c.header...)
			if got.status != c.status {
				t.Fatalf("%d %s", got.status, got.body)
			}
			if got.header.Get("X-Request-Id") == "" {
				t.Error("no request id")
			}
			if c.status < 400 {
				return
			}
			if got.header.Get("Grpc-Status") != c.grpc || got.header.Get("Content-Type") != "application/problem+json" {
				t.Error(got.header)
			}
			if c.code != "" && !strings.Contains(got.body, `"code":"`+c.code+`"`) {
				t.Error(got.body)
			}
			if c.broken != "" && got.broken(t) != c.broken {
				t.Errorf("got\n%s\nwant\n%s", got.broken(t), c.broken)
			}
		})
	}
	if got := ask(t, s, "PUT", order, ""); got.header.Get("Allow") != "DELETE, GET, PATCH" {
		t.Error(got.header)
	}
}

// The caller's ID is kept if it is plain, and comes back with answers and errors.
func TestRequestID(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{RequestID: func() string { return "made" }})
	for given, want := range map[string]string{"": "made", "abc-1": "abc-1", "a b": "made", strings.Repeat("x", 65): "made"} {
		for _, target := range []string{"/v1/customers/7/orders/8", "/v1/none", "/v1/customers/7/orders?pageSize=x"} {
			if got := ask(t, s, "GET", target, "", "X-Request-Id", given); got.header.Get("X-Request-Id") != want || len(got.header["X-Request-Id"]) != 1 {
				t.Errorf("%q %s: %v", given, target, got.header["X-Request-Id"])
			}
		}
	}
}

// What Expect asks for is answered before the body is sent.
func TestExpect(t *testing.T) {
	s := serve(t, &orders{}, edge.Options{MaxMessage: 10})
	r, _ := http.NewRequest("POST", s.URL+"/v1/customers/7/orders/8:cancel", strings.NewReader(strings.Repeat("x", 100)))
	r.Header.Set("Expect", "100-continue")
	r.Header.Set("Content-Type", "application/json")
	answer, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 413 {
		t.Error(answer.Status)
	}
}
