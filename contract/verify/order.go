package verify

import (
	"context"
	"net/http"
	"sync"

	"github.com/bylaw-dev/bylaw/contract/rpc"
)

// verifier is one run.
type verifier struct {
	Options
	client  *http.Client
	caller  *http.Client // of gRPC
	library *rpc.Library
	all     []*Outcome

	mu   sync.Mutex
	done int
}

// task is an interaction to play, with its number, which its random values depend on.
type task struct {
	*Outcome
	number uint64
}

// run plays the chains, so many at once.
func (v *verifier) run(ctx context.Context) {
	waiting := make(chan []task)
	var workers sync.WaitGroup
	for range v.Parallel {
		workers.Go(func() {
			for chain := range waiting {
				for _, t := range chain {
					v.play(ctx, t)
					v.tell()
				}
			}
		})
	}
	for _, chain := range v.chains() {
		waiting <- chain
	}
	close(waiting)
	workers.Wait()
}

func (v *verifier) tell() {
	if v.Progress == nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.done++
	v.Progress(v.done, len(v.all))
}

// chains divides the interactions into those that must be played one after the other: that share the
// name of a state, directly or through others. One at a time, they keep the order of the contracts.
func (v *verifier) chains() [][]task {
	head := make([]int, len(v.all)) // the interaction that stands for the chain, or one that leads to it
	first := map[string]int{}       // interaction with the state
	for n, o := range v.all {
		head[n] = n
		if v.Parallel == 1 {
			head[n] = 0
		}
		for _, s := range o.Interaction.States {
			if other, known := first[s.Name]; known {
				join(head, other, n)
			} else {
				first[s.Name] = n
			}
		}
	}
	var all [][]task
	at := map[int]int{}
	for n, o := range v.all {
		h := root(head, n)
		if _, known := at[h]; !known {
			at[h] = len(all)
			all = append(all, nil)
		}
		all[at[h]] = append(all[at[h]], task{o, uint64(n)})
	}
	return all
}

// root follows the heads to that of the whole chain, and shortens the way for the next time.
func root(head []int, n int) int {
	for head[n] != n {
		head[n] = head[head[n]]
		n = head[n]
	}
	return n
}

func join(head []int, a, b int) { head[root(head, b)] = root(head, a) }
