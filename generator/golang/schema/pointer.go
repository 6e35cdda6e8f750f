package schema

// pointers makes pointers of the fields by which a struct would hold itself.
func (t *Types) pointers() {
	state := map[*layout]verdict{}
	for i := 0; i < len(t.layouts); i++ {
		t.layouts[i].unfold(state)
		t.finish()
	}
}

// unfold follows the fields that are held by value.
func (l *layout) unfold(state map[*layout]verdict) {
	if state[l] != unseen {
		return
	}
	state[l] = looking
	l.lay()
	l.types.finish()
	for _, f := range l.fields {
		if f.slot == nil || f.slot.mode != plain || f.slot.Shape.layout == nil {
			continue
		}
		inner := f.slot.Shape.layout
		if state[inner] == looking {
			f.slot.mode = box
			continue
		}
		inner.unfold(state)
	}
	state[l] = straight
}
