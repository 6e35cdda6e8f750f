package breaking

import "github.com/bylaw-dev/bylaw/spec"

// typ compares two uses of types by what they allow. Each pair of types is compared once.
func (w *walk) typ(parent *place, before, after *spec.Type) {
	if before == nil || after == nil {
		return
	}
	old, new := w.old.of(before), w.new.of(after)
	key := [2]*spec.Type{old, new}
	if known := w.types[key]; known != nil {
		link(parent, known)
		return
	}
	if w.elsewhere(old, new) || before.Kind == spec.KindReference && w.replaced(before.Resolve(), after.Resolve()) {
		return
	}
	at := add(w, parent, Pair[spec.Type]{old, new}, (*spec.Type).Base, w.dispatch.types)
	at.types = Pair[spec.Type]{old, new}
	if decoratedOnce(before, after) {
		at.element = nodes{&before.Node, &after.Node}
	}
	w.types[key] = at
	if w.format == spec.Proto && (old != before.Resolve() || new != after.Resolve()) {
		w.typ(at, before.Resolve(), after.Resolve()) // the references say something; what they refer to is compared by itself
		return
	}
	w.inside(at, old, new)
}

// decoratedOnce reports whether one of two references says something beside what it refers to. What
// it said, or says now, belongs to the place of the reference and not to the definition.
func decoratedOnce(before, after *spec.Type) bool {
	return before.Kind == spec.KindReference && after.Kind == spec.KindReference && decorated(before) != decorated(after)
}

// elsewhere reports whether both are the same message or enum of another package, which is
// compared where it is declared.
func (w *walk) elsewhere(old, new *spec.Type) bool {
	return w.format == spec.Proto && old.Name != "" && old.Name == new.Name && !w.defined[new] &&
		isDefinition(old) && isDefinition(new) && old.ID() == new.ID()
}

// replaced reports whether a proto field refers to another message or enum than before. What became
// of the two is told where they are declared, for other fields may have either.
func (w *walk) replaced(old, new *spec.Type) bool {
	return w.format == spec.Proto && isDefinition(old) && isDefinition(new) && old.ID() != new.ID()
}

func isDefinition(t *spec.Type) bool { return t.Kind == spec.KindObject || t.Kind == spec.KindEnum }

// inside compares what the two types are made of.
func (w *walk) inside(at *place, old, new *spec.Type) {
	unions := Alternatives(old) != nil && Alternatives(new) != nil // whatever stands beside the alternatives
	if old.Kind != new.Kind && !alike(old.Kind, new.Kind) && !unions {
		w.branches(at, old, new)
		return
	}
	for _, p := range matchFields(w.format, old.Fields, new.Fields) {
		w.field(at, p)
	}
	for _, p := range match(old.OneOfs, new.OneOfs, func(o *spec.OneOf) string { return o.Name }) {
		add(w, at, p, (*spec.OneOf).Base, w.dispatch.oneOfs)
	}
	for _, p := range w.values(old, new) {
		add(w, at, p, (*spec.EnumValue).Base, w.dispatch.enumValues)
	}
	w.typ(at, items(old), items(new))
	w.typ(at, old.Keys, new.Keys)
	w.branches(at, old, new)
	if old.Schema != nil && new.Schema != nil {
		w.schemas(at, old.Schema, new.Schema)
	}
}

// values pairs the values of two enums; a union that has become one has none to compare with.
func (w *walk) values(old, new *spec.Type) []Pair[spec.EnumValue] {
	if old.Kind != new.Kind {
		return nil
	}
	return matchValues(w.format, old.Values, new.Values)
}

// alike are kinds whose insides can be compared all the same.
func alike(a, b spec.Kind) bool {
	structured := func(k spec.Kind) bool { return k == spec.KindObject || k == spec.KindMap }
	return structured(a) && structured(b)
}

// items returns the type of a list's elements, or of a map's values however the map is written. A
// map that is closed or takes anything has none.
func items(t *spec.Type) *spec.Type {
	if t.Kind == spec.KindMap || t.Kind == spec.KindArray || t.Items != nil {
		return t.Items
	}
	if t.Schema != nil && typed(t.Schema.AdditionalProperties) {
		return t.Schema.AdditionalProperties
	}
	return nil
}

// typed reports whether a schema for the rest of an object or a list gives it a type, and neither
// forbids it nor allows anything.
func typed(rest *spec.Type) bool {
	return rest != nil && rest.Kind != spec.KindNever && !anything(rest)
}

// matchFields pairs fields by number in proto, where a renamed field is the same and a renumbered
// one is found by its name, and properties by name.
func matchFields(format spec.Format, before, after []*spec.Field) []Pair[spec.Field] {
	if len(before) == 0 && len(after) == 0 {
		return nil
	}
	byName := func(f *spec.Field) string { return f.Name }
	if format == spec.OpenAPI {
		return match(before, after, byName)
	}
	return rematch(match(before, after, numbered), byName)
}

