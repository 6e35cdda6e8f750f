package breaking

import (
	"runtime"

	"github.com/bylaw-dev/bylaw/spec"
)

// concurrency is how many APIs are compared at once. The result does not depend on it.
func concurrency() int { return runtime.GOMAXPROCS(0) }

// index holds what is known of both versions as a whole.
type index struct {
	old, new []*spec.API
	renames  map[string]string
}

func newIndex(v Versions) *index {
	spec.MarkDirections(v.Old)
	spec.MarkDirections(v.New)
	return &index{old: own(v.Old), new: own(v.New), renames: v.Renames}
}

// own drops what is only imported.
func own(apis []*spec.API) (kept []*spec.API) {
	for _, api := range apis {
		if !api.Imported {
			kept = append(kept, api)
		}
	}
	return kept
}

// apis pairs packages by their names, and documents by their files, renamed ones included. A
// document that is left over on both sides pairs by its title, and if it is the only one anyway:
// the user has named both.
func (x *index) apis() []Pair[spec.API] {
	renamed := make(map[*spec.API]string, len(x.new))
	for _, api := range x.new {
		renamed[api] = x.renames[api.Root.Path]
	}
	pairs := match(x.old, x.new, func(api *spec.API) string {
		switch before := renamed[api]; {
		case api.Format == spec.Proto:
			return "package " + api.Name
		case before != "":
			return before
		}
		return api.Root.Path
	})
	pairs = rematch(pairs, func(api *spec.API) string {
		if api.Format == spec.Proto {
			return ""
		}
		return api.Name
	})
	if len(x.old) == 1 && len(x.new) == 1 && x.old[0].Format == x.new[0].Format {
		return []Pair[spec.API]{{x.old[0], x.new[0]}}
	}
	return pairs
}
