package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// Config is the configuration in force. It is replaced as a whole or not at all: whoever calls Get once for a piece of work
// sees one configuration throughout. It is safe for concurrent use.
type Config[T any] struct {
	load  func(context.Context) (*T, error)
	now   atomic.Pointer[T]
	mu    sync.Mutex // held while it is replaced
	after []func(*T)
}

// Load returns the configuration that load gives, which reads it and checks all of it. What load returns is never changed
// afterwards. The error is load's.
func Load[T any](ctx context.Context, load func(context.Context) (*T, error)) (*Config[T], error) {
	c := &Config[T]{load: load}
	if err := c.Reload(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

// Get returns the configuration in force. It must not be changed.
func (c *Config[T]) Get() *T { return c.now.Load() }

// OnChange registers what takes over a new configuration, such as a limit. It can't fail: what can belongs into load.
// It is called with what is in force right away, and then after each Reload, in the order of registration, one at a time.
// It must not call Reload or OnChange.
func (c *Config[T]) OnChange(take func(*T)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.after = append(c.after, take)
	take(c.now.Load())
}

// Reload takes over what load gives now. If that fails, panics included, or the context has ended by then, the configuration
// stays as it is. It is what Options.Reload wants.
func (c *Config[T]) Reload(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var next *T
	err := caught(func() (err error) {
		next, err = c.load(ctx)
		return err
	})
	if err == nil && next == nil {
		err = errors.New("lifecycle: there is no configuration")
	}
	if err == nil {
		err = ctx.Err() // it came too late, and nobody waits for it
	}
	if err != nil {
		return err
	}
	c.now.Store(next)
	return c.tell(next)
}

// tell gives all of them the new configuration, even if one of them panics.
func (c *Config[T]) tell(next *T) error {
	var wrong []error
	for _, take := range c.after {
		err := caught(func() error { take(next); return nil })
		if err != nil {
			wrong = append(wrong, fmt.Errorf("lifecycle: the configuration is in force, but not everywhere: %w", err))
		}
	}
	return errors.Join(wrong...)
}