func matchValues(format spec.Format, before, after []*spec.EnumValue) []Pair[spec.EnumValue] {
	if len(before) == 0 && len(after) == 0 {
		return nil
	}
	if format == spec.OpenAPI {
		return match(before, after, func(v *spec.EnumValue) string { return "value " + Text(v.Value) })
	}
	// An alias shares its number: the name decides first.
	pairs := match(before, after, func(v *spec.EnumValue) string { return v.Name + number32(v.Number) })
	pairs = rematch(pairs, func(v *spec.EnumValue) string { return number32(v.Number) })
	return rematch(pairs, func(v *spec.EnumValue) string { return v.Name })
}

func (w *walk) field(parent *place, pair Pair[spec.Field]) {
	key := [2]*spec.Field{pair.Old, pair.New}
	if known := w.fields[key]; known != nil {
		link(parent, known)
		return
	}
	at := add(w, parent, pair, (*spec.Field).Base, w.dispatch.fields)
	w.fields[key] = at
	if pair.Both() {
		w.typ(at, pair.Old.Type, pair.New.Type)
	}
}

// schemas compares the sub-schemas that both have under the same keyword. Those under `not`, and
// the three of a condition, turn the meaning of what stands in them: the checks compare them whole.
func (w *walk) schemas(at *place, old, new *spec.Schema) {
	byName := func(f *spec.Field) string { return f.Name }
	for _, p := range match(old.PatternProperties, new.PatternProperties, byName) {
		w.keyword(at, p)
	}
	for _, p := range match(old.DependentSchemas, new.DependentSchemas, byName) {
		w.keyword(at, p)
	}
	for _, p := range w.matchAllOf(old.AllOf, new.AllOf) {
		if p.Both() {
			w.typ(at, p.Old, p.New)
		}
	}
	for i := range min(len(old.PrefixItems), len(new.PrefixItems)) {
		w.typ(at, old.PrefixItems[i], new.PrefixItems[i])
	}
	if old.MaxContains == nil && new.MaxContains == nil {
		w.typ(at, old.Contains, new.Contains) // else fewer that match may be more that are allowed
	}
	for _, rest := range [][2]*spec.Type{
		{old.UnevaluatedProperties, new.UnevaluatedProperties}, {old.AdditionalItems, new.AdditionalItems},
		{old.UnevaluatedItems, new.UnevaluatedItems},
	} {
		if typed(rest[0]) && typed(rest[1]) {
			w.typ(at, rest[0], rest[1])
		}
	}
	w.typ(at, old.PropertyNames, new.PropertyNames)
	w.typ(at, old.ContentSchema, new.ContentSchema)
	w.typ(at, old.DynamicTarget, new.DynamicTarget)
}

// keyword compares the two schemas of an entry of a keyword. Such an entry is no property.
func (w *walk) keyword(parent *place, pair Pair[spec.Field]) {
	if pair.Both() {
		w.typ(parent, pair.Old.Type, pair.New.Type)
	}
}

// branches compares the alternatives of unions. A type that is none counts as a union of itself, so
// that wrapping one in oneOf is no change; but a union that only restricts what stands beside it is
// not made of alternatives to what there was without it.
func (w *walk) branches(at *place, old, new *spec.Type) {
	before, after := Alternatives(old), Alternatives(new)
	switch {
	case before == nil && after == nil,
		before == nil && Restricted(old, new), after == nil && Restricted(new, old):
		return
	case before == nil:
		before = []*spec.Type{w.old.withoutNull(old)} // null beside it is no matter of the branch
	case after == nil:
		after = []*spec.Type{w.new.withoutNull(new)}
	}
	for _, p := range w.matchBranches(before, after) {
		branch := add(w, at, p, (*spec.Type).Base, w.dispatch.branches)
		if p.Both() {
			w.typ(branch, p.Old, p.New)
		}
	}
}

// Alternatives returns the branches of oneOf, or else of anyOf; nil if the type has none.
func Alternatives(t *spec.Type) []*spec.Type {
	if t.Schema == nil {
		return nil
	}
	if len(t.Schema.OneOf) > 0 {
		return t.Schema.OneOf
	}
	return t.Schema.AnyOf
}

// Restricted reports whether the alternatives of a union only restrict what stands beside them, which
// is as it is in the plain type: they are not what became of it, or what it was.
func Restricted(plain, union *spec.Type) bool {
	return (plain.Kind == union.Kind || alike(plain.Kind, union.Kind)) &&
		(union.Constraints != nil || union.Items != nil || len(union.Fields)+len(union.Values) > 0)
}
