// Package sample makes values that a contract allows: JSON for a schema, the text of parameters, a
// whole request. The same seed and the same schema give the same value, whatever was made before. It
// knows the model and nothing of any language that code is generated in.
package sample

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Sampler makes values. It is safe for concurrent use.
type Sampler struct {
	// Full asks for optional properties as well, as far as they end; otherwise only what a schema
	// demands is there, and its own examples as they are.
	Full bool
	// Reach is how deep Full goes: 1 asks for the optional properties of the outermost object alone. 0: as deep as
	// makes sense.
	Reach int
	// Plain passes over examples that authors gave: every value is made up.
	Plain bool

	seed    uint64
	checker *validate.Checker
}

// New returns a sampler. Different seeds give different values where the schema leaves a choice.
func New(seed uint64) *Sampler { return &Sampler{seed: seed, checker: validate.New(nil)} }

// Error says that no value was found, and which part of the contract stands in the way.
type Error struct {
	Span   source.Span
	Reason string // lower case, no full stop
}

// Error returns the reason behind its place: "api.yaml:12:7: …".
func (e *Error) Error() string {
	if e.Span.IsZero() {
		return e.Reason
	}
	at := e.Span.Position()
	return fmt.Sprintf("%s:%d:%d: %s", e.Span.Path(), at.Line, at.Column, e.Reason)
}

// JSON returns a value of the schema as compact JSON: spec.InRequest leaves out what is readOnly,
// spec.InResponse what is writeOnly. An example of the schema is taken where there is one that is
// valid. The error, if any, is an *Error.
func (s *Sampler) JSON(t *spec.Type, d spec.Direction) ([]byte, error) {
	v, err := s.Value(t, d)
	if err != nil {
		return nil, err
	}
	return Encode(v), nil
}
