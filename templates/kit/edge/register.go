package edge

import (
	"fmt"
	"slices"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
)

// registration takes one service in.
type registration struct {
	server  *Server
	desc    *grpc.ServiceDesc
	impl    any
	methods []*Method
	plans   behavior.Plans
	wrong   []error
}

func (r *registration) errorf(format string, arguments ...any) {
	r.wrong = append(r.wrong, fmt.Errorf("edge: "+format, arguments...))
}

func (r *registration) run() {
	name := r.desc.ServiceName
	if r.impl == nil {
		r.errorf("%s has no implementation", name)
		return
	}
	if slices.ContainsFunc(r.server.services, func(d *grpc.ServiceDesc) bool { return d.ServiceName == name }) {
		r.errorf("%s is registered twice", name)
		return
	}
	found, err := r.server.options.Files.FindDescriptorByName(protoreflect.FullName(name))
	service, ok := found.(protoreflect.ServiceDescriptor)
	if err != nil || !ok {
		r.errorf("the contract of %s isn't known: link its generated package in, or name Options.Files", name)
		return
	}
	for i := range r.desc.Methods {
		d := &r.desc.Methods[i]
		r.add(service, d.MethodName, &Method{unary: d.Handler}, false, false)
	}
	for i := range r.desc.Streams {
		d := &r.desc.Streams[i]
		r.add(service, d.StreamName, &Method{stream: d.Handler}, d.ClientStreams, d.ServerStreams)
	}
	if all := service.Methods().Len(); len(r.wrong) == 0 && len(r.methods) < all {
		r.errorf("%s has %d methods in the contract and %d in its glue: generate it again", name, all, len(r.methods))
	}
}

func (r *registration) add(service protoreflect.ServiceDescriptor, name string, m *Method, fromClient, fromServer bool) {
	d := service.Methods().ByName(protoreflect.Name(name))
	switch {
	case d == nil:
		r.errorf("%s has no method %s in the contract: generate it again", service.FullName(), name)
		return
	case d.IsStreamingClient() != fromClient || d.IsStreamingServer() != fromServer:
		r.errorf("%s streams otherwise in the contract than in its glue: generate it again", d.FullName())
		return
	}
	m.Name, m.Desc, m.server, m.impl = "/"+string(service.FullName())+"/"+name, d, r.server, r.impl
	m.domain = r.server.options.Domain
	if m.domain == "" {
		m.domain = string(service.FullName())
	}
	m.plan = r.plans.Of(d)
	m.headers = r.server.headers.For(m.Name)
	m.in, m.out = r.side(d.Input()), r.side(d.Output())
	m.readMask = readMask(d.Input())
	m.unaryInfo = grpc.UnaryServerInfo{Server: r.impl, FullMethod: m.Name}
	m.streamInfo = grpc.StreamServerInfo{FullMethod: m.Name, IsClientStream: fromClient, IsServerStream: fromServer}
	r.methods = append(r.methods, m)
}

// side prepares one side of a method, so that the first message doesn't pay for it.
func (r *registration) side(d protoreflect.MessageDescriptor) side {
	o := r.server.options
	s := side{typ: messageType(o.Types, d)}
	need := r.server.atlas.need(s.typ)
	s.ruled, s.partial = need.rules, need.required
	empty := s.typ.New().Interface()
	switch {
	case len(need.runtime) > 0 && o.Runtime == nil:
		r.errorf("rules of %s are not compiled (those of %s): set Options.Runtime, to what celvalid.New returns", d.FullName(), need.runtime[0].FullName())
	case len(need.runtime) > 0:
		if err := r.warm(empty); err != nil {
			r.errorf("the rules of %s can never be evaluated: %v", d.FullName(), err)
		}
	case s.ruled:
		_ = r.server.checker.Check(empty) // patterns and the like
	}
	return s
}

// service is what gRPC is told of the service: our handlers in place of its own.
func (r *registration) service() *grpc.ServiceDesc {
	d := &grpc.ServiceDesc{ServiceName: r.desc.ServiceName, Metadata: r.desc.Metadata}
	for _, m := range r.methods {
		name := string(m.Desc.Name())
		if m.stream == nil {
			d.Methods = append(d.Methods, grpc.MethodDesc{MethodName: name, Handler: m.serveUnary})
			continue
		}
		d.Streams = append(d.Streams, grpc.StreamDesc{
			StreamName: name, Handler: m.serveStream,
			ClientStreams: m.Desc.IsStreamingClient(), ServerStreams: m.Desc.IsStreamingServer(),
		})
	}
	return d
}
