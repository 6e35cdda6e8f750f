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
	mu     sync.Mutex
	last   chan string // gives the address of the last one who is accepted; nil: nobody is
	closed chan struct{}
	once   sync.Once
}

// Listen returns l with a way to finish it, if it is one of TCP; others are closed plainly.
func Listen(l net.Listener) *Listener { return &Listener{Listener: l, closed: make(chan struct{})} }

// patience is how long is waited for those who are left, by the system's own clock.
const patience = time.Second

// Accept implements net.Listener. After Finish it returns those who are left, and then net.ErrClosed.
func (l *Listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if l.isLast(conn) {
		conn.Close()
		l.Close()
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (l *Listener) isLast(conn net.Conn) bool {
	l.mu.Lock()
	last := l.last
	l.mu.Unlock()
	if last == nil {
		return false
	}
	address := <-last
	last <- address
	return address == conn.RemoteAddr().String()
}

// Finish lets Accept return those who have connected already, and closes the listener. To know who is the last of them it
// stands in line itself: those who wait are accepted in the order in which they have come. It takes two seconds at most.
func (l *Listener) Finish() {
	defer l.Close()
	if _, ok := l.Addr().(*net.TCPAddr); !ok {
		return
	}
	last := make(chan string, 1)
	l.mu.Lock()
	l.last = last
	l.mu.Unlock()
	conn, err := net.DialTimeout("tcp", l.Addr().String(), patience) // an unspecified address is the local system's
	if err != nil {
		last <- ""
		return
	}
	defer conn.Close()
	last <- conn.LocalAddr().String()
	select {
	case <-l.closed:
	case <-time.After(patience): // nobody accepts
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
