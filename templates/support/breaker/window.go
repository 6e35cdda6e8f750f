package breaker

import "time"

// slices is how many parts a window has.
const slices = 10

// window counts the calls of the latest slices of time.
type window struct {
	start time.Time
	width time.Duration // of a slice
	last  int64         // the number of the latest slice
	count [slices]struct{ calls, failures int }
}

// move forgets the slices that are over. A clock that is set back stays in the latest.
func (w *window) move(now time.Time) {
	n := int64(now.Sub(w.start) / w.width)
	for w.last = max(w.last, n-slices); w.last < n; w.last++ {
		w.count[(w.last+1)%slices] = struct{ calls, failures int }{}
	}
}

// add counts a call that says something, and reports whether it has failed.
func (w *window) add(o Outcome, now time.Time) bool {
	if o == Ignored {
		return false
	}
	w.move(now)
	c := &w.count[w.last%slices]
	c.calls++
	if o == Failure {
		c.failures++
	}
	return o == Failure
}

func (w *window) sum(now time.Time) (calls, failures int) {
	w.move(now)
	for _, c := range w.count {
		calls += c.calls
		failures += c.failures
	}
	return calls, failures
}

func (w *window) clear() { w.count = [slices]struct{ calls, failures int }{} }
