package rpcclient

import (
	"sync"
	"time"
)

// watch ends a stream whose server keeps the caller waiting. Time that the caller spends elsewhere
// doesn't count.
type watch struct {
	first  time.Duration // how long the first message may take; 0: as long as the context lasts
	idle   time.Duration // how long any other, and a send
	silent func()

	mu    sync.Mutex
	heard bool
	recv  alarm
	send  alarm
}

// alarm is a timer that is set only while somebody waits.
type alarm struct {
	timer   *time.Timer
	waiting bool
}

func (a *alarm) set(d time.Duration, ring func()) {
	a.waiting = d > 0
	switch {
	case d <= 0:
		a.stop()
	case a.timer == nil:
		a.timer = time.AfterFunc(d, ring)
	default:
		a.timer.Reset(d)
	}
}

func (a *alarm) stop() {
	a.waiting = false
	if a.timer != nil {
		a.timer.Stop()
	}
}

func (w *watch) limit() time.Duration {
	if w.heard {
		return w.idle
	}
	return w.first
}

// hurry leaves another attempt what is left of the time for the first message.
func (w *watch) hurry(left time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.first > 0 {
		w.first = max(left, 1)
	}
}

func (w *watch) receiving() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.recv.set(w.limit(), w.silent)
}

func (w *watch) received(message bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.heard = w.heard || message
	w.recv.stop()
}

func (w *watch) sending() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.send.set(w.idle, w.silent)
}

// sent also lets a receive begin its waiting anew, for the server may answer what was sent just now.
func (w *watch) sent() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.send.stop()
	if w.recv.waiting {
		w.recv.set(w.limit(), w.silent)
	}
}
