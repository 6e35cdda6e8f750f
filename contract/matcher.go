package contract

import (
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// MatcherKind is what a matcher asks of a value.
type MatcherKind uint8

// The matchers of the Pact specification, and the ignore-order ones that its JVM implementation adds.
const (
	UnknownMatcher MatcherKind = iota // the file names one that nobody here knows
	Equality                          // the very value
	Regex                             // the whole text matches Regex
	Type                              // the same JSON type; Min and Max bound the number of items, or of keys
	Number                            // any number
	Integer                           // a number without fraction and exponent
	Decimal                           // a number with a fraction or an exponent
	Boolean                           // true or false
	NullValue                         // null
	Date                              // a date in Format
	Time                              // a time in Format
	DateTime                          // a date and time in Format
	Include                           // the text contains Value
	ContentType                       // the bytes are of the media type Value
	ArrayContains                     // each of Variants fits some item
	ValuesOnly                        // of objects only the values count, not the keys
	StatusCode                        // the status is of Class or one of Statuses
	NotEmpty                          // not null, no empty text, array or object
	Semver                            // a semantic version
	EachKey                           // Matchers hold for each key
	EachValue                         // Matchers hold for each value
	IgnoreOrder                       // the same items in any order; Min and Max bound their number
)

// Matcher is one condition on a value.
type Matcher struct {
	Kind MatcherKind
	Name string // as the file writes it ("timestamp", "min-equals-ignore-order"); "" where it doesn't

	Regex    string     // Regex: as the file writes it
	Format   string     // Date, Time, DateTime: a pattern as of Java's DateTimeFormatter; "" is ISO 8601
	Value    string     // Include, ContentType
	Min, Max *int       // Type, IgnoreOrder: bounds on the number of items or keys, nil where there is none
	Class    string     // StatusCode: "success", "clientError" …; "" where Statuses are listed
	Statuses []int      // StatusCode
	Variants []*Variant // ArrayContains
	Matchers []*Matcher // EachKey, EachValue

	Unknown []spec.Member // members that the model has no place for, such as examples of eachKey
	Span    source.Span
}

// Variant is an item that an array must contain.
type Variant struct {
	Index      int // of the example among the expected items
	Rules      []*Rule
	Generators []*Generator
	Span       source.Span
}
