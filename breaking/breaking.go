// Package breaking compares two versions of a contract and says who breaks. It pairs their elements
// by how they are used, lets checks compare what the pairs say, and derives every verdict from one
// law. It knows no check and no file format.
package breaking

import (
	"context"
	"sync"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Versions are the APIs of a contract before and after, as their loaders return them.
type Versions struct {
	Old, New []*spec.API

	// Renames leads from the path of a file after to its path before, so that an OpenAPI document
	// is compared with what it was. Files that keep their path are not among them.
	Renames map[string]string
}

// Result is what a comparison has found.
type Result struct {
	Changes  []Change         // in the order of Compare, safe ones too
	Failures []report.Finding // checks that broke, one finding for each and the element where it first did
}

// Run compares the versions with the checks. What is only imported is not compared. The error is
// that of the context.
func Run(ctx context.Context, versions Versions, checks []*Check) (*Result, error) {
	index := newIndex(versions)
	pairs := index.apis()
	results := make([]Result, len(pairs))
	var group sync.WaitGroup
	slots := make(chan struct{}, concurrency())
	for i, pair := range pairs {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			if ctx.Err() == nil {
				results[i] = compareAPI(ctx, index, pair, checks)
			}
		})
	}
	group.Wait()
	var all Result
	for _, result := range results {
		all.Changes = append(all.Changes, result.Changes...)
		all.Failures = append(all.Failures, result.Failures...)
	}
	all.Changes = sortChanges(all.Changes)
	return &all, ctx.Err()
}
