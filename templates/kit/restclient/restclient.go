// Package restclient is a client connection that speaks REST: it sends a call by the google.api.http
// binding of its method, and reads the answer as what gRPC would have brought. Generated clients can't
// tell it from a gRPC connection. It repeats nothing and sets no deadline: package rpcclient does.
//
// Where a stream of requests goes to is said by the first of them: all have the same path and query. Over
// HTTP/1.1 a stream in both directions needs a server that can answer while it still reads. Trailers of a
// call without streams come as headers.
package restclient

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
)

// Options are what calls of one connection have in common. The zero value is ready for use.
type Options struct {
	// HTTP sends the requests; nil: a client with connections of its own. What limits the calls of one dependency
	// belongs into its Transport: bulkhead, breaker, deadline, in this order. Redirects are never followed, for
	// a contract's method has one address, and credentials must not go elsewhere.
	HTTP *http.Client
	// MaxMessage is how many bytes an answer, or a message of a stream, may have; 16 MiB. What is longer
	// ends the call with RESOURCE_EXHAUSTED.
	MaxMessage int
	UserAgent  string
	// Files has the descriptors of the services that are called; nil: those that are linked into the program.
	Files interface {
		FindDescriptorByName(protoreflect.FullName) (protoreflect.Descriptor, error)
	}
	// Types are what an Any may hold, and extensions; nil: those that are linked into the program.
	Types jsonpb.Resolver
}

// Conn sends the calls of any number of services at one base URL. It is safe for concurrent use.
type Conn struct {
	base    string
	http    *http.Client
	own     bool // the transport is ours
	options Options
	methods sync.Map // of *method by full method name
}

var _ grpc.ClientConnInterface = (*Conn)(nil)

// New returns a connection to the API at that absolute URL.
func New(baseURL string, o Options) (*Conn, error) {
	base, err := checkBase(baseURL)
	if err != nil {
		return nil, err
	}
	if o.MaxMessage <= 0 {
		o.MaxMessage = 16 << 20
	}
	if o.Files == nil {
		o.Files = protoregistry.GlobalFiles
	}
	c := &Conn{base: base, options: o, own: o.HTTP == nil}
	staying := http.Client{}
	if o.HTTP != nil {
		staying = *o.HTTP
	} else {
		staying.Transport = transport()
	}
	staying.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.http = &staying
	return c, nil
}

// Close frees idle connections, unless they are those of Options.HTTP.
func (c *Conn) Close() error {
	if c.own {
		c.http.CloseIdleConnections()
	}
	return nil
}

// transport returns the standard library's, but with connections of its own, and not only two of
// them for the one host that a client talks to.
func transport() http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	own := standard.Clone()
	own.MaxIdleConnsPerHost = own.MaxIdleConns
	return own
}

// checkBase returns the URL that paths are appended to: it has no slash at its end.
func checkBase(text string) (string, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return "", errors.New("base URL can't be parsed: write it like https://api.example.com")
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return "", fmt.Errorf("base URL %q is not absolute: write it like https://api.example.com", u.Redacted())
	case u.User != nil:
		return "", fmt.Errorf("base URL %q holds credentials, which would get into logs: send them as metadata", u.Redacted())
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		return "", fmt.Errorf("base URL %q has a query or a fragment: leave them out", u.Redacted())
	}
	return strings.TrimRight(u.Scheme+"://"+u.Host+u.EscapedPath(), "/"), nil
}
