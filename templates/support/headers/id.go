package headers

import (
	"context"

	"github.com/bylaw-dev/bylaw/templates/support/identifier"
)

// Identifier puts a value into a context under the type of its own: what From finds. Its zero value puts nothing.
type Identifier struct {
	key   any
	put   func(context.Context, string) context.Context
	wrong string
}

// key is a type for each type of identifiers, so that no two packages can mean the same one by accident.
type key[T ~string] struct{}

// Into is the identifier of a type that stands for it: type TenantID string. Contexts hold identifiers only; what else a
// handler needs of a header it reads there.
func Into[T ~string]() Identifier {
	id := Identifier{key: key[T]{}, put: With[T]}
	if id.key == any(key[string]{}) {
		id.wrong = "an identifier in a context has a type of its own (type TenantID string), not string"
	}
	return id
}

// With returns a context with an identifier, for tests and for those who pass calls on.
func With[T ~string](ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key[T]{}, T(id))
}

// From returns the identifier of a type; false: the request had none.
func From[T ~string](ctx context.Context) (T, bool) {
	id, ok := ctx.Value(key[T]{}).(T)
	return id, ok
}

// Constant is a default that is the same for all: of what tells requests apart never use it.
func Constant(text string) func() string { return func() string { return text } }

// LongestID is as many characters as an identifier may have.
const LongestID = 128

// Harmless says whether a text is an identifier that does no harm in logs, in headers and in keys: 1 to LongestID
// characters of letters, digits and -_.:/+=@~.
func Harmless(id string) bool { return identifier.Harmless(id, LongestID) }
