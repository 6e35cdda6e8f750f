package composition

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var tuple = breaking.New(breaking.Meta{
	ID: "tuple", Title: "what stands at which place of a list, and what may follow", Group: "composition",
	Formats: breaking.OpenAPIOnly, Kinds: allKinds, AIP: []int{180}, Since: "2026.1",
	Attributes: []string{"prefixItems", "items", "additionalItems", "unevaluatedItems"},
}, breaking.Hooks{Type: compareTuple})

func compareTuple(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	if mayBeList(pair.Old) && mayBeList(pair.New) {
		compareUnevaluated(p, pair)
	}
	if pair.Old.Kind != spec.KindArray || pair.New.Kind != spec.KindArray {
		return
	}
	compareHead(p, pair)
	compareTail(p, pair)
}

// mayBeList reports whether lists are among the values of a type.
func mayBeList(t *spec.Type) bool {
	return t.Kind == spec.KindArray || t.Kind == spec.KindAny || t.Kind == spec.KindUnion
}

func compareUnevaluated(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new := schemas(pair)
	was, is := opennessOf(old.UnevaluatedItems), opennessOf(new.UnevaluatedItems)
	effect := closing(was, is)
	if effect == breaking.None {
		return
	}
	statement{
		keyword: "unevaluatedItems", from: text(old.UnevaluatedItems), to: text(new.UnevaluatedItems), effect: effect,
		said: fmt.Sprintf("%s takes %s beside the items that it declares, and took %s", about(p), is, was),
	}.report(p)
}

// compareHead compares the places that have a type of their own on one side alone.
func compareHead(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new := schemas(pair)
	before, after := len(old.PrefixItems), len(new.PrefixItems)
	effect := breaking.None
	for i := before; i < after; i++ {
		item, rest := new.PrefixItems[i], tail(pair.Old)
		effect = both(effect, governed(item, rest, p.Same(rest, item)))
	}
	for i := after; i < before; i++ {
		item, rest := old.PrefixItems[i], tail(pair.New)
		effect = both(effect, governed(item, rest, p.Same(item, rest)).Inverse())
	}
	if effect == breaking.None {
		return
	}
	statement{
		keyword: "prefixItems", from: places(before), to: places(after), effect: effect,
		said: fmt.Sprintf("%s gives %s a type by its place, and gave %s one", about(p), count(after), count(before)),
	}.report(p)
}

func places(n int) string {
	if n == 0 {
		return ""
	}
	return count(n)
}

func count(n int) string {
	switch n {
	case 0:
		return "none"
	case 1:
		return "1 item"
	}
	return fmt.Sprintf("%d items", n)
}

// tail returns the type of the items that have no place of their own.
func tail(t *spec.Type) *spec.Type {
	if t.Schema != nil && len(t.Schema.PrefixItems) > 0 {
		return t.Schema.AdditionalItems
	}
	return t.Items
}

// compareTail compares the other items, unless they are compared where they stand.
func compareTail(p *breaking.Pass, pair breaking.Pair[spec.Type]) {
	old, new := tail(pair.Old), tail(pair.New)
	if old != nil && new != nil && pair.Old.Items == old && pair.New.Items == new {
		return
	}
	was, is := opennessOf(old), opennessOf(new)
	effect := closing(was, is)
	if was == typed && is == typed && (pair.Old.Items == old) != (pair.New.Items == new) {
		effect = conjunct(p, old, new)
	}
	if effect == breaking.None {
		return
	}
	statement{
		keyword: "items", from: text(old), to: text(new), effect: effect,
		said: fmt.Sprintf("%s takes %s as further items, and took %s", about(p), is, was),
	}.report(p)
}
