package spec

import "github.com/bylaw-dev/bylaw/spec/source"

// Streaming says which sides of an operation send more than one message.
type Streaming uint8

// The sides; both may be set.
const (
	ClientStreaming Streaming = 1 << iota
	ServerStreaming
)

// OperationKind says who calls whom.
type OperationKind uint8

// The kinds.
const (
	Call     OperationKind = iota // the consumer calls the service
	Webhook                       // the service calls the consumer (OpenAPI webhooks)
	Inverted                      // the service calls a URL that a request gave it (OpenAPI callbacks)
)

// IdempotencyLevel is proto's MethodOptions.idempotency_level.
type IdempotencyLevel uint8

// The levels.
const (
	IdempotencyUnknown IdempotencyLevel = iota
	NoSideEffects
	Idempotent
)

// Operation is one thing that a consumer can ask of a service: an rpc, or a method on a path.
type Operation struct {
	Node    // Name: the rpc's name or the operationId ("" if none)
	Kind    OperationKind
	Service *Service
	Summary string // OpenAPI's one line; Doc holds the description

	// HTTP holds every way to call the operation over HTTP, the primary one first. An OpenAPI
	// operation has exactly one; an rpc without google.api.http has none.
	HTTP []HTTPBinding

	// Parameters are OpenAPI's, path-level ones included (FromPathItem). A proto request has none:
	// Inputs shows both formats alike.
	Parameters []*Parameter
	Request    *Payload    // nil: takes no body
	Responses  []*Response // sorted as written; a proto operation has one, without a status

	Streaming   Streaming
	Idempotency IdempotencyLevel
	LongRunning *LongRunning // google.longrunning.operation_info; nil if there is none
	Signatures  []Signature  // google.api.method_signature, in order

	Security    []SecurityRequirement
	HasSecurity bool // `security` stands at the operation; false: the API's default holds
	Tags        []string
	Servers     []*Server
	Callbacks   []*Callback
	Visibility  string // google.api.visibility restriction, or "INTERNAL" for x-internal
}

// HTTPBinding is one HTTP method and path of an operation.
type HTTPBinding struct {
	Method       string // upper case: "GET", "QUERY", or a custom kind
	Path         Path
	Body         string // google.api.http body: a field, "*", or ""
	ResponseBody string
	Span         source.Span // the whole rule, or OpenAPI's method key
	MethodSpan   source.Span
}

// Signature is one flattened call form: field paths in the order a client library takes them.
type Signature struct {
	Fields []string
	Span   source.Span
}

// LongRunning describes what a google.longrunning.Operation will hold.
type LongRunning struct {
	ResponseName, MetadataName string
	Response, Metadata         *Type // nil: not resolved
	Span                       source.Span
}

// Location is where a value travels in an HTTP message.
type Location uint8

// The locations. Body stands for a field of the request body.
const (
	InNowhere Location = iota
	InPath
	InQuery
	InHeader
	InCookie
	InBody
	InQueryString // OpenAPI 3.2: the whole query string as one value
)

// String returns OpenAPI's word for the location.
func (l Location) String() string {
	return [...]string{"", "path", "query", "header", "cookie", "body", "querystring"}[l]
}

// Parameter is an OpenAPI parameter or header: a Field with a place and a serialisation.
type Parameter struct {
	Field
	In              Location
	Style           string // as declared, or the default of its location
	Explode         bool   // as declared, or the default of its style
	AllowReserved   bool
	AllowEmptyValue bool
	Content         []*MediaType // instead of a schema
	Examples        []*Example
	Operation       *Operation // nil for components
	Target          *Parameter // $ref: the component that this stands for; the other facts are copied from it
	FromPathItem    bool       // declared beside the path, for all its operations
}

// Payload is a request body, or the request message of an rpc.
type Payload struct {
	Node
	Required  bool
	Content   []*MediaType
	Operation *Operation // nil for components
	Target    *Payload   // $ref: the component that this stands for; Content is shared with it
}

// Response is one answer of an operation.
type Response struct {
	Node
	Status    string // "200", "4XX", "default"; "" in proto
	Summary   string
	Headers   []*Parameter
	Content   []*MediaType
	Links     []*Link
	Operation *Operation // nil for components
	Target    *Response  // $ref: the component that this stands for; the other facts are shared with it
}

// MediaType is one representation of a payload. Proto has one, with an empty name.
type MediaType struct {
	Node                               // Name: "application/json"
	Type                         *Type // nil: no schema
	ItemType                     *Type // OpenAPI 3.2 itemSchema: the schema of each item of a sequence
	Encodings                    []*Encoding
	ItemEncoding, PrefixEncoding []*Encoding // OpenAPI 3.2
	Examples                     []*Example
	Target                       *MediaType // OpenAPI 3.2: $ref to components/mediaTypes
}

// Encoding says how one property of a form or multipart body is written.
type Encoding struct {
	Node
	ContentType   string
	Headers       []*Parameter
	Style         string
	Explode       bool
	AllowReserved bool
	// OpenAPI 3.2: parts that have parts themselves.
	Encodings, ItemEncoding, PrefixEncoding []*Encoding
}

// Example is a sample value.
type Example struct {
	Node
	Summary    string
	Value      *Value // nil: external or serialised
	External   string
	Serialized string // OpenAPI 3.2 serializedValue
}

// Link says how values of a response lead to another operation.
type Link struct {
	Node
	OperationID  string
	OperationRef string
	Target       *Link
}

// Callback is a set of operations that the service will call on the consumer.
type Callback struct {
	Node
	PathItems []*PathItem
	Target    *Callback
}

// PathItem is a path, or a run-time expression, with its operations: the shape of callbacks and of
// components/pathItems.
type PathItem struct {
	Node
	Operations []*Operation
}
