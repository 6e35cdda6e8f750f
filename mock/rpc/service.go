package rpc

import (
	"context"
	"io"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// describe makes of a service what protoc-gen-go-grpc generates, with methods that answer samples.
func (s *Server) describe(d protoreflect.ServiceDescriptor) *grpc.ServiceDesc {
	desc := &grpc.ServiceDesc{ServiceName: string(d.FullName()), Metadata: d.ParentFile().Path()}
	for i := range d.Methods().Len() {
		m := d.Methods().Get(i)
		name := string(m.Name())
		if !m.IsStreamingClient() && !m.IsStreamingServer() {
			desc.Methods = append(desc.Methods, grpc.MethodDesc{MethodName: name, Handler: s.unary(m)})
			continue
		}
		desc.Streams = append(desc.Streams, grpc.StreamDesc{
			StreamName: name, Handler: s.stream(m), ClientStreams: m.IsStreamingClient(), ServerStreams: m.IsStreamingServer(),
		})
	}
	return desc
}

func (s *Server) unary(m protoreflect.MethodDescriptor) grpc.MethodHandler {
	info := &grpc.UnaryServerInfo{Server: s, FullMethod: "/" + string(m.Parent().FullName()) + "/" + string(m.Name())}
	return func(_ any, ctx context.Context, decode func(any) error, through grpc.UnaryServerInterceptor) (any, error) {
		request := dynamicpb.NewMessage(m.Input())
		if err := decode(request); err != nil {
			return nil, err
		}
		answer := func(ctx context.Context, request any) (any, error) {
			if err := s.disturb(ctx); err != nil {
				return nil, err
			}
			return s.answer(m, request.(proto.Message).ProtoReflect(), 0)
		}
		if through == nil {
			return answer(ctx, request)
		}
		return through(ctx, request, info, answer)
	}
}

// itemsOfStream is how many answers a stream has whose client sends but one message.
const itemsOfStream = 3

func (s *Server) stream(m protoreflect.MethodDescriptor) grpc.StreamHandler {
	return func(_ any, stream grpc.ServerStream) error {
		if err := s.disturb(stream.Context()); err != nil {
			return err
		}
		switch {
		case m.IsStreamingClient() && m.IsStreamingServer():
			return s.converse(m, stream)
		case m.IsStreamingClient():
			return s.collect(m, stream)
		}
		return s.recite(m, stream)
	}
}

// recite sends a few answers to one request.
func (s *Server) recite(m protoreflect.MethodDescriptor, stream grpc.ServerStream) error {
	request := dynamicpb.NewMessage(m.Input())
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	for i := range itemsOfStream {
		if err := s.send(m, stream, request, i); err != nil {
			return err
		}
	}
	return nil
}

// collect answers the last of many requests.
func (s *Server) collect(m protoreflect.MethodDescriptor, stream grpc.ServerStream) error {
	last := dynamicpb.NewMessage(m.Input())
	for {
		request := dynamicpb.NewMessage(m.Input())
		err := stream.RecvMsg(request)
		switch {
		case err == io.EOF:
			return s.send(m, stream, last, 0)
		case err != nil:
			return err
		}
		last = request
	}
}

// converse answers each request by itself.
func (s *Server) converse(m protoreflect.MethodDescriptor, stream grpc.ServerStream) error {
	for i := 0; ; i++ {
		request := dynamicpb.NewMessage(m.Input())
		err := stream.RecvMsg(request)
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if err := s.send(m, stream, request, i); err != nil {
			return err
		}
	}
}

func (s *Server) send(m protoreflect.MethodDescriptor, stream grpc.ServerStream, request *dynamicpb.Message, i int) error {
	answer, err := s.answer(m, request, i)
	if err != nil {
		return err
	}
	return stream.SendMsg(answer)
}
