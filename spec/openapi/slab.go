package openapi

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
