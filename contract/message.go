package contract

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Request is what the consumer sends; its rules say what else would do.
type Request struct {
	Method  string // GET where the contract says nothing
	Path    string // as it is sent, percent-encoding included
	Query   []Values
	Headers []Values
	Body    Body

	// QueryText is the query as it is sent, set where version 1 says it: that compares it as text.
	QueryText string

	Rules      []*Rule
	Generators []*Generator
	Unknown    []spec.Member

	Span, MethodSpan, PathSpan source.Span
}

// Response is what the consumer relies on being answered.
type Response struct {
	Status     int // 0 where the contract says nothing
	Headers    []Values
	Body       Body
	Rules      []*Rule
	Generators []*Generator
	Unknown    []spec.Member

	Span, StatusSpan source.Span
}

// Payload is a message: its contents and what goes with them.
type Payload struct {
	Body       Body
	Metadata   []spec.Member
	Rules      []*Rule
	Generators []*Generator
	Unknown    []spec.Member
	Span       source.Span
}

// Values are the values of one query parameter or header, in order.
type Values struct {
	Name   string
	Values []string
	Span   source.Span
}

// Header returns the values of the header, whose name is compared without regard to case, joined by
// commas, and whether it is there.
func Header(headers []Values, name string) (string, bool) {
	for _, h := range headers {
		if strings.EqualFold(h.Name, name) {
			return strings.Join(h.Values, ", "), true
		}
	}
	return "", false
}

// Presence says what is known of a body.
type Presence uint8

// The presences. Of a missing body a contract says nothing; an empty or null one forbids content.
const (
	Missing Presence = iota
	Empty
	Null
	Present
)

// String returns the presence for people.
func (p Presence) String() string {
	return [...]string{"missing", "empty", "null", "present"}[p]
}

// Body is content as it travels.
type Body struct {
	Presence    Presence
	Content     []byte
	ContentType string // as the body itself declares it, not the header; "" where it doesn't

	// Encoded is how Content stands in the file: "JSON", "base64" or the like; "" is as plain text.
	// V4 writes it next to the content.
	Encoded string
	// Hint is V4's contentTypeHint ("TEXT", "BINARY"), "" where there is none.
	Hint string
	// JSON is the content where it stands in the file as a value, so that parts of it have places.
	JSON *spec.Value
	Span source.Span
}
