// Package match is the engine that holds what was sent against what a consumer expects: all
// differences at once, each with its path. It knows contracts, but neither the files they come from
// nor who talks to whom.
package match

import (
	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Kind says what part of an exchange differs.
type Kind uint8

// The kinds of mismatches.
const (
	Method Kind = iota
	Path
	Status
	Query
	Header
	Metadata
	BodyType  // the body is of another media type, so that its content was not compared
	Body      // a value in the body
	Unchecked // nothing is known: the contract asks for what can't be checked here
)

// String returns the kind for people and reports ("body type").
func (k Kind) String() string {
	return [...]string{"method", "path", "status", "query", "header", "metadata", "body type", "body", "unchecked"}[k]
}

// Mismatch is one thing that differs from what the consumer relies on.
type Mismatch struct {
	Kind     Kind
	Path     string            // of the value: $.items[0].id in a body, the name of a header or parameter
	Expected string            // for people; long texts are cut
	Actual   string            // for people; long texts are cut
	Rule     *contract.Matcher // that was broken; nil: equality, because the contract has no rule here
	Message  string            // lower case, no full stop
	Span     source.Span       // in the contract, of the rule or the expected value
}

// Request compares a request with the expected one. What is not expected is a mismatch, for a provider
// must not be sent what its consumer was never seen to send.
func Request(expected, actual *contract.Request) []Mismatch {
	e := exchange{rules: expected.Rules, strict: true, known: newCompiled()}
	e.method(expected, actual)
	e.path(expected, actual)
	e.query(expected, actual)
	e.headers(expected.Headers, actual.Headers)
	e.body(content{expected.Body, expected.Headers}, content{actual.Body, actual.Headers})
	return e.found
}

// Response compares a response with the expected one. It may hold more than is expected, because
// consumers ignore what they don't know.
func Response(expected, actual *contract.Response) []Mismatch {
	e := exchange{rules: expected.Rules, known: newCompiled()}
	e.status(expected, actual)
	e.headers(expected.Headers, actual.Headers)
	e.body(content{expected.Body, expected.Headers}, content{actual.Body, actual.Headers})
	return e.found
}

// Message compares a message with the expected one, as Response compares responses.
func Message(expected, actual *contract.Payload) []Mismatch {
	e := exchange{rules: expected.Rules, known: newCompiled()}
	e.metadata(expected, actual)
	e.body(content{expected.Body, typed(expected)}, content{actual.Body, typed(actual)})
	return e.found
}
