package breaking

import "github.com/bylaw-dev/bylaw/spec"

// Pair is one element before and after. A nil side says that it was added or removed.
type Pair[T any] struct {
	Old, New *T
}

// Added reports that the element was not there before.
func (p Pair[T]) Added() bool { return p.Old == nil }

// Removed reports that the element is there no longer.
func (p Pair[T]) Removed() bool { return p.New == nil }

// Both reports that the element is there on both sides.
func (p Pair[T]) Both() bool { return p.Old != nil && p.New != nil }

// Either returns the element as it is now, or as it was if it is gone.
func (p Pair[T]) Either() *T {
	if p.New != nil {
		return p.New
	}
	return p.Old
}

// match pairs the elements of two lists by a key. The pairs come in the order of the new list;
// those that are gone follow in the order of the old one. An element whose key is "" pairs with
// none; of elements that share a key the first pairs with the first.
func match[T any](before, after []*T, key func(*T) string) []Pair[T] {
	waiting := map[string][]*T{}
	for _, e := range before {
		if k := key(e); k != "" {
			waiting[k] = append(waiting[k], e)
		}
	}
	pairs := make([]Pair[T], 0, len(after))
	paired := map[*T]bool{}
	for _, e := range after {
		pair := Pair[T]{New: e}
		if k := key(e); len(waiting[k]) > 0 {
			pair.Old, waiting[k] = waiting[k][0], waiting[k][1:]
			paired[pair.Old] = true
		}
		pairs = append(pairs, pair)
	}
	for _, e := range before {
		if !paired[e] {
			pairs = append(pairs, Pair[T]{Old: e})
		}
	}
	return pairs
}

// rematch pairs what match left alone by another key: elements that were renamed, or moved.
func rematch[T any](pairs []Pair[T], key func(*T) string) []Pair[T] {
	var done []Pair[T]
	var before, after []*T
	for _, p := range pairs {
		switch {
		case p.Added():
			after = append(after, p.New)
		case p.Removed():
			before = append(before, p.Old)
		default:
			done = append(done, p)
		}
	}
	if len(before) == 0 || len(after) == 0 {
		return pairs
	}
	return append(done, match(before, after, key)...)
}

// nodes are the two sides of a pair as what all elements have in common.
type nodes = Pair[spec.Node]
