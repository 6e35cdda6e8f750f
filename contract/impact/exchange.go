package impact

import (
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/spec"
)

// exchange is one interaction, held against both versions.
type exchange struct {
	*study
	*contract.Interaction
	contract      *contract.Contract
	before, after check.Outcome
	was, is       []check.Use
	told          map[int]effect // what is said of changes
}

// weigh says of every change what it does to the interaction.
func (x *exchange) weigh() {
	t := x.tally(x.contract)
	if !x.elsewhere() {
		t.Interactions++
	}
	broken := false
	for _, p := range x.news() {
		if p.Broken {
			broken = true
			x.broke(p)
		}
	}
	for _, p := range x.news() {
		if !p.Broken {
			x.mark(x.exactly(p), atRisk, label(p.Part, p.Path), "")
		}
	}
	x.uses()
	why, some := x.overlooked()
	if some {
		x.unsure(why)
	}
	switch {
	case broken && x.Pending:
		t.Pending++
	case broken:
		t.Broken++
	case !x.elsewhere() && slices.ContainsFunc(x.before.Problems, func(p check.Problem) bool { return p.Broken }):
		t.Before++
	case some:
		t.Unknown++
	}
}

// elsewhere reports whether neither version has the operation: another service may have it.
func (x *exchange) elsewhere() bool {
	return slices.ContainsFunc(x.before.Problems, isUnknown) && slices.ContainsFunc(x.after.Problems, isUnknown)
}

func isUnknown(p check.Problem) bool { return p.Finding.Rule == check.UnknownOperation }

// news are the problems that the old version doesn't have. Of an interaction that the old version had no
// operation for, there are none: it was broken before.
func (x *exchange) news() []check.Problem {
	type key struct {
		rule, path string
		part       check.Part
	}
	keyOf := func(p check.Problem) key { return key{p.Finding.Rule, p.Path, p.Part} }
	old := map[key]bool{}
	for _, p := range x.before.Problems {
		if p.Finding.Rule == check.UnknownOperation {
			return nil
		}
		old[keyOf(p)] = true
	}
	return slices.DeleteFunc(slices.Clone(x.after.Problems), func(p check.Problem) bool { return old[keyOf(p)] })
}

// broke tells which changes have made the problem.
func (x *exchange) broke(p check.Problem) {
	changes := x.explain(p)
	if len(changes) == 0 {
		x.found = append(x.found, Broken{x.contract, x.Interaction, p})
		return
	}
	effect := breaks
	if x.Pending {
		effect = pending
	}
	for _, change := range changes {
		x.mark([]int{change}, effect, x.label(p, change), "")
		x.rolls[change].show(x.tally(x.contract).Name, x.Interaction, p.Finding.Span)
	}
}

// label names what of an exchange a problem is about. Where that doesn't show, the change says it.
func (x *exchange) label(p check.Problem, change int) string {
	if p.Path == "" && (p.Part == check.InField || p.Part == check.InRequestBody) {
		for _, u := range x.was {
			if u.Part == p.Part && slices.Contains(x.index.at[u.Element], change) {
				return label(u.Part, u.Path)
			}
		}
	}
	return label(p.Part, p.Path)
}

func (x *exchange) mark(changes []int, e effect, path, why string) {
	for _, change := range changes {
		if worse, known := x.told[change]; known && worse < e {
			continue
		}
		x.told[change] = e
		x.rolls[change].add(e, x.tally(x.contract).Name, x.Interaction, path, why)
	}
}

// uses tells of which changed elements the interaction makes use, where nothing worse is said.
func (x *exchange) uses() {
	used := map[int]string{}
	for _, u := range slices.Concat(x.was, x.is) {
		for _, id := range elements(u) {
			for _, change := range x.index.at[id] {
				if _, known := used[change]; !known {
					used[change] = label(u.Part, u.Path)
				}
			}
		}
	}
	for _, operation := range x.operations() {
		for _, change := range x.index.loose[operation] {
			if _, known := used[change]; !known {
				used[change] = ""
			}
		}
	}
	for change, path := range used {
		x.mark([]int{change}, uses, path, "")
	}
}

// operations are those that the interaction calls, before and after.
func (x *exchange) operations() []spec.ID {
	var all []spec.ID
	for _, u := range slices.Concat(x.was, x.is) {
		if u.Part == check.InOperation && !slices.Contains(all, u.Element) {
			all = append(all, u.Element)
		}
	}
	return all
}

// overlooked reports whether something of the interaction wasn't looked at, and why.
func (x *exchange) overlooked() (why string, some bool) {
	for _, o := range []check.Outcome{x.before, x.after} {
		if !o.Overlooked && o.Checked {
			continue
		}
		some = true
		for _, n := range o.NotChecked {
			return n.Why, true
		}
	}
	return "it can't be held against the spec", some
}

// unsure notes that the interaction may use what changed: anything that its operation reaches, or
// anything at all where the operation isn't known.
func (x *exchange) unsure(why string) {
	operations := x.operations()
	for change := range x.Changes {
		if _, known := x.told[change]; known || len(operations) > 0 && !x.index.reaches(change, operations) {
			continue
		}
		x.rolls[change].add(unknown, x.tally(x.contract).Name, x.Interaction, "", why)
	}
}

// label names a place of an exchange for people.
func label(part check.Part, path string) string {
	switch {
	case part == check.InOperation:
		return ""
	case part == check.InField && path != "":
		return path
	case part == check.InRequestBody && path != "":
		return path + " of the request"
	case path == "":
		return part.String()
	case part == check.InMediaType:
		return path
	}
	return part.String() + " " + path
}
