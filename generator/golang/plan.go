package golang

import "github.com/bylaw-dev/bylaw/generator/golang/schema"

// Head is how every generated file begins.
type Head struct {
	Package string
	Imports []Import // all that may be needed: those that aren't are taken out when the file is laid out
}

// Import is one package that a file may import.
type Import struct {
	Name string // "": the last element of the path
	Path string // "": an empty line, which keeps the standard library apart
}

// TypesFile is types.go: the types of the schemas.
type TypesFile struct {
	Head
	Decls []schema.Decl
}

// JSONFile is json.go: the methods that read and write them.
type JSONFile struct {
	Head
	Decls []schema.Decl
}

// OperationsFile holds what operations take and answer, for server and client alike.
type OperationsFile struct {
	Head
	Requests []*Request
	Results  []*Result
	Answers  []*Answer
}

// Request is the struct of everything that an operation takes.
type Request struct {
	Name   string
	Doc    []string
	Fields []Field
	Log    []string // what logs show of it, if they don't show all
}

// Field is a field of a request or an answer.
type Field struct {
	Name, Go string
	Doc      []string // above it
	Note     string   // beside it: where the value travels
}

// Result is the sealed interface of what an operation answers.
type Result struct {
	Name string
	Doc  []string
	Seal string // its method, "createOrderResult"
	With string // the parameter of that method: "*boundary.Call" where there is a server
}

// Answer is the struct of one declared response.
type Answer struct {
	Name   string
	Doc    []string
	Fields []Field
	Log    []string // what logs show of it, if they don't show all
	Error  string   // what its method Error returns; "": it is no error
}

// ServerFile holds the interfaces of a group of operations with what calls them.
type ServerFile struct {
	Head
	Main       *ServerMain // what there is once; nil: in another file
	Groups     []*Group
	Operations []*ServerOperation
	Reads      []*Function // parameters that several operations share
	Writes     []*Function // answers that several operations share
}

// ServerMain makes the handler of all groups.
type ServerMain struct {
	Title      string
	Groups     []*Group
	UUIDs      bool   // request IDs are UUIDs
	Unrouted   string // the error bodies where no operation is meant
	ErrorLists []ErrorList
	Fillers    []*Function
}

// ErrorList is a variable of the error bodies that operations declare.
type ErrorList struct {
	Name   string
	Bodies []ErrorBody
}

// ErrorBody is the body that an operation declares for one status.
type ErrorBody struct {
	Status             int // 4 and 5 for 4XX and 5XX, 0 for default
	Type, Write, Check string
}

// Group is a set of operations under one tag.
type Group struct {
	Name, Field string // "Orders": the interface, and its field in Handlers
	Stub        string // "UnimplementedOrders"
	Routes      string // "ordersRoutes"
	Doc         []string
	Operations  []*ServerOperation
}

// ServerOperation is one operation as the server sees it.
type ServerOperation struct {
	Name, Request, Result, Seal string
	Doc                         []string
	ID, Method, Path            string
	Produces                    []string
	Statuses                    []int
	Errors                      string    // the variable of its error bodies; "": none
	Internal                    bool      // outsiders don't see all of it
	Read                        []string  // the body of the request's method read
	Seals                       []Sealing // the answers that it doesn't share
	Shared                      []Sealing // those that it does
}

// Sealing makes an answer one of an operation's.
type Sealing struct {
	Answer string
	Status string   // the expression of the status; "": not needed
	Write  []string // the body that writes it, if it is the operation's own
}

// Function is a function of its own.
type Function struct {
	Doc       []string
	Signature string // from the name to the results
	Body      []string
}

// ClientFile holds the client's methods for a group of operations.
type ClientFile struct {
	Head
	Main       *ClientMain
	Operations []*ClientOperation
	Seals      []ClientSeal // where there is no server
	Puts       []*Function
	Reads      []*Function // methods read of answers
}

// ClientMain is the type Client.
type ClientMain struct{ Title string }

// ClientSeal is the method that makes an answer one of an operation's where there is no server.
type ClientSeal struct{ Answer, Seal string }

// ClientOperation is one operation as the client sees it.
type ClientOperation struct {
	Name, Request, Returns string
	Doc                    []string
	Call                   string // the expression of client.Operation
	Write                  []string
	Cases                  []Case
	Pages                  *Pages
}

// Case is one declared status, with its answer.
type Case struct {
	Status  int // 4 and 5 for 4XX and 5XX, 0 for default
	Answer  string
	Failure bool
}

// Pages is the iterator over the items of all pages.
type Pages struct {
	Name, Item string
	Doc        []string
	Take       []string // statements that put the token into the request `page`
	Items      string   // the expression of the items of the answer `out`
	Next       []string // statements that set `next`
}

// Template returns the name of the template.
func (*TypesFile) Template() string { return "types.go.tmpl" }

// Template returns the name of the template.
func (*JSONFile) Template() string { return "json.go.tmpl" }

// Template returns the name of the template.
func (*OperationsFile) Template() string { return "operations.go.tmpl" }

// Template returns the name of the template.
func (*ServerFile) Template() string { return "server.go.tmpl" }

// Template returns the name of the template.
func (*ClientFile) Template() string { return "client.go.tmpl" }
