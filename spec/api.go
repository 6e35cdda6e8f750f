package spec

import "github.com/bylaw-dev/bylaw/spec/source"

// Format is the language that a contract is written in.
type Format uint8

// The formats.
const (
	Proto Format = 1 << iota
	OpenAPI
)

// String returns "proto" or "openapi".
func (f Format) String() string {
	switch f {
	case Proto:
		return "proto"
	case OpenAPI:
		return "openapi"
	}
	return "unknown"
}

// API is one contract: an OpenAPI root document with every file it refers to, or one proto
// package with every file that declares it. It is the scope in which names, versions and
// conventions have to agree.
type API struct {
	Node    // Name: the proto package, or the title of the OpenAPI document
	Format  Format
	Root    *source.File // the OpenAPI root document; the first file by path of a proto package
	Version string       // info.version of OpenAPI; "v1", "v1beta1" … of a proto package; "" if none

	Documents  []*Document // sorted by path
	Services   []*Service  // proto services; one per OpenAPI document, which has no such notion
	Types      []*Type     // definitions: top-level messages and enums, component schemas, other $ref targets
	Extensions []*Field    // proto extension fields declared at the top of files

	Servers         []*Server
	SecuritySchemes []*SecurityScheme
	Security        []SecurityRequirement // the default for operations
	Tags            []*Tag
	Components      *Components // OpenAPI's reusable parts other than schemas; nil in proto
	Resources       []*Resource // google.api.resource_definition at file level

	// Imported is set for packages that are only there because others import them (well-known
	// types, vendored modules): they are linked against and never linted.
	Imported bool
}

// Document is one file of an API with what holds for the file as a whole.
type Document struct {
	Node
	File    *source.File
	Dialect string      // "proto2", "proto3", "editions 2023"; the value of `openapi`, such as "3.1.0"
	Stated  source.Span // proto: the value of the syntax or edition statement; the zero Span: there is none
	Package string      // proto package; "" in OpenAPI
	Imports []Import    // proto imports; files that an OpenAPI document refers to
}

// Import is a file that a document needs.
type Import struct {
	Path   string
	Public bool
	Weak   bool
	Unused bool // nothing of the file is used; false too where the compiler could not tell
	Span   source.Span
	File   *source.File // nil: built in, or not found
	API    *API         // proto: the package of the file; nil: built in, or not found
}

// Service is a group of operations.
type Service struct {
	Node
	Operations []*Operation
	Hosts      []string // google.api.default_host; servers live in API for OpenAPI
	Scopes     []string // google.api.oauth_scopes
}

// Server is a place where an OpenAPI service can be reached.
type Server struct {
	Node      // Name: its name (OpenAPI 3.2); Doc: its description
	URL       string
	Variables []*ServerVariable
}

// ServerVariable is a placeholder in a server's URL.
type ServerVariable struct {
	Node
	Enum    []string
	Default string
}

// SecurityScheme is a way for callers to prove who they are (OpenAPI securitySchemes).
type SecurityScheme struct {
	Node
	Type              string   // apiKey, http, mutualTLS, oauth2, openIdConnect
	In                Location // where an apiKey travels
	ParameterName     string
	Scheme            string // http: basic, bearer …
	BearerFormat      string
	OpenIDConnectURL  string
	OAuth2MetadataURL string // OpenAPI 3.2, RFC 8414
	Flows             []OAuthFlow
}

// OAuthFlow is one grant of an oauth2 scheme.
type OAuthFlow struct {
	Kind                                   string // implicit, password, clientCredentials, authorizationCode, deviceAuthorization
	AuthorizationURL, TokenURL, RefreshURL string
	DeviceAuthorizationURL                 string // OpenAPI 3.2, RFC 8628
	Scopes                                 []Scope
	Span                                   source.Span
}

// Scope is a named right.
type Scope struct {
	Name, Doc string
	Span      source.Span
}

// SecurityRequirement is one alternative of `security`: all its schemes must be met. An empty one
// allows anonymous callers.
type SecurityRequirement struct {
	Schemes []SchemeUse
	Span    source.Span
}

// SchemeUse names a security scheme and the scopes wanted of it.
type SchemeUse struct {
	Name   string
	Scopes []string
	Scheme *SecurityScheme // nil: not declared
}

// Tag is a label that groups OpenAPI operations.
type Tag struct {
	Node
}

// Components are the reusable parts of an OpenAPI document beside schemas, sorted as written.
type Components struct {
	Parameters    []*Parameter
	Headers       []*Parameter
	RequestBodies []*Payload
	Responses     []*Response
	Links         []*Link
	Callbacks     []*Callback
	Examples      []*Example
	PathItems     []*PathItem
	MediaTypes    []*MediaType // OpenAPI 3.2
}
