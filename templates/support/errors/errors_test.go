package errors_test

import (
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"

	problem "github.com/bylaw-dev/bylaw/templates/support/errors"
)

func TestAppendProblem(t *testing.T) {
	full := &problem.Error{Status: 400, Code: problem.CodeInvalidRequest, Title: "The request breaks the contract", Detail: "2 \"violations\"\n", RequestID: "r-1", Retryable: true,
		RetryAfter: time.Second, Cause: io.EOF, Violations: []problem.Violation{
			{Location: problem.Body, Field: "items[0].sku", Code: problem.Required, Description: "is required"},
			{Location: problem.Query, Field: "a\xff\x01<", Code: problem.Type, Description: "must be é"}}}
	for _, c := range []struct {
		err  *problem.Error
		want string
	}{
		{full, `x{"type":"about:blank","title":"The request breaks the contract","status":400,"detail":"2 \"violations\"\u000a","code":"invalid_request","request_id":"r-1",` +
			`"violations":[{"location":"body","field":"items[0].sku","code":"required","description":"is required"},{"location":"query","field":"a` + "\uFFFD" + `\u0001<","code":"type","description":"must be é"}],"retryable":true}`},
		{&problem.Error{Status: 404, Code: problem.CodeNotFound}, `x{"type":"about:blank","status":404,"code":"not_found"}`},
	} {
		got := string(problem.AppendProblem([]byte("x"), c.err))
		if got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
		if !json.Valid([]byte(got[1:])) {
			t.Errorf("not JSON: %s", got)
		}
	}
}

func TestError(t *testing.T) {
	err := error(&problem.Error{Code: "conflict", Title: "Conflict", Cause: io.ErrUnexpectedEOF})
	if err.Error() != "conflict: Conflict" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	many := &problem.Error{Code: "invalid_request", Detail: "bad"}
	for range 7 {
		many.Violations = append(many.Violations, problem.Violation{Location: problem.Body, Description: "is bad"})
	}
	if got := many.Error(); got != "invalid_request: bad; body is bad; body is bad; body is bad; body is bad; body is bad; and 2 more" {
		t.Error(got)
	}
}
