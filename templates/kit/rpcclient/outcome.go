package rpcclient

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// outcome says in the retry policy's words how an attempt ended. Two codes may pass: UNAVAILABLE, and
// RESOURCE_EXHAUSTED of a server that says when (which a quota that is used up does, and a message
// that is too large doesn't).
func outcome(err error) retry.Outcome {
	if err == nil || err == io.EOF {
		return retry.Outcome{Status: http.StatusOK}
	}
	if fault.Unsent(err) != nil {
		return retry.Outcome{Err: retry.Permanent(err)}
	}
	s := statusOf(err)
	after, asked := retryInfo(s)
	switch s.Code() {
	case codes.Unavailable:
		return retry.Outcome{Status: http.StatusServiceUnavailable, Asked: asked, RetryAfter: after}
	case codes.ResourceExhausted:
		if asked {
			return retry.Outcome{Status: http.StatusTooManyRequests, Asked: true, RetryAfter: after}
		}
	case codes.InvalidArgument, codes.NotFound, codes.AlreadyExists, codes.PermissionDenied, codes.Unauthenticated,
		codes.FailedPrecondition, codes.Aborted, codes.OutOfRange, codes.Unimplemented:
		return retry.Outcome{Status: http.StatusBadRequest} // the server is well
	}
	return retry.Outcome{Err: retry.Permanent(err)}
}

// retryInfo reads when the server asks to be called again.
func retryInfo(s *status.Status) (after time.Duration, asked bool) {
	for _, detail := range s.Details() {
		if info, ok := detail.(*errdetails.RetryInfo); ok {
			return max(0, info.GetRetryDelay().AsDuration()), true
		}
	}
	return 0, false
}

// statusOf returns the status of an error, whoever has made it.
func statusOf(err error) *status.Status {
	if s, ok := status.FromError(err); ok {
		return s
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return status.FromContextError(err)
	}
	return status.New(codes.Unknown, err.Error())
}

// typed returns the error that callers get. What their own limits have refused stays what it is.
func typed(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	if refused := fault.Unsent(err); refused != nil {
		return fault.Kept(refused)
	}
	return fault.Typed(statusOf(err))
}

func unauthorized(method string, err error) error {
	return status.Error(codes.Unauthenticated, method+" can't be authorized: "+err.Error())
}
