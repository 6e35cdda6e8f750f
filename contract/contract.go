// Package contract is the model of a consumer contract: what one consumer sends to one provider, and
// what it relies on in the answers. It knows neither the file formats that contracts are written in,
// nor how an answer is compared with what is expected.
package contract

import (
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Version is a version of the Pact specification. It says how a contract was written down; the model
// is the same for all of them.
type Version uint8

// The versions of the Pact specification, in order. Unversioned contracts were not read from a file.
const (
	Unversioned Version = iota
	V1
	V1_1
	V2
	V3
	V4
)

// String returns the version as metadata of a Pact file has it ("2.0.0"), "" for Unversioned.
func (v Version) String() string {
	return [...]string{"", "1.0.0", "1.1.0", "2.0.0", "3.0.0", "4.0"}[v]
}

// Contract is what one consumer expects of one provider.
type Contract struct {
	File         *source.File // nil where it was not read from a file
	Version      Version
	Consumer     string
	Provider     string
	Interactions []*Interaction
	Metadata     []spec.Member // of the document, but for the version of the specification
	Unknown      []spec.Member // members of the document that the model has no place for
	Span         source.Span
}

// Kind says how an interaction talks.
type Kind uint8

// The kinds of interactions.
const (
	HTTP        Kind = iota // a request and its response
	Message                 // one message, which the provider sends
	SyncMessage             // a message to the provider and the messages it answers with
)

// String returns the kind as V4 names it ("Synchronous/HTTP").
func (k Kind) String() string {
	return [...]string{"Synchronous/HTTP", "Asynchronous/Messages", "Synchronous/Messages"}[k]
}

// Interaction is one exchange that the consumer relies on.
type Interaction struct {
	Kind        Kind
	Key         string // unique within the contract; "" where the file has none
	Description string
	States      []State // what must hold at the provider before

	Request  *Request  // HTTP only
	Response *Response // HTTP only

	Contents *Payload   // of a Message, or what a SyncMessage asks with
	Replies  []*Payload // what a SyncMessage is answered with

	Pending   bool // its failure is told, but breaks nothing yet
	Transport string
	Comments  *spec.Value   // for people: {"text": […], "testname": …}; nil: none
	Plugins   *spec.Value   // pluginConfiguration, by plugin; nil: none
	Unknown   []spec.Member // members that the model has no place for

	Span            source.Span
	DescriptionSpan source.Span
}

// State is one condition that must hold at the provider before an interaction.
type State struct {
	Name   string
	Params []spec.Member
	Span   source.Span
}
