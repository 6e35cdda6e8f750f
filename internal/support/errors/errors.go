// Package errors is the one error of an API: what the boundary answers, what a client gets back and what a handler
// may return. It knows the shape of a problem and its JSON; it must not know HTTP, schemas or how a body is read.
package errors

import (
	"strconv"
	"time"
)

// Location says which part of a message broke the contract.
type Location string

// The parts of a message.
const (
	Body   Location = "body"
	Query  Location = "query"
	Path   Location = "path"
	Header Location = "header"
	Cookie Location = "cookie"
)

// Violation is one place where a message breaks its contract.
type Violation struct {
	Location    Location
	Field       string // such as order.items[2].quantity; empty for the whole body
	Code        string // stable and for programs, one of the Code constants
	Description string // for people: lower case, no full stop
}

// Error is a failure as callers see it. Everything a program needs is a field; Cause stays inside.
type Error struct {
	Status     int    // HTTP status, 400 to 599
	Code       string // stable and for programs
	Title      string // the same for every error of that code
	Detail     string // what went wrong this time, for people
	RequestID  string
	Retryable  bool          // the same request may succeed later
	RetryAfter time.Duration // not before this has passed; 0: unknown
	Violations []Violation   // all of them, in the order of the message
	Cause      error         // never sent to a caller
}

// Error tells the code, the detail and the violations in one line.
func (e *Error) Error() string {
	text := append([]byte(e.Code), ": "...)
	if e.Detail != "" {
		text = append(text, e.Detail...)
	} else {
		text = append(text, e.Title...)
	}
	for i, v := range e.Violations {
		if i == shownViolations {
			text = append(text, "; and "...)
			return string(append(strconv.AppendInt(text, int64(len(e.Violations)-i), 10), " more"...))
		}
		text = append(text, "; "...)
		text = append(text, v.String()...)
	}
	return string(text)
}

// shownViolations is how many violations fit in a line of a log.
const shownViolations = 5

// Unwrap gives the cause, so that errors.Is and errors.As of the standard library see it.
func (e *Error) Unwrap() error { return e.Cause }

// String reads as "body items[2].quantity must be at least 1".
func (v Violation) String() string {
	if v.Field == "" {
		return string(v.Location) + " " + v.Description
	}
	return string(v.Location) + " " + v.Field + " " + v.Description
}
