package lifecycle

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Listener is a listener that can be closed without losing those who have connected and haven't been accepted yet: the
// system resets their connections when it is closed plainly.
type Listener struct {
	net.Listener
	finishing atomic.Bool
	until     time.Time
	closed    chan struct{}
	once      sync.Once
}

// Listen returns l with a way to finish it.
func Listen(l net.Listener) *Listener { return &Listener{Listener: l, closed: make(chan struct{})} }

// How those are accepted who are left. These are times of the system's own clock.
const (
	lull    = 5 * time.Millisecond   // nobody comes for so long: nobody is left
	longest = 250 * time.Millisecond // somebody always comes
)

// Accept implements net.Listener. After Finish it returns those who are left, and then net.ErrClosed.
func (l *Listener) Accept() (net.Conn, error) {
	for {
		if l.finishing.Load() && !l.hurry() {
			l.Close()
			return nil, net.ErrClosed
		}
		finishing := l.finishing.Load()
		conn, err := l.Listener.Accept()
		if err == nil {
			return conn, nil
		}
		if !l.finishing.Load() {
			return nil, err
		}
		if finishing { // nobody has come in a lull
			l.Close()
			return nil, net.ErrClosed
		}
	}
}

// deadliner is what TCP's and Unix's listeners are.
type deadliner interface{ SetDeadline(time.Time) error }

// hurry lets the next Accept wait for a lull only; false means that this can't be done, or has been long enough.
func (l *Listener) hurry() bool {
	d, ok := l.Listener.(deadliner)
	now := time.Now()
	return ok && now.Before(l.until) && d.SetDeadline(now.Add(lull)) == nil
}

// Finish lets Accept return those who have connected already, for a quarter of a second at most, and closes the listener.
func (l *Listener) Finish() {
	l.until = time.Now().Add(longest)
	l.finishing.Store(true)
	d, ok := l.Listener.(deadliner)
	if !ok || d.SetDeadline(time.Now()) != nil {
		l.Close()
		return
	}
	select {
	case <-l.closed:
	case <-time.After(2 * longest): // nobody accepts
		l.Close()
	}
}

// Close implements net.Listener. It may be called more than once.
func (l *Listener) Close() (err error) {
	l.once.Do(func() {
		err = l.Listener.Close()
		close(l.closed)
	})
	return err
}
