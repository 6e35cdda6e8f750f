package openapi

import "github.com/bylaw-dev/bylaw/spec"

// memory is where the parts of schemas come from.
type memory struct {
	types       slab[spec.Type]
	fields      slab[spec.Field]
	values      slab[spec.EnumValue]
	constraints slab[spec.Constraints]
	extras      slab[spec.Schema]
	limits      slab[spec.Limit]
	typeLists   map[string][]string // `type` of one name, the same list for all that have it
}

// slab hands out zero values from growing blocks: a spec has some hundred thousand small parts, and
// an allocation for each would cost more than reading them.
type slab[T any] struct {
	free []T
	size int
}

func (s *slab[T]) new() *T {
	if len(s.free) == 0 {
		s.size = min(max(8, 2*s.size), 512)
		s.free = make([]T, s.size)
	}
	p := &s.free[0]
	s.free = s.free[1:]
	return p
}
