package retry

import "sync/atomic"

// price is what one repetition costs; an answer of a healthy server earns 1. So repetitions are at
// most a tenth of those answers, beyond what a full budget allows at once.
const price = 10

// budget keeps a client from hitting a server that is down with several times the usual load.
type budget struct {
	left atomic.Int64
	full int64
}

func (b *budget) fill(repetitions int) {
	b.full = int64(repetitions) * price
	b.left.Store(b.full)
}

func (b *budget) earn() { b.add(1) }

func (b *budget) spend() bool { return b.add(-price) }

// add changes what is left unless that would leave it below nothing or above full.
func (b *budget) add(n int64) bool {
	for {
		old := b.left.Load()
		if old+n < 0 || old+n > b.full {
			return false
		}
		if b.left.CompareAndSwap(old, old+n) {
			return true
		}
	}
}
