package client_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/client"
	problems "github.com/bylaw-dev/bylaw/templates/support/errors"
)

// TestProblems reads the errors of APIs that write them in their own ways.
func TestProblems(t *testing.T) {
	violation := func(in problems.Location, field, code, description string) problems.Violation {
		return problems.Violation{Location: in, Field: field, Code: code, Description: description}
	}
	for _, test := range []struct {
		name, body string
		status     int
		header     []string
		want       problems.Error
	}{
		{
			name: "RFC 9457 with our members", status: 400,
			body: `{"type":"about:blank","title":"Bad Request","status":400,"detail":"two things are wrong","code":"invalid_request","request_id":"r-1",
				"violations":[{"location":"body","field":"items[0].quantity","code":"minimum","description":"must be at least 1"},{"location":"query","field":"q","code":"required","description":"is required"}]}`,
			want: problems.Error{Code: "invalid_request", Title: "Bad Request", Detail: "two things are wrong", RequestID: "r-1", Violations: []problems.Violation{
				violation("body", "items[0].quantity", "minimum", "must be at least 1"), violation("query", "q", "required", "is required"),
			}},
		},
		{
			name: "RFC 9457 alone", status: 403,
			body: `{"type":"https://example.com/probs/out-of-credit","title":"You do not have enough credit.","detail":"Your balance is 30.","instance":"/account/1"}`,
			want: problems.Error{Code: "permission_denied", Title: "You do not have enough credit.", Detail: "Your balance is 30."},
		},
		{
			name: "google", status: 400,
			body: `{"error":{"code":400,"message":"bad filter","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"filter","description":"unknown name"}]}]}}`,
			want: problems.Error{Code: "INVALID_ARGUMENT", Title: "Bad Request", Detail: "bad filter", Violations: []problems.Violation{violation("body", "filter", "", "unknown name")}},
		},
		{
			name: "google, with the time to wait", status: 500,
			body: `{"error":{"code":500,"message":"try later","status":"INTERNAL","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"2.5s"}]}}`,
			want: problems.Error{Code: "INTERNAL", Title: "Internal Server Error", Detail: "try later", Retryable: true, RetryAfter: 2500 * time.Millisecond},
		},
		{
			name: "gRPC gateway", status: 404,
			body: `{"code":5,"message":"no such order","details":[]}`,
			want: problems.Error{Code: "not_found", Title: "Not Found", Detail: "no such order"},
		},
		{
			name: "OAuth", status: 400,
			body: `{"error":"invalid_grant","error_description":"The token has expired"}`,
			want: problems.Error{Code: "invalid_grant", Title: "Bad Request", Detail: "The token has expired"},
		},
		{
			name: "GitHub", status: 422,
			body: `{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"}],"documentation_url":"https://docs.github.com","status":"422"}`,
			want: problems.Error{Code: "unprocessable_entity", Title: "Unprocessable Entity", Detail: "Validation Failed", Violations: []problems.Violation{violation("body", "title", "missing_field", "")}},
		},
		{
			name: "Stripe", status: 402, header: []string{"Request-Id", "req_1"},
			body: `{"error":{"code":"card_declined","message":"Your card was declined.","type":"card_error","param":"card"}}`,
			want: problems.Error{Code: "card_declined", Title: "Payment Required", Detail: "Your card was declined.", RequestID: "req_1"},
		},
		{
			name: "JSON:API", status: 422,
			body: `{"errors":[{"status":"422","source":{"pointer":"/data/attributes/firstName"},"title":"Invalid Attribute","detail":"must be longer"}]}`,
			want: problems.Error{Code: "unprocessable_entity", Title: "Unprocessable Entity", Violations: []problems.Violation{violation("body", "/data/attributes/firstName", "", "must be longer")}},
		},
		{
			name: "a sentence", status: 404,
			body: `{"error":"Not found here"}`,
			want: problems.Error{Code: "not_found", Title: "Not Found", Detail: "Not found here"},
		},
		{
			name: "strings", status: 400,
			body: `{"errors":["name is missing","age is negative"]}`,
			want: problems.Error{Code: "invalid_request", Title: "Bad Request", Violations: []problems.Violation{violation("body", "", "", "name is missing"), violation("body", "", "", "age is negative")}},
		},
		{
			name: "text", status: 502, header: []string{"Content-Type", "text/plain; charset=utf-8"},
			body: "upstream connect error\n",
			want: problems.Error{Code: "unavailable", Title: "Bad Gateway", Detail: "upstream connect error", Retryable: true},
		},
		{
			name: "HTML", status: 503, header: []string{"Content-Type", "text/html"},
			body: "<html><body>Sorry</body></html>",
			want: problems.Error{Code: "unavailable", Title: "Service Unavailable", Retryable: true},
		},
		{
			name: "nothing", status: 429, header: []string{"Retry-After", "7"},
			want: problems.Error{Code: "too_many_requests", Title: "Too Many Requests", Retryable: true, RetryAfter: 7 * time.Second},
		},
		{
			name: "a wait in the body", status: 429,
			body: `{"code":"slow_down","retry_after":3}`,
			want: problems.Error{Code: "slow_down", Title: "Too Many Requests", Retryable: true, RetryAfter: 3 * time.Second},
		},
		{
			name: "one that won't pass", status: 503,
			body: `{"code":"retired","retryable":false}`,
			want: problems.Error{Code: "retired", Title: "Service Unavailable"},
		},
		{
			name: "facts of the wrong kinds", status: 400,
			body: `{"code":{},"title":1,"detail":[[1]],"message":null,"violations":{"a":1},"errors":[1,null,{}],"request_id":7,"retryable":"no","retry_after":"x","error":[]}`,
			want: problems.Error{Code: "invalid_request", Title: "Bad Request"},
		},
		{
			name: "no object", status: 418, body: `["short and stout"]`,
			want: problems.Error{Code: "im_a_teapot", Title: "I'm a teapot"},
		},
		{
			name: "a status that nobody knows", status: 599, body: ``,
			want: problems.Error{Code: "status_599"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serve(t, answer(test.status, test.body, test.header...))
			_, err := get(t.Context(), s.core(t, client.Options{}))
			var got *problems.Error
			if !errors.As(err, &got) {
				t.Fatal(err)
			}
			test.want.Status = test.status
			if g, w := fmt.Sprintf("%+v", *got), fmt.Sprintf("%+v", test.want); g != w {
				t.Errorf("got  %s\nwant %s", g, w)
			}
		})
	}
}

func TestProblemsWithoutEnd(t *testing.T) {
	deep := strings.Repeat(`{"error":`, 100)
	many := `{"errors":[` + strings.Repeat(`{"message":"no"},`, 5000) + `"last"]}`
	for _, body := range []string{deep, deep + "1" + strings.Repeat("}", 100), many} {
		s := serve(t, answer(400, body))
		_, err := get(t.Context(), s.core(t, client.Options{}))
		var e *problems.Error
		if !errors.As(err, &e) || e.Status != 400 || len(e.Violations) > 100 {
			t.Errorf("error %v with %d violations", err, len(e.Violations))
		}
	}
}
