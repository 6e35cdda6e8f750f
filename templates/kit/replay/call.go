package replay

import (
	"context"
	"fmt"

	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

var binary = proto.MarshalOptions{Deterministic: true, AllowPartial: true}

func (i *interceptor) intercept(ctx context.Context, req any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	request, ok := req.(proto.Message)
	if !ok {
		return handler(ctx, req)
	}
	m := i.method(info.FullMethod, request)
	if m.reads {
		return handler(ctx, req)
	}
	token, err := i.token(ctx, info.FullMethod, m, request)
	if err != nil {
		return nil, refusal{err}
	}
	if token == "" {
		return handler(ctx, req)
	}
	body, err := binary.Marshal(request)
	if err != nil {
		return nil, fmt.Errorf("replay: the request can't be marshalled: %w", err)
	}
	return i.execute(ctx, req, handler, idempotency.Request{
		Caller: i.o.Caller(ctx), Operation: info.FullMethod, Key: token, Fingerprint: idempotency.FingerprintOf(body)})
}

// refusal is an error of ours: an edge.Server sees an *errors.Error, and gRPC by itself, which knows none, a status.
type refusal struct{ error }

// Unwrap gives the *errors.Error.
func (r refusal) Unwrap() error { return r.error }

// GRPCStatus is what status.FromError asks for.
func (r refusal) GRPCStatus() *status.Status { return fault.From(r.error, fault.Origin{}) }

// execute executes a call, or answers it with what came of an earlier one.
func (i *interceptor) execute(ctx context.Context, req any, handler grpc.UnaryHandler, r idempotency.Request) (any, error) {
	var answer any
	var failed error
	stored, err := i.x.Do(ctx, r, func(ctx context.Context) (idempotency.Answer, error) {
		header, trailer := edge.Sent(ctx)
		answer, failed = handler(ctx, req)
		allHeader, allTrailer := edge.Sent(ctx)
		return outcome(answer, failed, sent{since(header, allHeader), since(trailer, allTrailer)}), nil
	})
	switch {
	case err != nil:
		return nil, refusal{err}
	case !stored.Replayed:
		return answer, failed
	}
	_ = grpc.SetHeader(ctx, metadata.Pairs(replayed, "true")) // fails where there is no call, as in tests
	return i.read(ctx, stored.Data, r.Operation)
}

// replayed is the header that marks an answer out of the store.
const replayed = "idempotency-replayed"

// outcome is what is stored of a call: a google.rpc.Status, that of a success with the answer as its detail.
func outcome(answer any, failed error, h sent) idempotency.Answer {
	if failed != nil {
		return failure(failed, h)
	}
	m, ok := answer.(proto.Message)
	if !ok || !m.ProtoReflect().IsValid() {
		return idempotency.Answer{State: idempotency.Pending} // the edge refuses it
	}
	value, err := binary.Marshal(m)
	if err != nil {
		return idempotency.Answer{Unkept: true} // it can't be sent either, but it was executed
	}
	return keep(idempotency.Completed, &spb.Status{Details: []*anypb.Any{{TypeUrl: typeURL + string(m.ProtoReflect().Descriptor().FullName()), Value: value}}}, h)
}

const typeURL = "type.googleapis.com/"

func failure(failed error, h sent) idempotency.Answer {
	s := fault.From(failed, fault.Origin{})
	if s.Code() == codes.InvalidArgument && !hasStatus(s) || !idempotency.Terminal(fault.Typed(s)) {
		return idempotency.Answer{State: idempotency.Pending}
	}
	return keep(idempotency.Failed, s.Proto(), h)
}

// hasStatus reports whether an INVALID_ARGUMENT is an error whose HTTP status is another one than 400, such as 422.
func hasStatus(s *status.Status) bool {
	return fault.Typed(s).Status != fault.HTTPStatus(codes.InvalidArgument)
}

func keep(state idempotency.State, s *spb.Status, h sent) idempotency.Answer {
	if err := h.attach(s); err != nil {
		return idempotency.Answer{State: state, Unkept: true}
	}
	data, err := binary.Marshal(s)
	return idempotency.Answer{State: state, Data: data, Unkept: err != nil}
}

// read is the inverse of outcome.
func (i *interceptor) read(ctx context.Context, data []byte, name string) (any, error) {
	s := new(spb.Status)
	err := proto.Unmarshal(data, s)
	if err == nil {
		err = detach(ctx, s)
	}
	if err != nil {
		return nil, fmt.Errorf("replay: a stored answer of %s can't be read: %w", name, err)
	}
	if s.GetCode() != int32(codes.OK) {
		return nil, status.FromProto(s).Err()
	}
	if len(s.GetDetails()) != 1 {
		return nil, fmt.Errorf("replay: a stored answer of %s has %d messages", name, len(s.GetDetails()))
	}
	d := s.GetDetails()[0]
	t, err := i.message(d.MessageName())
	if err != nil {
		return nil, fmt.Errorf("replay: a stored answer of %s can't be read: %w", name, err)
	}
	answer := t.New().Interface()
	if err := (proto.UnmarshalOptions{AllowPartial: true}).Unmarshal(d.GetValue(), answer); err != nil {
		return nil, fmt.Errorf("replay: a stored answer of %s can't be read: %w", name, err)
	}
	return answer, nil
}

// message finds an answer's type, which is dynamic where no code is generated for it.
func (i *interceptor) message(name protoreflect.FullName) (protoreflect.MessageType, error) {
	if t, err := i.o.Types.FindMessageByName(name); err == nil {
		return t, nil
	}
	d, err := i.o.Files.FindDescriptorByName(name)
	if err != nil {
		return nil, err
	}
	m, ok := d.(protoreflect.MessageDescriptor)
	if !ok {
		return nil, fmt.Errorf("%s is no message", name)
	}
	return dynamicpb.NewMessageType(m), nil
}
