package pact

import (
	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Message returns a message as version 4 writes the messages of a call.
func Message(p *contract.Payload) *spec.Value { return append(v4().payload(p), p.Unknown...).value() }

// ReadMessage reads a message as version 4 has those of a call.
func ReadMessage(v *spec.Value) (*contract.Payload, []report.Finding) {
	r := &reader{version: contract.V4}
	return r.payload(v), r.findings
}
