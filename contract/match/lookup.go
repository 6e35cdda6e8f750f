package match

import (
	"cmp"
	"strconv"

	"github.com/bylaw-dev/bylaw/contract"
)

// rules are those of one part of an exchange. Long lists are looked up by their paths: contracts that
// were recorded may have thousands, and a body as many values.
type rules struct {
	list []*contract.Rule
	tree *node            // of the list, nil where that is short
	more []*contract.Rule // behind the list, while what eachValue asks for is held against values
}

// fewRules is how many are looked through one by one.
const fewRules = 16

func newRules(list []*contract.Rule) rules {
	r := rules{list: list}
	if len(list) > fewRules {
		r.tree = &node{}
		for i, rule := range list {
			r.tree.add(rule, i)
		}
	}
	return r
}

// with returns the rules with another one.
func (r rules) with(rule *contract.Rule) rules {
	r.more = append(r.more[:len(r.more):len(r.more)], rule)
	return r
}

// choose is choose for these rules. It also returns how much work it was.
func (r rules) choose(to route) (best *contract.Rule, cascaded bool, work int) {
	most := 0.0
	if r.tree != nil {
		best, cascaded, most, work = r.tree.choose(to)
	} else {
		best, cascaded, most = choose(r.list, to)
		work = len(to) * len(r.list)
	}
	if rule, above, weight := choose(r.more, to); weight > most {
		best, cascaded = rule, above
	}
	return best, cascaded, 1 + work + len(to)*len(r.more)
}

// node is where paths of rules have come to after some steps.
type node struct {
	fields   map[string]*node
	indexes  map[int]*node
	root     *node
	anyField *node
	anyIndex *node

	steps   int   // from the beginning
	rule    found // the first rule whose path ends here
	spreads found // the first of them that holds for what is in the value, too
}

// found is a rule and its place in the list.
type found struct {
	rule  *contract.Rule
	place int
}

func (n *node) add(rule *contract.Rule, place int) {
	if len(rule.Matchers) == 0 {
		return
	}
	for _, step := range rule.Path.Steps {
		n = n.child(step)
	}
	if n.rule.rule == nil {
		n.rule = found{rule, place}
	}
	if n.spreads.rule == nil && cascades(rule) {
		n.spreads = found{rule, place}
	}
}

// child returns the node behind a step, made if need be.
func (n *node) child(step contract.Step) *node {
	next := &node{steps: n.steps + 1}
	switch step.Kind {
	case contract.Field:
		return kept(&n.fields, step.Name, next)
	case contract.Index:
		return kept(&n.indexes, step.Index, next)
	case contract.Root:
		n.root = cmp.Or(n.root, next)
		return n.root
	case contract.AnyField:
		n.anyField = cmp.Or(n.anyField, next)
		return n.anyField
	}
	n.anyIndex = cmp.Or(n.anyIndex, next)
	return n.anyIndex
}

func kept[K comparable](nodes *map[K]*node, key K, next *node) *node {
	if *nodes == nil {
		*nodes = map[K]*node{}
	}
	if (*nodes)[key] == nil {
		(*nodes)[key] = next
	}
	return (*nodes)[key]
}

// reached is a node with the weight of the way to it, as weigh has it.
type reached struct {
	*node
	weight   float64
	position bool // it is that of an element, whose position was not asked for: none can follow
}

// choose returns what choose returns for the list.
func (n *node) choose(to route) (best *contract.Rule, cascaded bool, most float64, work int) {
	place := 0
	better := func(f found, above bool, r reached) {
		weight := r.weight * float64(r.steps)
		if f.rule != nil && (weight > most || weight == most && f.place < place) {
			best, cascaded, most, place = f.rule, above, weight, f.place
		}
	}
	var room [2][8]reached
	now, next := append(room[0][:0], reached{node: n, weight: 1}), room[1][:0]
	for i, p := range to {
		next = step(next[:0], now, p)
		for _, r := range next {
			if i == len(to)-1 {
				better(r.rule, false, r)
			} else {
				better(r.spreads, true, r)
			}
		}
		now, next = next, now
		work += len(now) + 1
	}
	return best, cascaded, most, work
}

// step appends where paths can have come to one place further on.
func step(next, now []reached, p place) []reached {
	for _, r := range now {
		first := len(next)
		next = r.into(next, p)
		if !p.element {
			continue
		}
		for i := first; i < len(next) && next[i].position; i++ { // the position of an element may follow its name
			e := next[i]
			next = reach(next, e.indexes[p.Index], e.weight*2, false)
			next = reach(next, e.anyIndex, e.weight, false)
		}
	}
	return next
}

func (r reached) into(next []reached, p place) []reached {
	if p.Kind == contract.Root {
		return reach(next, r.root, r.weight*2, false)
	}
	switch {
	case p.Kind == contract.Field:
		next = reach(next, r.fields[p.Name], r.weight*2, p.element)
		for _, alias := range p.aliases {
			next = reach(next, r.fields[alias], r.weight*2, p.element)
		}
	case r.fields != nil:
		next = reach(next, r.fields[strconv.Itoa(p.Index)], r.weight*2, false)
	}
	next = reach(next, r.anyField, r.weight, p.element)
	switch {
	case r.position:
		return next
	case p.Kind == contract.Field && !p.element:
		return reach(next, r.byDigits(p.Name), r.weight*2, false)
	}
	if !p.element {
		next = reach(next, r.indexes[p.Index], r.weight*2, false)
	}
	return reach(next, r.anyIndex, r.weight, p.element)
}

// byDigits returns the node behind a key that is written as a position.
func (n *node) byDigits(key string) *node {
	i, err := strconv.Atoi(key)
	if err != nil || strconv.Itoa(i) != key {
		return nil
	}
	return n.indexes[i]
}

func reach(next []reached, n *node, weight float64, position bool) []reached {
	if n == nil {
		return next
	}
	return append(next, reached{n, weight, position})
}
