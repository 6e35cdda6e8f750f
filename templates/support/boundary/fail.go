package boundary

import (
	"context"
	stderrors "errors"
	"net/http"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Fail answers with an error of the handler. An *errors.Error is sent as it is if the operation
// declares its status. A deadline that has passed is 504, because the work may still go on somewhere
// and is worth another try where the operation may be repeated (503 would say that nothing was
// begun). Anything else is 500, and only the log knows why.
func (c *Call) Fail(err error) {
	var known *errors.Error
	var large *largeError
	switch stderrors.As(err, &known); {
	case c.answered:
	case c.gone():
		c.leave()
	case stderrors.As(err, &large):
		c.answer(tooLarge(large.most))
	case known != nil && c.mayAnswer(known.Status):
		c.logCause(known)
		c.answer(known)
	case stderrors.Is(err, context.DeadlineExceeded):
		c.answer(&errors.Error{Status: http.StatusGatewayTimeout, Code: errors.CodeDeadlineExceeded, Cause: err})
	case known != nil:
		c.log("the handler has failed with a status that the operation doesn't declare", err, "status", known.Status)
		c.answer(internal(err))
	default:
		c.log("the handler has failed", err)
		c.answer(internal(err))
	}
}

// logCause keeps for the operator what a failure of the service has been caused by, which nobody else is told.
func (c *Call) logCause(e *errors.Error) {
	if e.Status >= 500 && e.Cause != nil {
		c.log("the handler has failed", e.Cause, "status", e.Status, "code", e.Code)
	}
}

func (c *Call) mayAnswer(status int) bool {
	return status == http.StatusNotImplemented || status >= 400 && status < 600 && c.op.declares(status)
}

// refuse answers with one of the boundary's own statuses.
func (c *Call) refuse(status int, detail string) {
	c.answer(&errors.Error{Status: status, Detail: detail})
}

// violations is all that is wrong with the request.
func (c *Call) violations() *errors.Error {
	all := c.reader.Violations()
	detail := "the request breaks the contract in " + strconv.Itoa(len(all)) + " places"
	switch {
	case c.reader.Truncated():
		detail = "the request breaks the contract in more places than are listed"
	case len(all) == 1:
		detail = "the request breaks the contract in one place"
	}
	return &errors.Error{Status: http.StatusBadRequest, Code: errors.CodeInvalidRequest, Detail: detail, Violations: all}
}

// answer sends an error, in the contract's words if it has some.
func (c *Call) answer(e *errors.Error) {
	full := *e
	full.RequestID = c.id
	if full.Code == "" {
		full.Code = codeOf(full.Status)
	}
	if full.Title == "" {
		full.Title = http.StatusText(full.Status)
	}
	if see := c.server.options.OnError; see != nil {
		see(c.req.Context(), &full)
	}
	c.wrong, c.header.name, c.headers = nil, "", c.headers[:0]
	if c.allow != "" {
		c.headers = append(c.headers, field{"Allow", c.allow})
	}
	if full.RetryAfter > 0 {
		c.headers = append(c.headers, field{"Retry-After", strconv.FormatInt(int64((full.RetryAfter+time.Second-1)/time.Second), 10)})
	}
	c.status = full.Status
	c.commit(c.errorBody(&full))
}

func (c *Call) errorBody(e *errors.Error) []byte {
	if b := c.op.errorBody(e.Status); b != nil {
		c.media = b.ContentType
		b.Write(c.rewrite(&c.writer, c.out), e)
		c.out = c.writer.Bytes()
		if c.conforms(b.Check) {
			return c.writer.Visible()
		}
	}
	c.media = "application/problem+json"
	c.out = errors.AppendProblem(c.out[:0], e)
	return c.out
}

// conforms says whether the contract's own error body came out right; a problem is sent otherwise.
func (c *Call) conforms(check wire.Check) bool {
	if err := c.writer.Err(); err != nil {
		c.log("the error's body can't be written", err)
		return false
	}
	if check == nil || !c.checks() {
		return true
	}
	if n, ok := c.parse(c.out, errors.Body, ""); ok {
		check(&c.checker, n)
	}
	c.breach("the error's body")
	if c.wrong == nil {
		return true
	}
	c.log("the error breaks the contract", c.wrong)
	c.wrong = nil
	return false
}

// codeOf is the code of an error that has none.
func codeOf(status int) string {
	for _, known := range [...]struct {
		status int
		code   string
	}{
		{400, errors.CodeInvalidRequest}, {401, errors.CodeUnauthenticated}, {403, errors.CodePermissionDenied},
		{404, errors.CodeNotFound}, {405, errors.CodeMethodNotAllowed}, {406, errors.CodeNotAcceptable},
		{409, errors.CodeConflict}, {412, errors.CodePreconditionFailed}, {413, errors.CodePayloadTooLarge},
		{415, errors.CodeUnsupportedMediaType}, {422, errors.CodeUnprocessable}, {429, errors.CodeTooManyRequests},
		{501, errors.CodeUnimplemented}, {503, errors.CodeUnavailable}, {504, errors.CodeDeadlineExceeded},
	} {
		if known.status == status {
			return known.code
		}
	}
	if status >= 500 {
		return errors.CodeInternal
	}
	return errors.CodeInvalidRequest
}
