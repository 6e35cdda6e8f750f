package boundary

import (
	"context"
	stderrors "errors"
	"net/http"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Handle reads the request, calls the handler only if it obeys the contract, and writes what the
// handler answers. An error that is itself one of the operation's answers is written as that.
func Handle[In, Out any](c *Call, read func(*In, *Call), do func(context.Context, *In) (Out, error), write func(Out, *Call)) {
	in := new(In)
	read(in, c)
	if !c.Valid() {
		return
	}
	out, err := do(c.Context(), in)
	if err != nil {
		answer, ok := find[Out](err)
		if !ok {
			c.Fail(err)
			return
		}
		out = answer
	}
	if any(out) == nil {
		c.Fail(stderrors.New("the handler has returned neither an answer nor an error"))
		return
	}
	write(out, c)
}

// find looks for an answer in the chain of an error.
func find[Out any](err error) (found Out, ok bool) {
	for ; err != nil; err = stderrors.Unwrap(err) {
		if found, ok = any(err).(Out); ok {
			return found, true
		}
	}
	return found, false
}

// Unimplemented is the error of an operation that no handler implements yet: 501.
func Unimplemented(id string) error {
	return &errors.Error{Status: http.StatusNotImplemented, Code: errors.CodeUnimplemented, Detail: "the operation " + id + " is not implemented"}
}

// Clip shortens a text to a number of characters.
func Clip(text string, characters int) string {
	if len(text) <= characters {
		return text
	}
	at := 0
	for range characters {
		if at == len(text) {
			break
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return text[:at]
}
