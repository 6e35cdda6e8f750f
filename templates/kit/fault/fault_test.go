package fault_test

import (
	"context"
	stderrors "errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/kit/valid"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// TestTable is google/rpc/code.proto.
func TestTable(t *testing.T) {
	want := map[codes.Code]int{
		codes.OK: 200, codes.Canceled: 499, codes.Unknown: 500, codes.InvalidArgument: 400, codes.DeadlineExceeded: 504,
		codes.NotFound: 404, codes.AlreadyExists: 409, codes.PermissionDenied: 403, codes.Unauthenticated: 401,
		codes.ResourceExhausted: 429, codes.FailedPrecondition: 400, codes.Aborted: 409, codes.OutOfRange: 400,
		codes.Unimplemented: 501, codes.Internal: 500, codes.Unavailable: 503, codes.DataLoss: 500, 77: 500,
	}
	for code, http := range want {
		if got := fault.HTTPStatus(code); got != http {
			t.Errorf("%v is %d, want %d", code, got, http)
		}
		if back := fault.Code(http); fault.HTTPStatus(back) != http {
			t.Errorf("%d is %v, which is %d", http, back, fault.HTTPStatus(back))
		}
	}
	for http, code := range map[int]codes.Code{
		204: codes.OK, 302: codes.Unknown, 405: codes.Unimplemented, 408: codes.DeadlineExceeded, 410: codes.NotFound,
		412: codes.FailedPrecondition, 413: codes.ResourceExhausted, 415: codes.InvalidArgument, 422: codes.InvalidArgument,
		416: codes.OutOfRange, 502: codes.Unavailable, 505: codes.Unknown,
	} {
		if got := fault.Code(http); got != code {
			t.Errorf("%d is %v, want %v", http, got, code)
		}
	}
}

// secret is what no caller may see.
const secret = "pq: password of 10.0.0.3 refused"

func TestFrom(t *testing.T) {
	detailed, err := status.New(codes.NotFound, "no such order").WithDetails(
		&errdetails.DebugInfo{Detail: secret}, &errdetails.RequestInfo{RequestId: "theirs"}, &errdetails.Help{Links: []*errdetails.Help_Link{{Url: "https://x.example"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		err    error
		code   codes.Code
		reason string
		says   string
	}{
		{"anything", stderrors.New(secret), codes.Internal, "INTERNAL", "the call has failed"},
		{"an internal status", status.Error(codes.Internal, secret), codes.Internal, "INTERNAL", "the call has failed"},
		{"an unknown status", status.Error(codes.Unknown, secret), codes.Unknown, "UNKNOWN", "the call has failed"},
		{"a code that doesn't exist", status.Error(99, secret), codes.Unknown, "UNKNOWN", "the call has failed"},
		{"a status", status.Error(codes.Aborted, "try again"), codes.Aborted, "ABORTED", "try again"},
		{"a wrapped status", fmt.Errorf("%s: %w", secret, status.Error(codes.NotFound, "no order")), codes.NotFound, "NOT_FOUND", "no order"},
		{"a status without a text", status.Error(codes.NotFound, ""), codes.NotFound, "NOT_FOUND", "what is asked for does not exist"},
		{"a status with details", detailed.Err(), codes.NotFound, "NOT_FOUND", "no such order"},
		{"a deadline", fmt.Errorf("%s: %w", secret, context.DeadlineExceeded), codes.DeadlineExceeded, "DEADLINE_EXCEEDED", "the deadline has passed"},
		{"a cancelled call", context.Canceled, codes.Canceled, "CANCELLED", "the caller has cancelled the call"},
		{"an error", &errors.Error{Status: 409, Code: "conflict", Detail: "taken", Cause: stderrors.New(secret)}, codes.Aborted, "CONFLICT", "taken"},
		{"an error by its code", &errors.Error{Status: 409, Code: "already_exists"}, codes.AlreadyExists, "ALREADY_EXISTS", "what is to be created exists already"},
		{"an error of an author's", &errors.Error{Status: 400, Code: "Sold.Out"}, codes.InvalidArgument, "Sold.Out", "the request breaks the contract"},
		{"an error without a status", &errors.Error{Code: "not_found"}, codes.NotFound, "NOT_FOUND", "what is asked for does not exist"},
		{"rules", &valid.Error{Violations: []*valid.Violation{{ID: "string.min_len", Message: "too short"}}}, codes.InvalidArgument, "INVALID_REQUEST", "the request breaks the contract in one place"},
		{"a service that can't be reached", status.Error(codes.Unavailable, secret), codes.Unavailable, "UNAVAILABLE", "the service is not available at the moment"},
		{"the same as clients get it", fmt.Errorf("%s: %w", secret, fault.Typed(status.New(codes.Unavailable, secret))), codes.Unavailable, "UNAVAILABLE", "the service is not available at the moment"},
		{"another service's mistake as clients get it", fault.Typed(status.New(codes.Internal, secret)), codes.Internal, "INTERNAL", "the call has failed"},
		{"words of one's own", &errors.Error{Status: 503, Detail: "back at 5", Cause: status.Error(codes.Unavailable, secret)}, codes.Unavailable, "UNAVAILABLE", "back at 5"},
		{"bytes that are no text", status.Error(codes.NotFound, "\xff"), codes.NotFound, "NOT_FOUND", "\uFFFD"},
	} {
		s := fault.From(c.err, fault.Origin{Domain: "shop", RequestID: "ours"})
		info := detailOf[*errdetails.ErrorInfo](s)
		if s.Code() != c.code || info.GetReason() != c.reason || info.GetDomain() != "shop" || s.Message() != c.says {
			t.Errorf("%s: %v", c.name, s.Proto())
		}
		if id := detailOf[*errdetails.RequestInfo](s).GetRequestId(); id != "ours" {
			t.Errorf("%s: the request's ID is %q", c.name, id)
		}
		body, _ := fault.Problem(nil, s)
		if text := s.Proto().String() + string(body); strings.Contains(text, secret) || strings.Contains(text, "theirs") {
			t.Errorf("%s tells %s", c.name, text)
		}
		if again := fault.From(s.Err(), fault.Origin{Domain: "shop", RequestID: "ours"}); again.Proto().String() != s.Proto().String() {
			t.Errorf("%s is finished twice: %v", c.name, again)
		}
	}
	if fault.From(nil, fault.Origin{}).Code() != codes.OK {
		t.Error("no error is one")
	}
	if help := detailOf[*errdetails.Help](fault.Of(detailed.Err(), "x")); len(help.GetLinks()) != 1 {
		t.Error("the details of a status are lost")
	}
}

func detailOf[T any](s *status.Status) (found T) {
	for _, d := range s.Details() {
		if m, ok := d.(T); ok {
			found = m
		}
	}
	return found
}

func TestTyped(t *testing.T) {
	was := &errors.Error{
		Status: http.StatusPreconditionFailed, Code: "stale", Title: "Stale", Detail: "someone else was faster", RequestID: "r",
		Retryable: true, RetryAfter: 1500 * time.Millisecond,
		Violations: []errors.Violation{{Location: errors.Body, Field: "a.b[2]", Code: "min_length", Description: "d"}, {Location: errors.Header, Field: "x-tenant", Code: "required"}},
	}
	s := fault.Of(was, "r")
	is := fault.Typed(s)
	cause := is.Cause
	is.Cause = nil
	if fmt.Sprintf("%+v", is) != fmt.Sprintf("%+v", was) {
		t.Errorf("\n%+v\n%+v", is, was)
	}
	is.Cause = cause
	wrapped := fmt.Errorf("while ordering: %w", is)
	if found, ok := stderrors.AsType[*errors.Error](wrapped); !ok || found != is {
		t.Error("errors.As doesn't find it")
	}
	if found, ok := status.FromError(wrapped); !ok || found.Code() != codes.FailedPrecondition || len(found.Details()) != 4 {
		t.Errorf("status.FromError finds %v", found)
	}
	if fault.Typed(status.New(codes.OK, "")) != nil {
		t.Error("OK is an error")
	}
	if !fault.Typed(status.New(codes.Unavailable, "")).Retryable || fault.Typed(status.New(codes.Aborted, "")).Retryable {
		t.Error("of codes alone, UNAVAILABLE is worth another try")
	}
}
