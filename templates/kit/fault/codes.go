package fault

import (
	"net/http"
	"strings"

	"google.golang.org/grpc/codes"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// statusClientClosed is what google/rpc/code.proto has for CANCELLED, and net/http no name for.
const statusClientClosed = 499

// known is what is said of a code by itself.
type known struct {
	http int    // by google/rpc/code.proto
	code string // of a problem; its reason is the same in upper case
	said string // where nothing may be, or nothing is said
}

var table = [...]known{
	codes.OK:                 {200, "ok", ""},
	codes.Canceled:           {statusClientClosed, "cancelled", "the caller has cancelled the call"},
	codes.Unknown:            {500, "unknown", "the call has failed"},
	codes.InvalidArgument:    {400, errors.CodeInvalidRequest, "the request breaks the contract"},
	codes.DeadlineExceeded:   {504, errors.CodeDeadlineExceeded, "the deadline has passed"},
	codes.NotFound:           {404, errors.CodeNotFound, "what is asked for does not exist"},
	codes.AlreadyExists:      {409, "already_exists", "what is to be created exists already"},
	codes.PermissionDenied:   {403, errors.CodePermissionDenied, "the caller may not do that"},
	codes.ResourceExhausted:  {429, "resource_exhausted", "a limit is reached"},
	codes.FailedPrecondition: {400, "failed_precondition", "the state does not allow that"},
	codes.Aborted:            {409, "aborted", "another call has come in between"},
	codes.OutOfRange:         {400, "out_of_range", "the request goes past the end"},
	codes.Unimplemented:      {501, errors.CodeUnimplemented, "that is not implemented"},
	codes.Internal:           {500, errors.CodeInternal, "the call has failed"},
	codes.Unavailable:        {503, errors.CodeUnavailable, "the service is not available at the moment"},
	codes.DataLoss:           {500, "data_loss", "the call has failed"},
	codes.Unauthenticated:    {401, errors.CodeUnauthenticated, "it isn't known who calls"},
}

func of(code codes.Code) known {
	if int(code) < len(table) {
		return table[code]
	}
	return table[codes.Unknown]
}

func said(code codes.Code) string { return of(code).said }

// HTTPStatus returns the HTTP status of a code, by the table of google/rpc/code.proto; 500 for a code that isn't in it.
func HTTPStatus(code codes.Code) int { return of(code).http }

// Code returns the code of an HTTP status, for answers that don't say it themselves. Of the codes that share a status it
// is the one that says least.
func Code(httpStatus int) codes.Code {
	switch httpStatus {
	case http.StatusUnauthorized:
		return codes.Unauthenticated
	case http.StatusForbidden:
		return codes.PermissionDenied
	case http.StatusNotFound, http.StatusGone:
		return codes.NotFound
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return codes.Unimplemented
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return codes.DeadlineExceeded
	case http.StatusConflict:
		return codes.Aborted
	case http.StatusPreconditionFailed, http.StatusPreconditionRequired:
		return codes.FailedPrecondition
	case http.StatusRequestEntityTooLarge, http.StatusTooManyRequests:
		return codes.ResourceExhausted
	case http.StatusRequestedRangeNotSatisfiable:
		return codes.OutOfRange
	case statusClientClosed:
		return codes.Canceled
	case http.StatusInternalServerError:
		return codes.Internal
	case http.StatusBadGateway, http.StatusServiceUnavailable:
		return codes.Unavailable
	}
	switch httpStatus / 100 {
	case 2:
		return codes.OK
	case 4:
		return codes.InvalidArgument
	}
	return codes.Unknown
}

// reasonOf spells a code of ours as a reason of google.rpc's: MIN_LENGTH. An author's own code with capitals stays.
func reasonOf(code string) string {
	if strings.ToLower(code) == code {
		return strings.ToUpper(code)
	}
	return code
}

// codeOf is the inverse of reasonOf, for reasons that it makes.
func codeOf(reason string) string {
	if strings.ToUpper(reason) == reason {
		return strings.ToLower(reason)
	}
	return reason
}
