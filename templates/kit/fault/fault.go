// Package fault is one error on every wire: what a handler returns becomes a google.rpc.Status, which is what gRPC
// sends, and that a problem of RFC 9457, which is what REST sends, and back without loss. It must not know services,
// nor how anything is sent.
package fault

import (
	"net/http"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

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
//     INTERNAL, UNKNOWN and DATA_LOSS keep their code, and tell nothing of why;
//   - a *valid.Error is INVALID_ARGUMENT with its violations;
//   - context.Canceled and context.DeadlineExceeded are CANCELLED and DEADLINE_EXCEEDED;
//   - anything else is INTERNAL, and tells nothing.
//
// An ErrorInfo is added where there is none, and RequestInfo is that of origin.
func From(err error, origin Origin) *status.Status { return status.New(codes.Unknown, "") }

// Invalid is the error of a request that breaks the contract, with everything that it breaks: 400, INVALID_ARGUMENT.
func Invalid(violations []errors.Violation) *errors.Error { return nil }

// Typed returns what clients see of a status: nil for OK. errors.As finds *errors.Error, and status.FromError the status.
func Typed(s *status.Status) *errors.Error { return nil }

// Problem is ProblemAt for an error whose violations are all of the body or of headers.
func Problem(dst []byte, s *status.Status) (body []byte, httpStatus int) {
	return ProblemAt(dst, s, nil)
}

// ProblemAt appends a status as a problem (application/problem+json), and returns its HTTP status. BadRequest becomes
// violations, ErrorInfo code, domain and metadata, RequestInfo request_id, RetryInfo retryable; all other details are
// a list of Any. locate says where in the request a field stands (nil: in the body).
func ProblemAt(dst []byte, s *status.Status, locate func(field string) errors.Location) (body []byte, httpStatus int) {
	return dst, 500
}

// SetHeaders sets the headers of a problem: Content-Type, Grpc-Status with the exact code, and Retry-After.
func SetHeaders(h http.Header, s *status.Status) {}

// FromProblem is the inverse of Problem, without loss if SetHeaders has set the headers. A body that is no problem
// gives a status by the HTTP status alone.
func FromProblem(httpStatus int, header http.Header, body []byte) *status.Status {
	return status.New(Code(httpStatus), http.StatusText(httpStatus))
}

// HTTPStatus returns the HTTP status of a code, by the table of google/rpc/code.proto.
func HTTPStatus(code codes.Code) int { return 500 }

// Code returns the code of an HTTP status, for answers that don't say it.
func Code(httpStatus int) codes.Code { return codes.Unknown }
