package golden

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// duplicates is how often the same request is sent at once.
const duplicates = 64

// once sends the same requests many times at once, to all processes that there can be: each is executed once.
func (f *fresh) once(t *testing.T, command string, s *storage) {
	settings := s.settings(t)
	all := fleet{startService(t, command, settings...)}
	if s.shared() {
		all = append(all, startService(t, command, settings...))
	}
	for _, c := range f.callers(t, all...) {
		key := newKey()
		if made := c.duplicate(t, all, key); len(made) != 1 {
			t.Errorf("%s: the same request has made %v", c.name, made)
		}
		if made, err := c.create(t.Context(), all[0], "other", key); !reused(err) {
			t.Errorf("%s: another request with the same key makes %+v, %v", c.name, made, err)
		}
		if n := titles(t, all[0], "")[c.name]; n != 1 {
			t.Errorf("%s: there are %d items", c.name, n)
		}
	}
}

// duplicate sends a request many times at once, and returns the IDs that were answered.
func (c *caller) duplicate(t *testing.T, all fleet, key string) map[string]int {
	ids, mu := map[string]int{}, sync.Mutex{}
	var group sync.WaitGroup
	for n := range duplicates {
		group.Go(func() {
			made, err := c.insist(t.Context(), all[n%len(all)], c.name, key)
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			mu.Lock()
			defer mu.Unlock()
			ids[made.id()]++
		})
	}
	group.Wait()
	return ids
}

// patience is how long a request is repeated: longer than a lease of those who have died.
const patience = 45 * time.Second

// insist repeats a request as long as it is told to.
func (c *caller) insist(ctx context.Context, at *serving, title, key string) (made item, err error) {
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(100 * time.Millisecond) {
		if made, err = c.create(ctx, at, title, key); err == nil || !again(err) {
			break
		}
	}
	return made, err
}

// reused reports whether an error says that a key belongs to another request.
func reused(err error) bool {
	var f *failure
	if errors.As(err, &f) {
		return f.status == http.StatusUnprocessableEntity
	}
	return status.Code(err) == codes.InvalidArgument
}

// tenants has two callers use the same key: each gets an item of their own, and doesn't see the other's.
func (f *fresh) tenants(t *testing.T, command string, s *storage) {
	trusted := newIssuer(t)
	p := startService(t, command, append(s.settings(t), trusted.settings()...)...)
	for _, c := range f.callers(t, p) {
		key := newKey()
		if made, err := c.create(t.Context(), p, c.name, key); err == nil {
			t.Errorf("%s: nobody makes %+v", c.name, made)
		}
		ids := map[string]string{}
		for _, who := range []string{"ada", "grace"} {
			made, err := c.create(as(t.Context(), trusted.token(t, who, "tenant of "+who, f.name)), p, c.name, key)
			if err != nil || ids[made.id()] != "" {
				t.Errorf("%s: %s gets %+v of %q, %v", c.name, who, made, ids[made.id()], err)
			}
			ids[made.id()] = who
		}
	}
	for _, who := range []string{"ada", "grace"} {
		for title, n := range titles(t, p, trusted.token(t, who, "tenant of "+who, f.name)) {
			if n != 1 {
				t.Errorf("%s sees %d items %q", who, n, title)
			}
		}
	}
}
