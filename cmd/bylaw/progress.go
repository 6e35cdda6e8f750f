package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// longWork is how long work takes before it says what it is doing, and turn how often it shows that it goes on.
const (
	longWork = time.Second
	turn     = 120 * time.Millisecond
)

// isTerminal reports whether someone sees at once what is written to w.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd())) && os.Getenv("TERM") != "dumb"
}

// ticker says on a terminal what work is being done that takes long. nil says nothing.
type ticker struct {
	lock  sync.Mutex // over all that is written, so that nothing of it stands within something else
	out   io.Writer
	timer *time.Timer // the next turn
	what  string
	turns int
	ended bool
}

// newTicker returns nil where w is no terminal.
func newTicker(w io.Writer) *ticker {
	if !isTerminal(w) {
		return nil
	}
	return startTicker(w, longWork)
}

func startTicker(w io.Writer, after time.Duration) *ticker {
	t := &ticker{out: w, what: "reading"}
	t.lock.Lock() // the timer may be through before it is known
	defer t.lock.Unlock()
	t.timer = time.AfterFunc(after, t.turn)
	return t
}

func (t *ticker) turn() {
	t.lock.Lock()
	defer t.lock.Unlock()
	if t.ended {
		return
	}
	t.clear()
	fmt.Fprintf(t.out, "%c %s", []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")[t.turns%10], t.what)
	t.turns++
	t.timer.Reset(turn)
}

// clear takes away what is shown, if anything is.
func (t *ticker) clear() {
	if t.turns > 0 && !t.ended {
		fmt.Fprint(t.out, "\r\x1b[2K")
	}
}

// stage says what is being done from now on.
func (t *ticker) stage(what string) {
	if t == nil {
		return
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	t.what = what
}

// Write writes what someone else has to say, out of the way of what is shown.
func (t *ticker) Write(text []byte) (int, error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.clear()
	return t.out.Write(text)
}

// stop takes away what is shown, for good.
func (t *ticker) stop() {
	if t == nil {
		return
	}
	t.lock.Lock()
	defer t.lock.Unlock()
	t.timer.Stop()
	t.clear()
	t.ended = true
}

// announce makes a session say on the terminal what takes long, until the function that it returns is called;
// what is written to the streams meanwhile stands beside it.
func (s *session) announce(to streams) (streams, func()) {
	s.progress = newTicker(to.err)
	if s.progress != nil {
		to.err = s.progress
	}
	return to, s.progress.stop
}
