package contract

import (
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// GeneratorKind is what a generator makes.
type GeneratorKind uint8

// The generators of the Pact specification.
const (
	UnknownGenerator  GeneratorKind = iota // the file names one that nobody here knows
	RandomInt                              // between Min and Max
	RandomDecimal                          // with Digits significant digits
	RandomHexadecimal                      // of Digits digits
	RandomString                           // of Size letters and digits
	RandomRegex                            // matching Regex
	RandomUUID                             // in Format: simple, lower-case-hyphenated (the default), upper-case-hyphenated, URN
	RandomBoolean
	CurrentDate     // in Format, moved by Expression
	CurrentTime     // in Format, moved by Expression
	CurrentDateTime // in Format, moved by Expression
	ProviderState   // Expression, filled with what setting up the states returned
	MockServerURL   // Example with the server's own address in it, as Regex finds its place
)

// Generator replaces the value at a path of an example when the example is sent.
type Generator struct {
	Category Category
	Path     Path
	Kind     GeneratorKind
	Name     string // as the file writes it ("Uuid")

	Min, Max   *int64
	Digits     int // 0: as many as are usual
	Size       int // 0: as many as are usual
	Regex      string
	Format     string
	Expression string
	Example    string
	DataType   string // ProviderState: STRING, INTEGER, DECIMAL, FLOAT, BOOLEAN, RAW; "" is as it comes

	Unknown []spec.Member // members that the model has no place for
	Span    source.Span
}
