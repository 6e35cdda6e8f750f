package rpclimit

import (
	"context"
	stderrors "errors"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/breaker"
	"github.com/bylaw-dev/bylaw/templates/support/bulkhead"
	"github.com/bylaw-dev/bylaw/templates/support/deadline"
)

// Client returns what holds a connection's unary calls to a bulkhead, a breaker and a budget of time, in this order: no probe
// of the breaker waits for a place, and what is left of the time is known last. Any of them may be nil. Streams pass: how
// long they stay, and how they end, says nothing of a dependency's health.
func Client(places *bulkhead.Bulkhead, b *breaker.Breaker, budget *deadline.Budget) []grpc.DialOption {
	var all []grpc.UnaryClientInterceptor
	if places != nil {
		all = append(all, Bulkhead(places))
	}
	if b != nil {
		all = append(all, Breaker(b))
	}
	if budget != nil {
		all = append(all, Deadline(budget))
	}
	return []grpc.DialOption{grpc.WithChainUnaryInterceptor(all...)}
}

// Bulkhead makes calls in slots of the bulkhead. gRPC returns when a call has ended, or has been given up: then its server is
// told so, and the slot is free. A call that finds no slot fails with UNAVAILABLE and RetryInfo.
func Bulkhead(b *bulkhead.Bulkhead) grpc.UnaryClientInterceptor {
	return func(ctx context.Context, method string, request, answer any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, o ...grpc.CallOption) error {
		leave, err := b.Enter(ctx)
		if err != nil {
			return fault.Kept(err)
		}
		defer leave() // a panic is an end too
		return invoke(ctx, method, request, answer, cc, o...)
	}
}

// Breaker makes calls of the breaker. They are judged by their codes, as JudgeCode says; the breaker's own Judge is for errors
// of Do. A call that isn't made fails with UNAVAILABLE, and is not repeated by package rpcclient.
func Breaker(b *breaker.Breaker) grpc.UnaryClientInterceptor {
	return func(ctx context.Context, method string, request, answer any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, o ...grpc.CallOption) error {
		done, err := b.Enter()
		if err != nil {
			return fault.Kept(err)
		}
		outcome := breaker.Failure
		defer func() { done(outcome) }() // a panic is an end too
		err = invoke(ctx, method, request, answer, cc, o...)
		outcome = judge(ctx, err)
		return err
	}
}

// Deadline gives calls what is left of their context's time less the budget's reserve, which gRPC tells the server, and makes
// none that can't be done in that: DEADLINE_EXCEEDED. Calls without a deadline pass.
func Deadline(b *deadline.Budget) grpc.UnaryClientInterceptor {
	return func(ctx context.Context, method string, request, answer any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, o ...grpc.CallOption) error {
		ctx, cancel, err := b.Spend(ctx)
		if err != nil {
			return fault.Kept(err)
		}
		defer cancel()
		return invoke(ctx, method, request, answer, cc, o...)
	}
}

// judge says what the end of a call says of the dependency.
func judge(ctx context.Context, err error) breaker.Outcome {
	switch {
	case err == nil:
		return breaker.Success
	case fault.Unsent(err) != nil, stderrors.Is(ctx.Err(), context.Canceled):
		return breaker.Ignored
	}
	return JudgeCode(status.Code(err))
}

// JudgeCode is breaker.JudgeStatus for codes: a mistake of the caller's is an answer, RESOURCE_EXHAUSTED says that the
// dependency works, though not for us, and who has given up has learnt nothing.
func JudgeCode(c codes.Code) breaker.Outcome {
	switch c {
	case codes.Canceled, codes.ResourceExhausted:
		return breaker.Ignored
	case codes.Unknown, codes.DeadlineExceeded, codes.Internal, codes.Unavailable, codes.DataLoss:
		return breaker.Failure
	}
	return breaker.Success
}
