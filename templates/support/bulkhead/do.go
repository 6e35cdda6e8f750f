package bulkhead

import (
	"context"
	"fmt"
	"runtime/debug"
)

// Do makes the call in a slot, and returns when it has ended. The call should end soon after its context does.
func (b *Bulkhead) Do(ctx context.Context, call func(context.Context) error) error {
	leave, err := b.Enter(ctx)
	if err != nil {
		return err
	}
	defer leave() // a panic is an end too
	return call(ctx)
}

// Await is Do for work that may go on after its context has ended, such as that of a library that knows no
// contexts: it returns when the context ends, but the slot stays taken until the work is done. So there is never more
// of it than there are slots. A panic is an error in which the stack is.
func (b *Bulkhead) Await(ctx context.Context, call func(context.Context) error) error {
	leave, err := b.Enter(ctx)
	if err != nil {
		return err
	}
	result := make(chan error)
	go func() {
		err := guard(ctx, call, leave)
		select {
		case result <- err:
		case <-ctx.Done():
			b.options.Abandoned(err)
		}
	}()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return b.abandoned(ctx)
	}
}

// guard turns a panic into an error: in a goroutine of its own it would end the whole process.
func guard(ctx context.Context, call func(context.Context) error, leave func()) (err error) {
	defer leave()
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return call(ctx)
}
