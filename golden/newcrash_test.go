package golden

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// crash kills processes (kill -9) at any moment of many requests, and in the middle of one: between its effect and the record that
// it has been executed. Whoever repeats a request has in the end what they wanted, once.
func (f *fresh) crash(t *testing.T, command, sql string, s *storage) {
	settings := s.settings(t)
	p := startService(t, command, settings...)
	sent := f.underLoad(t, p)
	p = startService(t, command, settings...)
	s.suspend(t, sql, settings)
	sent = append(sent, f.inTheMiddle(t, p)...)
	s.resume(t, sql, settings)
	p = startService(t, command, settings...)
	f.repeat(t, p, sent)
	counts := titles(t, p, "")
	for _, c := range sent {
		if counts[c.title] != 1 {
			t.Errorf("there are %d items %q", counts[c.title], c.title)
		}
	}
	p.signal(t)
	p.stops(t)
}

// sending is a request and what came of it.
type sending struct {
	caller     string
	title, key string
	id         string // "": it wasn't answered
}

// underLoad kills a process that many requests are sent to, and returns them.
func (f *fresh) underLoad(t *testing.T, p *serving) []sending {
	var all []sending
	var mu sync.Mutex
	var group sync.WaitGroup
	enough, dead := make(chan struct{}), make(chan struct{})
	for _, c := range f.callers(t, p) {
		for worker := range 2 * workers {
			group.Go(func() {
				for n := 0; !ended(dead); n++ {
					r := sending{caller: c.name, title: fmt.Sprintf("%s %d %d", c.name, worker, n), key: newKey()}
					made, err := c.create(t.Context(), p, r.title, r.key)
					if r.id = made.id(); refused(err) {
						continue
					}
					mu.Lock()
					if all = append(all, r); len(all) == 300 {
						close(enough)
					}
					mu.Unlock()
				}
			})
		}
	}
	select {
	case <-enough:
	case <-time.After(time.Minute):
		t.Error("after a minute there still aren't 300 answers")
	}
	p.kill(t)
	close(dead)
	group.Wait()
	return all
}

// inTheMiddle has each caller send a request that is executed, but isn't recorded when the process dies.
func (f *fresh) inTheMiddle(t *testing.T, p *serving) []sending {
	var all []sending
	var group sync.WaitGroup
	for _, c := range f.callers(t, p) {
		r := sending{caller: c.name, title: "in the middle of " + c.name, key: newKey()}
		all = append(all, r)
		group.Go(func() {
			if made, err := c.create(t.Context(), p, r.title, r.key); err == nil {
				t.Errorf("%s is answered: %+v", r.title, made)
			}
		})
	}
	time.Sleep(2 * time.Second) // they are suspended
	p.kill(t)
	group.Wait()
	return all
}

// repeat sends all requests again. What was answered is answered with the same.
func (f *fresh) repeat(t *testing.T, p *serving, sent []sending) {
	callers := map[string]caller{}
	for _, c := range f.callers(t, p) {
		callers[c.name] = c
	}
	var group sync.WaitGroup
	slots, lost := make(chan struct{}, 64), 0
	for _, r := range sent {
		if r.id == "" {
			lost++
		}
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			c := callers[r.caller]
			made, err := c.insist(t.Context(), p, r.title, r.key)
			if err != nil || made.Title != r.title || r.id != "" && made.id() != r.id {
				t.Errorf("%q, which was answered with ID %q, is answered with %+v, %v", r.title, r.id, made, err)
			}
		})
	}
	group.Wait()
	t.Logf("%d requests, of which %d weren't answered for the process was killed", len(sent), lost)
}
