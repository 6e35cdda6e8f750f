package boundary

import (
	"net/http"
	"slices"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Operation is what the boundary must know of an operation before its request is read.
type Operation struct {
	ID       string // operationId, for the log
	Method   string
	Template string
	Statuses []int       // that the contract declares: 404, 4 for 4XX, 0 for default
	Produces []string    // media types of successful answers; none: they have no body
	Errors   []ErrorBody // bodies of errors that the contract declares
	Internal bool        // parts of what travels are for insiders only
	Handle   func(*Call)

	around http.Handler // nil: nothing stands around it
}

// ErrorBody writes errors of one status the way the contract declares. Without one, errors are
// problems of RFC 9457.
type ErrorBody struct {
	Status      int // 404, 4 for 4XX, 0 for default
	ContentType string
	Write       func(*wire.Writer, *errors.Error)
	Check       wire.Check // nil: nothing to check
}

// declares says whether the contract knows an answer of that status.
func (o *Operation) declares(status int) bool {
	return slices.ContainsFunc(o.Statuses, func(s int) bool { return s == status || s == status/100 || s == 0 })
}

// errorBody finds the body for a status: the status itself, then its class, then the default.
func (o *Operation) errorBody(status int) *ErrorBody {
	for _, wanted := range [...]int{status, status / 100, 0} {
		for i := range o.Errors {
			if o.Errors[i].Status == wanted {
				return &o.Errors[i]
			}
		}
	}
	return nil
}
