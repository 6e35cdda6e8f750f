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
