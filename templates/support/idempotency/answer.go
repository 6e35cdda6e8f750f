package idempotency

import (
	"encoding/json"
	stderrors "errors"
	"fmt"
	"net/http"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Answer is what work returns, and what a repeated request gets.
type Answer struct {
	State    State  // Completed (which "" means), Failed (stored too), or Pending: another try may do better, so nothing is stored
	Data     []byte // opaque; at most Options.MaxAnswer bytes are kept
	Unkept   bool   // store that it was executed, but not the answer: it was streamed, say. Repeated requests get 409
	Replayed bool   // it comes from the store
}

// Codes of the errors that are this package's own.
const (
	CodeRunning  = "idempotency_key_in_use" // 409 with Retry-After
	CodeMismatch = "idempotency_key_reused" // 422
	CodeUnkept   = "answer_not_kept"        // 409 without Retry-After
)

// Terminal reports whether an error is what a request will always get, so that it is stored. These are the 4xx save those
// that speak of the moment or of the caller's rights (401, 403, 408, 409, 425, 429, 499), and none that is marked as
// retryable. That the server fails (5xx) says nothing of the request, and to replay it would make a bad minute last a day.
func Terminal(e *errors.Error) bool {
	switch e.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly,
		http.StatusTooManyRequests, 499:
		return false
	}
	return e.Status >= 400 && e.Status < 500 && !e.Retryable && e.RetryAfter == 0
}

// What the first byte of a stored answer says of the others.
const (
	kindData   = 'd'
	kindError  = 'e' // of work, as JSON
	kindUnkept = 'n' // there are none
)

// outcome is what is stored of an execution; false: nothing.
func outcome(a Answer, err error, most int) (state State, stored []byte, ok bool) {
	if err != nil {
		return failure(err, most)
	}
	switch {
	case a.State == Pending || a.State == Processing:
		return Pending, nil, false
	case a.State == "":
		a.State = Completed
	}
	if a.Unkept || len(a.Data) > most {
		return a.State, []byte{kindUnkept}, true
	}
	return a.State, append([]byte{kindData}, a.Data...), true
}

func failure(err error, most int) (State, []byte, bool) {
	var known *errors.Error
	if !stderrors.As(err, &known) || known == nil || !Terminal(known) {
		return Pending, nil, false
	}
	text, err := json.Marshal(storedError{known.Status, known.Code, known.Title, known.Detail, known.RequestID, known.Violations})
	if err != nil || len(text) > most {
		return Failed, []byte{kindUnkept}, true
	}
	return Failed, append([]byte{kindError}, text...), true
}

// storedError is what callers see of an error. It is neither retryable, nor is its cause anybody's business.
type storedError struct {
	Status     int                `json:"status"`
	Code       string             `json:"code"`
	Title      string             `json:"title,omitempty"`
	Detail     string             `json:"detail,omitempty"`
	RequestID  string             `json:"request_id,omitempty"`
	Violations []errors.Violation `json:"violations,omitempty"`
}

// replay is what a repeated request gets of a record.
func replay(r Record) (Answer, error) {
	if len(r.Answer) > 0 {
		switch r.Answer[0] {
		case kindData:
			return Answer{State: r.State, Data: r.Answer[1:], Replayed: true}, nil
		case kindUnkept:
			return Answer{State: r.State, Unkept: true, Replayed: true}, unkept(r.State)
		case kindError:
			var e storedError
			if err := json.Unmarshal(r.Answer[1:], &e); err == nil {
				return Answer{State: r.State, Replayed: true}, &errors.Error{Status: e.Status, Code: e.Code, Title: e.Title,
					Detail: e.Detail, RequestID: e.RequestID, Violations: e.Violations}
			}
		}
	}
	return Answer{}, fmt.Errorf("idempotency: a stored answer of %d bytes can't be read", len(r.Answer))
}

func running(after time.Duration) *errors.Error {
	return &errors.Error{Status: http.StatusConflict, Code: CodeRunning, Title: http.StatusText(http.StatusConflict),
		Detail: "the first request with this idempotency key is still running", Retryable: true, RetryAfter: after}
}

func mismatch() *errors.Error {
	return &errors.Error{Status: http.StatusUnprocessableEntity, Code: CodeMismatch, Title: http.StatusText(http.StatusUnprocessableEntity),
		Detail: "this idempotency key belongs to a request with another content; a new request needs a new key"}
}

func unkept(state State) *errors.Error {
	detail := "the request with this idempotency key has been executed; its answer was streamed, or too large to be kept"
	if state == Failed {
		detail = "the request with this idempotency key has failed; its answer was streamed, or too large to be kept"
	}
	return &errors.Error{Status: http.StatusConflict, Code: CodeUnkept, Title: http.StatusText(http.StatusConflict), Detail: detail}
}

func down(cause error, after time.Duration) *errors.Error {
	return &errors.Error{Status: http.StatusServiceUnavailable, Code: errors.CodeUnavailable, Title: http.StatusText(http.StatusServiceUnavailable),
		Detail: "it can't be told at the moment whether this request has been executed", Retryable: true, RetryAfter: after, Cause: cause}
}
