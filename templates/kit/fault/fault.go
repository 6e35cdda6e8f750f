// Package fault is one error on every wire: what a handler returns becomes a google.rpc.Status, which is what gRPC
// sends, and that a problem of RFC 9457, which is what REST sends, and back without loss. It must not know services,
// nor how anything is sent.
package fault

import (
	"context"
	stderrors "errors"
	"net/http"
	"strconv"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Origin is what a status says of where it comes from.
type Origin struct {
	Domain    string // of ErrorInfo, such as the service's full name; "": none is said
	RequestID string // of RequestInfo; "": none is said
}

// Of is From with nothing but the request's ID.
func Of(err error, requestID string) *status.Status { return From(err, Origin{RequestID: requestID}) }

// From returns what callers are told of a handler's error: OK for nil, and never more than the handler meant for them.
//
//   - an *errors.Error is told, its Cause is not;
//   - a status error (what status.Error returns) is told with its details, DebugInfo excepted; what wraps it is not.
//     INTERNAL, UNKNOWN and DATA_LOSS keep their code, and tell nothing of why, nor does an UNAVAILABLE without details,
//     which is how gRPC says which address it can't reach;
//   - a *valid.Error is INVALID_ARGUMENT with its violations;
//   - context.Canceled and context.DeadlineExceeded are CANCELLED and DEADLINE_EXCEEDED;
//   - anything else is INTERNAL, and tells nothing.
//
// An ErrorInfo is added where there is none, and RequestInfo is that of origin.
func From(err error, origin Origin) *status.Status {
	var (
		known  *errors.Error
		failed *valid.Error
		coded  interface{ GRPCStatus() *status.Status }
	)
	switch {
	case err == nil:
		return nil
	case stderrors.As(err, &known):
		return ofError(known, origin)
	case stderrors.As(err, &failed):
		return ofError(Invalid(ruleViolations(failed)), origin)
	case stderrors.As(err, &coded):
		return ofStatus(coded.GRPCStatus(), origin)
	case stderrors.Is(err, context.DeadlineExceeded):
		return ofStatus(status.New(codes.DeadlineExceeded, said(codes.DeadlineExceeded)), origin)
	case stderrors.Is(err, context.Canceled):
		return ofStatus(status.New(codes.Canceled, said(codes.Canceled)), origin)
	}
	return ofStatus(status.New(codes.Internal, said(codes.Internal)), origin)
}

// Invalid is the error of a request that breaks the contract, with everything that it breaks: 400, INVALID_ARGUMENT.
func Invalid(violations []errors.Violation) *errors.Error {
	detail := "the request breaks the contract in " + strconv.Itoa(len(violations)) + " places"
	if len(violations) == 1 {
		detail = "the request breaks the contract in one place"
	}
	return &errors.Error{
		Status: http.StatusBadRequest, Code: errors.CodeInvalidRequest, Title: http.StatusText(http.StatusBadRequest),
		Detail: detail, Violations: violations,
	}
}

// ruleViolations tells rules by their own names, for there is no contract at hand that says how it calls them.
func ruleViolations(failed *valid.Error) []errors.Violation {
	all := make([]errors.Violation, len(failed.Violations))
	for i, one := range failed.Violations {
		all[i] = errors.Violation{Location: errors.Body, Field: one.Field(), Code: one.ID, Description: one.Message}
	}
	return all
}
