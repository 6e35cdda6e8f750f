// Package rpc is the mock of services that .proto files declare: over gRPC, with reflection, and over REST as
// google.api.http says, on one port. Requests are refused as a generated server refuses them, because they pass the same
// boundary; answers are samples that the contract allows, with what the request says in them. It knows nothing of command
// lines and opens no listener.
package rpc

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/reflection"
	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	reflectionv1alpha "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/generator/protobuf/sample"
	"github.com/bylaw-dev/bylaw/internal/support/edge"
	"github.com/bylaw-dev/bylaw/internal/support/rest"
	"github.com/bylaw-dev/bylaw/internal/support/stdrules"
	"github.com/bylaw-dev/bylaw/internal/support/valid"
	"github.com/bylaw-dev/bylaw/mock"
)

// Server is the mock of the services of some files.
type Server struct {
	options mock.Options
	files   *protoregistry.Files
	maker   *sample.Maker
	checker *valid.Checker
	chaos   mock.Chaos
	methods []protoreflect.MethodDescriptor
	grpc    *grpc.Server
	handler http.Handler // of everything that isn't gRPC
}

// New returns the mock of all services of the files that are chosen; their options must have the types that this program
// knows. The error says which bindings can't be told apart, and what no sample can be made of.
func New(files *protoregistry.Files, chosen []string, o mock.Options) (*Server, error) {
	if o.Sleep == nil {
		o.Sleep = mock.Sleep
	}
	rules := new(stdrules.Runtime)
	s := &Server{options: o, files: files, maker: sample.New(files), checker: valid.NewChecker(rules, nil)}
	types := resolver{dynamicpb.NewTypes(files), files}
	boundary := edge.New(edge.Options{
		Files: files, Types: types, Runtime: rules, MaxMessage: int(o.MaxBody), Logger: o.Logger, Headers: controls(),
	})
	if err := s.register(boundary, chosen); err != nil {
		return nil, err
	}
	if err := s.serve(boundary, types); err != nil {
		return nil, err
	}
	if o.CORS {
		s.handler = mock.CORS(s.handler)
	}
	return s, nil
}

// register gives the boundary a service of ours for each of the contract's.
func (s *Server) register(boundary *edge.Server, chosen []string) error {
	for _, name := range chosen {
		f, err := s.files.FindFileByPath(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for i := range f.Services().Len() {
			d := f.Services().Get(i)
			for j := range d.Methods().Len() {
				s.methods = append(s.methods, d.Methods().Get(j))
			}
			boundary.RegisterService(s.describe(d), s)
		}
	}
	if len(s.methods) == 0 {
		return errors.New("no service is declared in " + strings.Join(chosen, ", ") + ": there is nothing to serve")
	}
	return nil
}

// serve makes the servers of both protocols.
func (s *Server) serve(boundary *edge.Server, types resolver) (err error) {
	if s.grpc, err = boundary.GRPC(); err != nil {
		return err
	}
	o := reflection.ServerOptions{Services: s.grpc, DescriptorResolver: types, ExtensionResolver: types}
	reflectionv1.RegisterServerReflectionServer(s.grpc, reflection.NewServerV1(o))
	reflectionv1alpha.RegisterServerReflectionServer(s.grpc, reflection.NewServer(o))
	s.handler, err = rest.New(boundary, rest.Options{})
	return err
}

// ServeHTTP answers one request of either protocol: gRPC is HTTP/2 with a content type of its own.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fuse := &fuse{ResponseWriter: w}
	r = r.WithContext(context.WithValue(r.Context(), fuseKey{}, fuse))
	if IsGRPC(r) {
		s.grpc.ServeHTTP(fuse, r)
	} else {
		s.handler.ServeHTTP(fuse, r)
	}
}

// IsGRPC says whether a request is a call over gRPC.
func IsGRPC(r *http.Request) bool {
	media := r.Header.Get("Content-Type")
	return r.ProtoMajor == 2 && (media == "application/grpc" || strings.HasPrefix(media, "application/grpc+") || strings.HasPrefix(media, "application/grpc;"))
}

// fuse cuts the connection in place of an answer.
type fuse struct {
	http.ResponseWriter
	blown bool
}

type fuseKey struct{}

// WriteHeader sends the head of an answer, unless there shall be none.
func (f *fuse) WriteHeader(status int) {
	f.hold()
	f.ResponseWriter.WriteHeader(status)
}

// Flush lets out what has been written.
func (f *fuse) Flush() {
	f.hold()
	_ = http.NewResponseController(f.ResponseWriter).Flush()
}

func (f *fuse) hold() {
	if f.blown {
		panic(http.ErrAbortHandler)
	}
}

// Unwrap gives the writer to those that want more of it.
func (f *fuse) Unwrap() http.ResponseWriter { return f.ResponseWriter }

// LeftOut lists the rules of requests and answers that the mock doesn't evaluate, such as those in CEL; sorted.
func (s *Server) LeftOut() []string {
	var all []string
	for _, m := range s.methods {
		for _, left := range slices.Concat(stdrules.LeftOut(m.Input()), stdrules.LeftOut(m.Output())) {
			all = append(all, string(left.Element)+": "+left.Why)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
