package schema

import "github.com/bylaw-dev/bylaw/spec"

// Form is what kind of Go type a value has.
type Form uint8

// The forms.
const (
	Raw    Form = iota // wire.Raw: any JSON text
	Scalar             // string, int64, time.Time …
	Enum               // a declared string or integer type with constants
	Struct             // a declared struct; methods have pointer receivers
	Slice              // []T, or a declared type of it
	Map                // map[string]T, or a declared type of it
	Union              // a sealed interface
	Null               // only null is allowed: struct{}
)

// Shape is how the values of one schema look in Go.
type Shape struct {
	Go       string // "string", "OrderDraft", "[]OrderItem", "wire.Raw"
	Form     Form
	Nullable bool // null is allowed besides; Slot makes room for it

	types  *Types
	schema *spec.Type
}

// Read returns the statements that read node with the reader r into the addressable expression dst,
// with all checks. Null is an error there: that is for Slot.
func (s *Shape) Read(dst, node string) []string { return nil }

// Write returns the statements that write src with the writer w.
func (s *Shape) Write(src string) []string { return nil }

// Reader returns an expression of type func(*T, *wire.Reader, wire.Node).
func (s *Shape) Reader() string { return "" }

// Writer returns an expression of type func(*T, *wire.Writer).
func (s *Shape) Writer() string { return "" }

// Check returns an expression of type wire.Check.
func (s *Shape) Check() string { return "" }

// Param returns an expression of type *param.Shape, for values that travel as text.
func (s *Shape) Param() string { return "" }
