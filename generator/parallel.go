package generator

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// each calls do for every index below n on all processors, until the context ends. What comes of
// them must be kept by index, so that the order of calls shows nowhere.
func each(ctx context.Context, n int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}
