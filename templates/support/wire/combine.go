package wire

// Valid says whether check finds nothing wrong with n. It records nothing.
func (r *Reader) Valid(n Node, check Check) bool { return true }

// AnyOf gives the index of the first check that holds, -1 if none does: that is a violation.
func (r *Reader) AnyOf(n Node, checks ...Check) int { return -1 }

// OneOf gives the index of the only check that holds, -1 if none or several do: that is a violation.
func (r *Reader) OneOf(n Node, checks ...Check) int { return -1 }

// Not records a violation if check holds.
func (r *Reader) Not(n Node, check Check) bool { return true }

// If looks at n with then if cond holds, else with els. Both may be nil.
func (r *Reader) If(n Node, cond, then, els Check) {}

// Contains counts the items of an array that check holds for: at least least and at most most (-1: any number).
func (r *Reader) Contains(n Node, check Check, least, most int) bool { return true }

// Each looks at every item of an array from an index on, and marks them as evaluated.
func (r *Reader) Each(n Node, from int, check Check) {}

// Track starts to note which values are evaluated; give the mark to UnevaluatedProperties or UnevaluatedItems of the
// same schema, which ends it.
func (r *Reader) Track() int { return 0 }

// Evaluated notes that a keyword has looked at the value of a member or an item. It costs nothing unless something
// tracks.
func (r *Reader) Evaluated(child Node) {}

// UnevaluatedProperties looks with check at every member of n that nothing has evaluated since mark; nil refuses them.
func (r *Reader) UnevaluatedProperties(n Node, mark int, check Check) {}

// UnevaluatedItems looks with check at every item of n that nothing has evaluated since mark; nil refuses them.
func (r *Reader) UnevaluatedItems(n Node, mark int, check Check) {}

// EndTrack ends what Track started, without a check.
func (r *Reader) EndTrack(mark int) {}

// Enter says that evaluation enters a schema resource ($id); the numbers are the generator's.
func (r *Reader) Enter(resource int) {}

// Leave says that evaluation leaves the resource that it entered last.
func (r *Reader) Leave() {}

// Dynamic resolves a $dynamicRef: find is asked for each resource that was entered, outermost first, and gives the
// check of the anchor there or nil; fallback is what the reference means without any.
func (r *Reader) Dynamic(find func(resource int) Check, fallback Check) Check { return fallback }
