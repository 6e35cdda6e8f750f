package validate

import (
	"math"

	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// items goes over the items of an array once: prefixItems by their index, items for the rest.
func (c *Checker) items(s *spec.Type) wire.Check {
	var prefix []wire.Check
	if s.Schema != nil {
		for _, item := range s.Schema.PrefixItems {
			prefix = append(prefix, c.Check(item))
		}
	}
	rest := c.optional(RestItems(s))
	if len(prefix) == 0 && rest == nil {
		return nil
	}
	return func(r *wire.Reader, n wire.Node) {
		for e := r.Items(n); e.Next(); {
			switch {
			case e.Index < len(prefix):
				prefix[e.Index](r, e.Value)
			case rest != nil:
				rest(r, e.Value)
			default:
				continue
			}
			r.Evaluated(e.Value)
		}
	}
}

// RestItems returns the schema of the items that prefixItems doesn't speak of; nil if there is none.
// additionalItems is that only beside the list that items was before 2020-12.
func RestItems(s *spec.Type) *spec.Type {
	if s.Schema != nil && s.Schema.AdditionalItems != nil {
		items, ok := s.Attr("items")
		if ok && (items.Value.Kind == spec.List || s.Schema.AdditionalItems.Local == "/items") {
			return s.Schema.AdditionalItems
		}
	}
	if s.Kind == spec.KindMap {
		return nil
	}
	return s.Items
}

// contains counts the items that a schema holds for.
func (c *Checker) contains(s *spec.Type) wire.Check {
	if s.Schema == nil || s.Schema.Contains == nil {
		return nil
	}
	check, least, most := c.Check(s.Schema.Contains), 1, -1
	if limit := s.Schema.MinContains; limit != nil {
		least = int(min(limit.N, math.MaxInt32))
	}
	if limit := s.Schema.MaxContains; limit != nil && limit.N <= math.MaxInt32 {
		most = int(limit.N)
	}
	return func(r *wire.Reader, n wire.Node) { r.Contains(n, check, least, most) }
}
