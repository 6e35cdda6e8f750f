package edge

import (
	"context"
	stderrors "errors"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Unary calls a method without streams. read fills the request; an *errors.Error with violations that it returns is
// merged with what the checks find (save what they find at, above or below a place that couldn't be read), any other
// error ends the call. The error is finished: a status error in the house's form, safe to show.
func (m *Method) Unary(ctx context.Context, c *Call, read func(proto.Message) error) (proto.Message, error) {
	return m.callUnary(ctx, c, read, nil)
}

func (m *Method) callUnary(ctx context.Context, c *Call, read func(proto.Message) error, outer grpc.UnaryServerInterceptor) (answer proto.Message, err error) {
	k := &call{method: m, call: c, read: read, outer: outer, whole: true}
	ctx, cancel := k.start(ctx, m.server.options.Timeout)
	defer cancel()
	defer func() {
		if v := recover(); v != nil {
			err = k.panicked(ctx, v)
		}
		k.close()
		if err != nil {
			answer, err = nil, k.end(ctx, err)
		}
	}()
	if err = ctx.Err(); err != nil {
		return nil, err
	}
	if m.unary == nil {
		return nil, fmt.Errorf("edge: %s streams", m.Name)
	}
	raw, err := m.unary(m.impl, ctx, k.decode, k.intercept)
	if err != nil {
		return nil, err
	}
	return k.answer(raw)
}

// Fail finishes an error of the protocol's own: an answer that can't be written, say. What it returns is safe to show.
func (m *Method) Fail(ctx context.Context, c *Call, err error) error {
	k := &call{method: m, call: c}
	k.complete()
	return k.end(ctx, err)
}

// decode is what the service's own glue reads its request with.
func (k *call) decode(v any) error {
	m, ok := v.(proto.Message)
	if !ok {
		return fmt.Errorf("edge: the request is a %T", v)
	}
	var err error
	k.unread, err = k.refused(k.read(m))
	return err
}

// refused tells places that can't be read from other failures.
func (k *call) refused(err error) ([]errors.Violation, error) {
	if err == nil {
		return nil, nil
	}
	known, ok := stderrors.AsType[*errors.Error](err)
	if !ok || len(known.Violations) == 0 {
		return nil, err
	}
	_, k.lost = stderrors.AsType[*unreadable](err)
	return known.Violations, nil
}

// intercept is the interceptor that the glue calls: all that are configured, then the checks, then the implementation.
func (k *call) intercept(ctx context.Context, req any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	if k.outer == nil && len(k.method.server.options.Unary) == 0 {
		return k.handle(ctx, req, handler)
	}
	next := k.link(0, handler)
	if k.outer != nil {
		return k.outer(ctx, req, &k.method.unaryInfo, next)
	}
	return next(ctx, req)
}

// link is what the i-th interceptor's predecessor calls.
func (k *call) link(i int, handler grpc.UnaryHandler) grpc.UnaryHandler {
	return func(ctx context.Context, req any) (any, error) {
		if all := k.method.server.options.Unary; i < len(all) {
			return all[i](ctx, req, &k.method.unaryInfo, k.link(i+1, handler))
		}
		return k.handle(ctx, req, handler)
	}
}

// handle lets a request through to the implementation if it keeps the contract.
func (k *call) handle(ctx context.Context, req any, handler grpc.UnaryHandler) (any, error) {
	m, ok := req.(proto.Message)
	if !ok {
		return nil, k.finish(ctx, fmt.Errorf("edge: an interceptor has made a %T of the request", req))
	}
	if err := k.check(m, k.unread); err != nil {
		return nil, k.finish(ctx, err)
	}
	k.whole = !k.method.asksForPart(m)
	k.inner = ctx
	answer, err := handler(ctx, req)
	if err != nil {
		return nil, k.finish(ctx, err)
	}
	return answer, nil
}

// answer lets an answer out if it keeps the contract.
func (k *call) answer(raw any) (proto.Message, error) {
	m, ok := raw.(proto.Message)
	if !ok || !m.ProtoReflect().IsValid() {
		return nil, errNoAnswer
	}
	if err := k.checkAnswer(m); err != nil {
		return nil, err
	}
	if outgoing := k.method.server.options.Outgoing; outgoing != nil {
		m = outgoing(k.inner, m)
	}
	return m, nil
}

var errNoAnswer = stderrors.New("the implementation has returned neither an answer nor an error")
