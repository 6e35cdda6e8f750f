package impact

import (
	"slices"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/spec"
)

// explain returns the changes that have made a problem: those of the very value, else those of what is
// nearest around it that can break anything. Where several can have done it, all are told: to clear one of
// them wrongly would be worse.
func (x *exchange) explain(p check.Problem) []int {
	if exact := x.exactly(p); len(exact) > 0 {
		return exact
	}
	if moved := x.changes(x.moved()); len(moved) > 0 {
		return moved
	}
	for _, around := range x.around(p) {
		if changes := x.able(p, x.breaking(x.changes(around))); len(changes) > 0 {
			return changes
		}
	}
	return x.alone()
}

// alone returns the change that can break the interaction's operation, if there is but one: what breaks by
// something that is made of others, such as the pattern of a field mask, is nowhere near it.
func (x *exchange) alone() []int {
	var able []int
	for n := range x.Changes {
		if x.verdict(n) > breaking.Safe && x.index.reaches(n, x.operations()) {
			able = append(able, n)
		}
	}
	if len(able) != 1 {
		return nil
	}
	return able
}

// moved returns what answers the interaction now and didn't before, and what did and doesn't any more: the operation
// where /orders/latest goes before /orders/{id}, the answer where that of 404 is gone and default takes its place.
func (x *exchange) moved() []spec.ID {
	return append(x.only(x.is, x.was), x.only(x.was, x.is)...)
}

// only returns the operation, answer and media type that some uses are of and others aren't.
func (x *exchange) only(some, others []check.Use) []spec.ID {
	var ids []spec.ID
	for _, u := range some {
		switch u.Part {
		case check.InOperation, check.InStatus, check.InMediaType:
			if !slices.ContainsFunc(others, func(o check.Use) bool { return o.Part == u.Part && o.Element == u.Element }) {
				ids = append(ids, elements(u)...)
			}
		}
	}
	return ids
}

// able keeps the changes that can make such a problem. What they say of meaning or of names in code can't;
// a value that is no longer allowed comes from what narrowed, one that is no longer promised from what widened.
func (x *exchange) able(p check.Problem, changes []int) []int {
	without := breaking.Widens
	if p.Finding.Rule == check.NotPromised {
		without = breaking.Narrows
	}
	can := func(t breaking.Touch) bool {
		return t.Fact < breaking.Promise && t.On != breaking.Source && t.Effect != without && t.Effect != breaking.Offers
	}
	return slices.DeleteFunc(slices.Clone(changes), func(n int) bool {
		return x.Changes[n].Check == "default" || !slices.ContainsFunc(x.Changes[n].Touches, can)
	})
}

// exactly returns the changes of the value that a problem is about.
func (x *exchange) exactly(p check.Problem) []int {
	ids := slices.Clone(p.Elements)
	for _, u := range slices.Concat(x.was, x.is) {
		if u.Part == p.Part && (u.Path == p.Path || p.Part == check.InStatus || p.Part == check.InMediaType) {
			ids = append(ids, elements(u)...)
		}
	}
	all := x.changes(append(ids, x.lost(p)...))
	if able := x.able(p, all); len(able) > 0 {
		return able
	}
	return all
}

// lost returns the fields that the old version had in what the problem is about and the new one hasn't.
// Bytes of protobuf only show a number that nobody knows any more.
func (x *exchange) lost(p check.Problem) []spec.ID {
	if p.Path != "" || p.Part != check.InField && p.Part != check.InRequestBody {
		return nil
	}
	var ids []spec.ID
	for _, u := range x.was {
		kept := slices.ContainsFunc(x.is, func(now check.Use) bool { return now.Part == u.Part && now.Element == u.Element })
		if u.Part == p.Part && !kept && slices.Contains(p.Elements, parent(u.Element)) {
			ids = append(ids, u.Element)
		}
	}
	return ids
}

// around returns the elements of what is around a problem's value, the nearest first.
func (x *exchange) around(p check.Problem) [][]spec.ID {
	var all [][]spec.ID
	at := func(part check.Part, path string) {
		var ids []spec.ID
		for _, u := range slices.Concat(x.was, x.is) {
			if u.Part == part && (u.Path == path || part != check.InField && part != check.InRequestBody) {
				ids = append(ids, elements(u)...)
			}
		}
		all = append(all, ids)
	}
	switch p.Part {
	case check.InField, check.InRequestBody:
		for _, path := range above(p.Path) {
			at(p.Part, path)
		}
	}
	switch p.Part {
	case check.InRequestBody:
		at(check.InRequestBody, "")
		at(check.InOperation, "")
	case check.InField:
		at(check.InMediaType, "")
		at(check.InStatus, "")
	case check.InHeader, check.InMediaType:
		at(check.InStatus, "")
		at(check.InOperation, "")
	case check.InParameter, check.InStatus, check.InOperation:
		at(check.InOperation, "")
	}
	return all
}

// above returns the paths of what holds the value at a path, the nearest first.
func above(path string) []string {
	p, err := contract.ParsePath(path)
	if err != nil {
		return nil
	}
	var all []string
	for n := len(p.Steps) - 1; n > 0; n-- {
		all = append(all, contract.Path{Steps: p.Steps[:n]}.String())
	}
	return all
}

// changes returns the changes of some elements, and where one is an operation those that are about
// nothing smaller, in order.
func (x *exchange) changes(ids []spec.ID) []int {
	var all []int
	for _, id := range ids {
		all = append(append(all, x.index.at[id]...), x.index.loose[id]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// breaking keeps the changes that can break a consumer.
func (x *exchange) breaking(changes []int) []int {
	return slices.DeleteFunc(changes, func(n int) bool { return x.verdict(n) == breaking.Safe })
}

// verdict is what a change does to consumers of the old version. Names in code are no matter here: what is
// held against the spec is what travels.
func (x *exchange) verdict(n int) breaking.Verdict {
	return x.Changes[n].Backward.On(breaking.Wire | breaking.JSON | breaking.Behavior)
}
