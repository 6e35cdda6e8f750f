// Package edge is the boundary that every protocol shares: it takes the services that are registered as gRPC's own
// registry takes them, and lets no message through to them that breaks the contract, and no answer or error out that
// the contract doesn't know. gRPC is served here; other protocols decode a message and call Method.Unary or
// Method.Serve. It must not know HTTP paths, JSON, nor any particular service.
package edge

import (
	"cmp"
	stderrors "errors"
	"slices"
	"sync"

	"google.golang.org/grpc"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
	"github.com/bylaw-dev/bylaw/templates/support/headers"
)

// Server is a grpc.ServiceRegistrar. Services are registered first; then it is served over any number of protocols.
type Server struct {
	options Options
	checker *valid.Checker
	headers *headers.Set
	pool    sync.Pool // of problems

	mu       sync.Mutex
	services []*grpc.ServiceDesc // that gRPC serves
	methods  []*Method
	atlas    *atlas
	wrong    []error
	sealed   bool
}

// New returns a server without services.
func New(o Options) *Server {
	o = o.withDefaults()
	s := &Server{options: o, checker: valid.NewChecker(o.Runtime, o.Now), atlas: newAtlas(o.Types)}
	var err error
	if s.headers, err = headersOf(o.Headers); err != nil {
		s.wrong = append(s.wrong, err) // which Methods tells
	}
	return s
}

// Options returns what the server was made with, defaults filled in.
func (s *Server) Options() Options { return s.options }

// RegisterService implements grpc.ServiceRegistrar. What is wrong with a service is told by Methods. It panics once
// Methods has been called, for those who serve would miss the service.
func (s *Server) RegisterService(d *grpc.ServiceDesc, impl any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sealed {
		panic("edge: " + d.ServiceName + " is registered after the server has begun to be served")
	}
	r := registration{server: s, desc: d, impl: impl}
	r.run()
	s.methods = append(s.methods, r.methods...)
	s.services = append(s.services, r.service())
	s.wrong = append(s.wrong, r.wrong...)
}

// Methods returns the methods of all services, sorted by name. The error joins all that is wrong with any of them.
func (s *Server) Methods() ([]*Method, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sealed = true
	wrong := slices.Concat(s.wrong, s.unknownHeaders())
	if len(wrong) > 0 {
		return nil, stderrors.Join(wrong...)
	}
	all := slices.Clone(s.methods)
	slices.SortFunc(all, func(a, b *Method) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}
