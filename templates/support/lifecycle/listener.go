package lifecycle

import (
	"net"
	"sync"
	"time"
)

// Listener is a listener that can be closed without losing those who have connected and haven't been accepted yet: the
// system resets their connections when it is closed plainly. Who connects in the very moment of closing is still reset; that
// load balancers know by then is what Options.Drain is for.
type Listener struct {
	net.Listener
	mu        sync.Mutex
	finishing bool
	until     time.Time
	closed    chan struct{}
	once      sync.Once
}

// Listen returns l with a way to finish it.
func Listen(l net.Listener) *Listener { return &Listener{Listener: l, closed: make(chan struct{})} }

// How those are accepted who are left. These are times of the system's own clock.
const (
	lull    = time.Millisecond       // nobody comes for so long: nobody is left
	longest = 250 * time.Millisecond // somebody always comes
)

// Accept implements net.Listener. After Finish it returns those who are left, and then net.ErrClosed.
func (l *Listener) Accept() (net.Conn, error) {
	for {
		finishing, over := l.hurry()
		if over {
			break
		}
		conn, err := l.Listener.Accept()
		if err == nil {
			return conn, nil
		}
		if finishing { // nobody has come in a lull
			break
		}
		if !l.told() {
			return nil, err
		}
	}
	l.Close()
	return nil, net.ErrClosed
}

func (l *Listener) told() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.finishing
}

// deadliner is what TCP's and Unix's listeners are.
type deadliner interface{ SetDeadline(time.Time) error }

// hurry lets the next Accept of one that is finishing wait for a lull only.
func (l *Listener) hurry() (finishing, over bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.finishing {
		return false, false
	}
	now := time.Now()
	return true, now.After(l.until) || !l.wake(now.Add(lull))
}

// wake makes Accept return at a time; false means that this can't be done.
func (l *Listener) wake(at time.Time) bool {
	d, ok := l.Listener.(deadliner)
	return ok && d.SetDeadline(at) == nil
}

// Finish lets Accept return those who have connected already, for a quarter of a second at most, and closes the listener.
func (l *Listener) Finish() {
	if !l.finish() {
		l.Close()
		return
	}
	select {
	case <-l.closed:
	case <-time.After(2 * longest): // nobody accepts
		l.Close()
	}
}

func (l *Listener) finish() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.finishing, l.until = true, now.Add(longest)
	return l.wake(now)
}

// Close implements net.Listener. It may be called more than once.
func (l *Listener) Close() (err error) {
	l.once.Do(func() {
		err = l.Listener.Close()
		close(l.closed)
	})
	return err
}
