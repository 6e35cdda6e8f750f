package fault

import (
	stderrors "errors"

	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Kept returns an error that is all that err is, and a status too: for what this process's own limits refuse before anybody
// else is asked. errors.Is finds why.
func Kept(err error) error { return &kept{err, Of(err, "")} }

type kept struct {
	error
	status *status.Status
}

// Unwrap gives the error.
func (k *kept) Unwrap() error { return k.error }

// GRPCStatus is what status.FromError asks for.
func (k *kept) GRPCStatus() *status.Status { return k.status }

// Unsent returns the error of a call that this process's own limits have refused (a breaker's, a bulkhead's, that of a budget
// of time); nil: err is another. Nothing is repeated after it: what has refused it knows when it is worth it.
func Unsent(err error) *errors.Error {
	own, ok := stderrors.AsType[interface {
		error
		Unsent() bool
	}](err)
	if !ok || !own.Unsent() {
		return nil
	}
	known, _ := stderrors.AsType[*errors.Error](err)
	return known
}
