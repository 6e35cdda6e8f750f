package client

import (
	"context"
	stderrors "errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Codes of errors that a client finds itself. The Status of the last two is that of the answer; the
// others have none.
const (
	CodeCanceled         = "canceled"          // the caller has given up
	CodeInvalidAnswer    = "invalid_answer"    // it breaks the contract
	CodeUndeclaredStatus = "undeclared_status" // the contract doesn't know it
)

// refuse keeps an error of the caller's: the request can't be sent.
func (c *Call) refuse(in errors.Location, name, description string) {
	c.fail(&errors.Error{
		Code: errors.CodeInvalidRequest, Title: "the request can't be sent", Detail: c.name(),
		Violations: []errors.Violation{{Location: in, Field: name, Code: errors.Type, Description: description}},
	})
}

// lost returns the error of a call that brought no answer. It names the operation but not the URL,
// which may hold what is secret.
func (c *Call) lost(err error) error {
	var already *errors.Error
	if stderrors.As(err, &already) {
		return already
	}
	var outer *url.Error
	if stderrors.As(err, &outer) {
		err = outer.Err
	}
	if cause := context.Cause(c.ctx); cause != nil {
		err = cause
	}
	e := &errors.Error{Code: errors.CodeUnavailable, Title: "no answer came", Detail: c.name() + ": " + err.Error(), Cause: err}
	switch {
	case stderrors.Is(err, context.Canceled):
		e.Code = CodeCanceled
	case stderrors.Is(err, context.DeadlineExceeded):
		e.Code = errors.CodeDeadlineExceeded
	default:
		e.Retryable = c.repeatable().Allows(retry.Outcome{Err: err})
	}
	return e
}

// unauthorized returns the error of a call for which there are no credentials.
func (c *Call) unauthorized(err error) error {
	return &errors.Error{Code: errors.CodeUnauthenticated, Title: "the request can't be authorized", Detail: c.name() + ": " + err.Error(), Cause: err}
}

// broken returns the error of an answer that isn't as the contract has it.
func (c *Call) broken(detail string, violations []errors.Violation) error {
	return &errors.Error{
		Status: c.Status(), Code: CodeInvalidAnswer, Title: "the answer breaks the contract",
		Detail: strings.TrimRight(c.name()+" answered "+strconv.Itoa(c.Status())+" with "+detail, " "), RequestID: c.RequestID(), Violations: violations,
	}
}

func tooLarge(limit int64) error {
	return fmt.Errorf("the answer is longer than %d bytes, the limit that Options.MaxBody sets", limit)
}

func (c *Call) name() string { return c.op.Method + " " + c.op.Template }

// Undeclared returns the error for an answer whose status the contract doesn't know, with what its
// body says if that is a problem of RFC 9457 or another usual shape.
func (c *Call) Undeclared() error {
	if c.Status() < 400 {
		e := c.broken("", nil).(*errors.Error)
		e.Code, e.Detail = CodeUndeclaredStatus, fmt.Sprintf("%s answered %d, which the contract doesn't declare", c.name(), c.Status())
		return e
	}
	return c.problem()
}

// problem reads an error out of an answer whatever its body is.
func (c *Call) problem() *errors.Error {
	e := &errors.Error{Status: c.Status()}
	e.Retryable = c.repeatable().Allows(retry.Outcome{Status: e.Status, Asked: c.asked})
	r := c.Reader()
	r.Reset(wire.Neutral)
	body := c.borrowed.body
	if n, ok := r.ParseJSON(body, wire.Limits{}); ok {
		readProblem(e, r, n)
	} else if essence(c.ContentType()) == "text/plain" && len(body) <= 500 && utf8.Valid(body) {
		e.Detail = strings.TrimSpace(string(body))
	}
	r.Reset(wire.Response)
	r.Outside = true
	if id := c.RequestID(); id != "" {
		e.RequestID = id
	}
	if c.asked {
		e.RetryAfter = c.after
	}
	if e.Code == "" {
		e.Code = codeOf(e.Status)
	}
	if e.Title == "" {
		e.Title = http.StatusText(e.Status)
	}
	return e
}

// codeOf makes a code of a status: "too_many_requests".
func codeOf(status int) string {
	switch status {
	case http.StatusBadRequest:
		return errors.CodeInvalidRequest
	case http.StatusUnauthorized:
		return errors.CodeUnauthenticated
	case http.StatusForbidden:
		return errors.CodePermissionDenied
	case http.StatusInternalServerError:
		return errors.CodeInternal
	case http.StatusServiceUnavailable, http.StatusBadGateway:
		return errors.CodeUnavailable
	case http.StatusGatewayTimeout:
		return errors.CodeDeadlineExceeded
	}
	if name := http.StatusText(status); name != "" {
		return strings.NewReplacer(" ", "_", "-", "_", "'", "").Replace(strings.ToLower(name))
	}
	return "status_" + strconv.Itoa(status)
}
