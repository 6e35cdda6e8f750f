package schema

import (
	"math"
	"strconv"

	"github.com/bylaw-dev/bylaw/spec"
)

// checkItems goes over the items of an array once: prefixItems by their index, items for the rest.
func (t *Types) checkItems(s *spec.Type, node string) []string {
	var prefix []*spec.Type
	if s.Schema != nil {
		prefix = s.Schema.PrefixItems
	}
	rest := restItems(s)
	mark := t.marks(s, "e.Value")
	body := t.itemCases(s, prefix, mark)
	if rest != nil {
		each := append(t.apply(rest, "e.Value", t.nameIn(s, "Item")), mark...)
		switch {
		case len(prefix) == 0:
			body = each
		case len(each) > 0:
			body = append(append(body, "default:"), each...)
		}
	}
	if len(body) == 0 {
		return nil
	}
	if len(prefix) > 0 {
		body = append(append([]string{"switch e.Index {"}, body...), "}")
	}
	return block("for e := r.Items("+node+"); e.Next(); {", body)
}

func (t *Types) itemCases(s *spec.Type, prefix []*spec.Type, mark []string) []string {
	var body []string
	for i, item := range prefix {
		at := strconv.Itoa(i)
		body = append(body, "case "+at+":")
		body = append(body, t.apply(item, "e.Value", t.nameIn(s, "Item"+at))...)
		body = append(body, mark...)
	}
	return body
}

// checkContains counts the items that a schema holds for.
func (t *Types) checkContains(s *spec.Type, node string) []string {
	e := s.Schema
	least, most := uint64(1), int64(-1)
	if e.MinContains != nil {
		least = min(e.MinContains.N, math.MaxInt32)
	}
	if e.MaxContains != nil && e.MaxContains.N <= math.MaxInt32 {
		most = int64(e.MaxContains.N)
	}
	if least == 0 && most < 0 && len(t.marks(s, "")) == 0 {
		return nil
	}
	return []string{"r.Contains(" + node + ", " + t.checkOf(e.Contains, t.nameIn(s, "Contains")) + ", " +
		strconv.FormatUint(least, 10) + ", " + strconv.FormatInt(most, 10) + ")"}
}

// block puts statements between a line that opens a block and the brace that closes it.
func block(open string, body []string) []string {
	return append(append([]string{open}, body...), "}")
}
