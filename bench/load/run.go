package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// row is one way to serve, and to ask.
type row struct {
	name     string
	bare     bool
	settings []string
	dial     func(*process) (client, error)
}

func (k kind) rows(trusted *issuer) []row {
	open := []string{"AUTH=none", "RATE_LIMIT_ADDRESS=1000000000/min", "RATE_LIMIT_CALLER=1000000000/min"}
	closed := append(trusted.settings(), open[1:]...)
	web := func(token string) func(*process) (client, error) {
		return func(p *process) (client, error) { return dialWeb(p, k.name == "proto", token) }
	}
	wire := func(token string) func(*process) (client, error) {
		return func(p *process) (client, error) { return dialWire(p, token) }
	}
	token := trusted.token()
	rows := []row{
		{"REST, generated handler alone", true, nil, web("")},
		{"REST, whole kit", false, open, web("")},
		{"REST, whole kit, JWT", false, closed, web(token)},
	}
	if k.name == "proto" {
		rows = append(rows,
			row{"gRPC, generated boundary alone", true, nil, wire("")},
			row{"gRPC, whole kit", false, open, wire("")},
			row{"gRPC, whole kit, JWT", false, closed, wire(token)})
	}
	return rows
}

// run starts a service and loads it, each caller with an item of its own that it reads and changes in turn.
func (r row) run(s *service, length time.Duration, callers int) (figures, error) {
	program := s.full
	if r.bare {
		program = s.bare
	}
	p, err := start(program, r.settings)
	if err != nil {
		return figures{}, err
	}
	defer p.Process.Kill() // it may have ended
	all, err := r.callers(p, callers)
	if err != nil {
		return figures{}, err
	}
	everybody(all, time.Now().Add(length/10)) // warm
	for _, c := range all {
		c.figures = figures{errors: c.errors}
	}
	f := figures{took: length}
	stat := filepath.Join("/proc", fmt.Sprint(p.Process.Pid))
	cpu := cpuOf(stat)
	f.memory[0] = sizeOf(stat)
	for half := range 2 {
		everybody(all, time.Now().Add(length/2))
		f.memory[half+1] = sizeOf(stat)
	}
	f.cpu = cpuOf(stat) - cpu
	for _, c := range all {
		f.add(&c.figures)
		if err := c.close(); err != nil {
			return f, err
		}
	}
	return f, p.stop()
}

// worker is a caller and what it has seen.
type worker struct {
	client
	id string
	figures
}

func (r row) callers(p *process, n int) ([]*worker, error) {
	var all []*worker
	for i := range n {
		c, err := r.dial(p)
		if err != nil {
			return nil, err
		}
		id, err := c.create(fmt.Sprint("item ", i), newKey())
		if err != nil {
			return nil, err
		}
		if err := c.change(id); err != nil {
			return nil, err
		}
		all = append(all, &worker{client: c, id: id})
	}
	return all, nil
}

// everybody asks until a time, each the next question when it has the answer to the one before.
func everybody(all []*worker, until time.Time) {
	var group sync.WaitGroup
	for _, w := range all {
		group.Go(func() {
			for begin := time.Now(); begin.Before(until); {
				err := w.ask()
				end := time.Now()
				w.answered(end.Sub(begin))
				if begin = end; err == nil {
					continue
				}
				if w.errors++; w.errors == 1 {
					fmt.Fprintln(os.Stderr, "load: lost:", err)
				}
				if w.errors > 100 {
					return // nothing is to be learned from more
				}
			}
		})
	}
	group.Wait()
}

func (w *worker) ask() error {
	if w.requests%2 == 0 {
		return w.read(w.id)
	}
	return w.change(w.id)
}

// newKey makes a key that nobody has had, a UUID.
func newKey() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
