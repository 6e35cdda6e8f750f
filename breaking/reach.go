package breaking

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// operations returns the IDs of the operations that use a place, itself or through others.
func operations(at *place) []spec.ID {
	var ids []spec.ID
	seen := map[*place]bool{at: true}
	for queue := []*place{at}; len(queue) > 0; {
		next := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		// What is in types has the operation that came to it first; others may use it, too.
		shared := next.types.Either() != nil || next.within.Either() != nil
		if o := next.operation.Either(); o != nil && !shared {
			ids = append(ids, o.ID())
			continue
		}
		for _, parent := range next.parents {
			if !seen[parent] {
				seen[parent] = true
				queue = append(queue, parent)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
