package rpcclient

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// call is what all attempts of one call have in common.
type call struct {
	conn    *Conn
	name    string // /package.Service/Method
	method  *method
	header  metadata.MD
	options []grpc.CallOption
}

func (c *Conn) call(ctx context.Context, name string, options []grpc.CallOption) *call {
	header, _ := metadata.FromOutgoingContext(ctx)
	if header == nil {
		header = metadata.MD{}
	}
	if c.options.RequestID != nil && len(header["x-request-id"]) == 0 {
		if id := c.options.RequestID(ctx); id != "" {
			header.Set("x-request-id", id)
		}
	}
	return &call{conn: c, name: name, method: c.method(name), header: header, options: options}
}

// Invoke makes a unary call. An error has an *errors.Error and a status in it.
func (c *Conn) Invoke(ctx context.Context, name string, request, answer any, options ...grpc.CallOption) error {
	if _, ok := ctx.Deadline(); !ok {
		bounded, cancel := context.WithTimeout(ctx, c.options.Timeout)
		defer cancel()
		ctx = bounded
	}
	call := c.call(ctx, name, options)
	request, operation := call.prepare(request)
	var failure error
	_, err := c.retrier.Do(ctx, operation, func(ctx context.Context) retry.Outcome {
		failure = call.invoke(ctx, request, answer)
		return outcome(failure)
	})
	if err != nil {
		failure = err
	}
	return typed(failure)
}

func (c *call) invoke(ctx context.Context, request, answer any) error {
	ctx, err := c.outgoing(ctx)
	if err != nil {
		return err
	}
	return c.conn.inner.Invoke(ctx, c.name, request, answer, c.options...)
}

// prepare returns the request with its token, and what the retry policy is to know of the call.
func (c *call) prepare(request any) (any, retry.Operation) {
	operation := c.method.operation
	request, operation.Key = c.method.token.fill(request, c.conn.options.NewToken)
	for _, key := range c.header["idempotency-key"] {
		operation.Key = operation.Key || key != ""
	}
	return request, operation
}

// outgoing returns the context of one attempt.
func (c *call) outgoing(ctx context.Context) (context.Context, error) {
	header := c.header
	if authorize := c.conn.options.Authorize; authorize != nil {
		header = header.Copy()
		if err := authorize(ctx, c.name, header); err != nil {
			return nil, unauthorized(c.name, err)
		}
	}
	return metadata.NewOutgoingContext(ctx, header), nil
}
