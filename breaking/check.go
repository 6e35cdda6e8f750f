package breaking

import "github.com/bylaw-dev/bylaw/spec"

// Meta is everything that is known of a check before it runs. It is constant.
type Meta struct {
	ID      string // a noun in kebab-case, what the check looks at: "field"; changes are "field-removed" …
	Title   string // what it compares, in one line, lower case, no full stop
	Group   string // the folder it lives in: "types"
	Formats Formats
	Kinds   []Kind // the kinds of change that it reports, in order of Kind
	AIP     []int  // the AIPs (https://google.aip.dev) it comes from; may be empty
	Since   string // the rules edition that brought it: "2026.1"

	// Attributes are those that the check compares, by the names that Node.Attr has for them, so
	// that the attribute check leaves them alone: "maxLength", "(buf.validate.field)".
	Attributes []string
}

// ChangeIDs returns the IDs of the changes that the check reports: "field-added", "field-removed".
func (m *Meta) ChangeIDs() []string {
	ids := make([]string, len(m.Kinds))
	for i, kind := range m.Kinds {
		ids[i] = m.ID + "-" + kind.String()
	}
	return ids
}

// Formats is a set of spec.Format.
type Formats uint8

// The sets that a check can declare.
const (
	ProtoOnly   = Formats(spec.Proto)
	OpenAPIOnly = Formats(spec.OpenAPI)
	BothFormats = ProtoOnly | OpenAPIOnly
)

// Has reports whether the set holds the format.
func (f Formats) Has(format spec.Format) bool { return f&Formats(format) != 0 }

// Hooks are the functions of a check, each called for every pair of its kind, one-sided pairs
// included; nil hooks cost nothing. They must not keep state between calls. Below an element that
// was added or removed no hook is called: what it holds came or went with it.
type Hooks struct {
	API        func(*Pass, Pair[spec.API])
	Document   func(*Pass, Pair[spec.Document])
	Service    func(*Pass, Pair[spec.Service])
	Operation  func(*Pass, Pair[spec.Operation])
	Parameter  func(*Pass, Pair[spec.Parameter]) // OpenAPI
	Request    func(*Pass, Pair[spec.Payload])   // OpenAPI; a side without a body is nil
	Response   func(*Pass, Pair[spec.Response])  // OpenAPI
	Header     func(*Pass, Pair[spec.Parameter]) // of a response or a part: OpenAPI
	MediaType  func(*Pass, Pair[spec.MediaType]) // OpenAPI
	Encoding   func(*Pass, Pair[spec.Encoding])  // OpenAPI
	Link       func(*Pass, Pair[spec.Link])      // OpenAPI
	Callback   func(*Pass, Pair[spec.Callback])  // OpenAPI
	Definition func(*Pass, Pair[spec.Type])      // messages, enums and component schemas by their names
	Type       func(*Pass, Pair[spec.Type])      // the value at one place, as View sees it; both sides are there
	Field      func(*Pass, Pair[spec.Field])
	OneOf      func(*Pass, Pair[spec.OneOf]) // proto
	EnumValue  func(*Pass, Pair[spec.EnumValue])
	Branch     func(*Pass, Pair[spec.Type]) // of oneOf and anyOf; a branch added or removed has one side

	// Declaration is called for the two sides of every other pair that has both.
	Declaration func(*Pass, Pair[spec.Node])
}

// Check compares one thing. It is immutable.
type Check struct {
	Meta
	Hooks Hooks
}

// New returns a check.
func New(meta Meta, hooks Hooks) *Check { return &Check{meta, hooks} }
