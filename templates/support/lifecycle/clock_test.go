package lifecycle_test

import (
	"sync"
	"time"
)

// clock is one that only tests move.
type clock struct {
	mu     sync.Mutex
	cond   *sync.Cond
	now    time.Time
	timers []timer
}

type timer struct {
	at   time.Time
	fire chan time.Time
}

func newClock() *clock {
	c := &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	c.cond = sync.NewCond(&c.mu)
	return c
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := timer{c.now.Add(d), make(chan time.Time, 1)}
	c.timers = append(c.timers, t)
	c.cond.Broadcast()
	return t.fire
}

// waits returns when so many wait for exactly d.
func (c *clock) waits(d time.Duration, many int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	await(c.cond, d.String()+" are waited for", func() bool { return c.waiting(d) >= many })
}

// await waits until something is so, which whoever makes it so tells the condition variable. What never happens ends the
// test by a panic that says so.
func await(c *sync.Cond, what string, is func() bool) {
	const patience = 20 * time.Second
	end := time.Now().Add(patience)
	late := time.AfterFunc(patience, c.Broadcast)
	defer late.Stop()
	for ; !is(); c.Wait() {
		if !time.Now().Before(end) {
			panic("it never happens: " + what)
		}
	}
}

func (c *clock) waiting(d time.Duration) (n int) {
	for _, t := range c.timers {
		if t.at.Equal(c.now.Add(d)) {
			n++
		}
	}
	return n
}

// advance waits until so many wait for exactly d, and lets it pass.
func (c *clock) advance(d time.Duration, many int) {
	c.waits(d, many)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	left := c.timers[:0]
	for _, t := range c.timers {
		if t.at.After(c.now) {
			left = append(left, t)
		} else {
			t.fire <- c.now
		}
	}
	c.timers = left
}
