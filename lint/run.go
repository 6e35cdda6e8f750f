package lint

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Run lints the APIs, imported ones excepted, each file by the profile of its path, and returns
// the findings in their total order: the same input gives the same findings at any GOMAXPROCS.
//
// It returns an error, and no findings, if a profile names a rule or an option that does not exist
// (found before any rule runs), or if ctx was cancelled. A rule that panics is no error but a
// finding of the diagnostic report.Internal, one for each rule and API, and everything else is
// still checked.
func Run(ctx context.Context, apis []*spec.API, set *Set, profile func(path string) *config.Profile) ([]report.Finding, error) {
	found, err := Each(ctx, apis, set, profile)
	return report.Sort(slices.Concat(found...)), err
}

// Each does what Run does, and returns the findings of each API in their order; several may have found the same
// in files that they share.
func Each(ctx context.Context, apis []*spec.API, set *Set, profile func(path string) *config.Profile) ([][]report.Finding, error) {
	plan, err := newPlan(apis, set, profile)
	if err != nil {
		return nil, err
	}
	spec.MarkDirections(apis)
	found := make([][]report.Finding, len(apis))
	parallel(len(apis), func(i int) {
		if !apis[i].Imported && ctx.Err() == nil {
			found[i] = report.Sort(plan.lint(ctx, apis[i]))
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return found, nil
}

// parallel calls work for 0 … n-1 from as many goroutines as may run at once.
func parallel(n int, work func(int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	wait.Wait()
}
