package stdrules

import (
	"fmt"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

// items evaluates the rules of a list and of its items.
func (e *evaluation) items(m protoreflect.Message, fd protoreflect.FieldDescriptor, list protoreflect.List, rules *validate.RepeatedRules) {
	mark, n := e.Mark(), uint64(list.Len())
	if least := rules.GetMinItems(); n < least {
		e.Add("repeated.min_items", "repeated.min_items", fmt.Sprintf("must contain at least %d item(s)", least))
	}
	if most := rules.GetMaxItems(); rules.HasMaxItems() && n > most {
		e.Add("repeated.max_items", "repeated.max_items", fmt.Sprintf("must contain no more than %d item(s)", most))
	}
	if rules.GetUnique() && fd.Message() == nil && !unique(list, fd.Kind()) {
		e.Add("repeated.unique", "repeated.unique", "repeated value must contain unique items")
	}
	e.Under(mark, m.Interface(), fd.Number())
	for i := range list.Len() {
		mark := e.Mark()
		e.element(value{list.Get(i), fd, "repeated.items."}, rules.GetItems())
		e.UnderIndex(mark, m.Interface(), fd.Number(), i)
	}
}

// unique says whether no scalar occurs twice.
func unique(list protoreflect.List, kind protoreflect.Kind) bool {
	if kind == protoreflect.BytesKind {
		all := make([][]byte, list.Len())
		for i := range all {
			all[i] = list.Get(i).Bytes()
		}
		return valid.UniqueBytes(all)
	}
	all := make([]any, list.Len())
	for i := range all {
		all[i] = list.Get(i).Interface()
	}
	return valid.Unique(all)
}

// entries evaluates the rules of a map, its keys and its values.
func (e *evaluation) entries(m protoreflect.Message, fd protoreflect.FieldDescriptor, entries protoreflect.Map, rules *validate.MapRules) {
	mark, n := e.Mark(), uint64(entries.Len())
	switch least, most := rules.GetMinPairs(), rules.GetMaxPairs(); {
	case n < least:
		e.Add("map.min_pairs", "map.min_pairs", fmt.Sprintf("map must be at least %d entries", least))
	case rules.HasMaxPairs() && n > most:
		e.Add("map.max_pairs", "map.max_pairs", fmt.Sprintf("map must be at most %d entries", most))
	}
	e.Under(mark, m.Interface(), fd.Number())
	mark = e.Mark()
	entries.Range(func(key protoreflect.MapKey, v protoreflect.Value) bool {
		mark := e.Mark()
		e.element(value{key.Value(), fd.MapKey(), "map.keys."}, rules.GetKeys())
		e.ForKey(mark)
		e.element(value{v, fd.MapValue(), "map.values."}, rules.GetValues())
		e.underKey(mark, m.Interface(), fd, key)
		return true
	})
	e.SortEntries(mark)
}

func (e *evaluation) underKey(mark int, m proto.Message, fd protoreflect.FieldDescriptor, key protoreflect.MapKey) {
	switch k := key.Interface().(type) {
	case string:
		e.UnderString(mark, m, fd.Number(), k)
	case bool:
		e.UnderBool(mark, m, fd.Number(), k)
	case uint32, uint64:
		e.UnderUint(mark, m, fd.Number(), key.Uint())
	default:
		e.UnderInt(mark, m, fd.Number(), key.Int())
	}
}

// element evaluates the rules of an item, a key or a map's value, which may be ignored when zero.
func (e *evaluation) element(x value, rules *validate.FieldRules) {
	ignore := rules.GetIgnore()
	if ignore == validate.Ignore_IGNORE_ALWAYS || ignore == validate.Ignore_IGNORE_IF_ZERO_VALUE && x.zero() {
		return
	}
	e.single(x, rules)
}

// zero says whether a value is what a new one would be.
func (x value) zero() bool {
	switch x.desc.Kind() {
	case protoreflect.EnumKind:
		return x.Enum() == x.desc.Enum().Values().Get(0).Number()
	case protoreflect.MessageKind, protoreflect.GroupKind:
		m := x.Message()
		return proto.Equal(m.Interface(), m.New().Interface())
	case protoreflect.BytesKind:
		return len(x.Bytes()) == 0
	case protoreflect.StringKind:
		return x.String() == ""
	case protoreflect.BoolKind:
		return !x.Bool()
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		return x.Float() == 0
	}
	return number(x.Value, 0) == 0
}
