package valid

import (
	"cmp"
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Under says that what was reported since mark lies in a field of m.
func (v *Violations) Under(mark int, m proto.Message, field protoreflect.FieldNumber) {
	if len(v.found) > mark {
		v.under(mark, step{field: descriptor(m, field)})
	}
}

// UnderIndex says that it lies in one item of a list.
func (v *Violations) UnderIndex(mark int, m proto.Message, field protoreflect.FieldNumber, i int) {
	if len(v.found) > mark {
		v.under(mark, step{field: descriptor(m, field), subscript: index, number: uint64(i)})
	}
}

// UnderString says that it lies in the entry of a map with a string for a key.
func (v *Violations) UnderString(mark int, m proto.Message, field protoreflect.FieldNumber, key string) {
	if len(v.found) > mark {
		v.under(mark, step{field: descriptor(m, field), subscript: stringKey, text: key})
	}
}

// UnderInt says that it lies in the entry of a map with a signed integer for a key.
func (v *Violations) UnderInt(mark int, m proto.Message, field protoreflect.FieldNumber, key int64) {
	if len(v.found) > mark {
		v.under(mark, step{field: descriptor(m, field), subscript: intKey, number: uint64(key)})
	}
}

// UnderUint says that it lies in the entry of a map with an unsigned integer for a key.
func (v *Violations) UnderUint(mark int, m proto.Message, field protoreflect.FieldNumber, key uint64) {
	if len(v.found) > mark {
		v.under(mark, step{field: descriptor(m, field), subscript: uintKey, number: key})
	}
}

// UnderBool says that it lies in the entry of a map with a bool for a key.
func (v *Violations) UnderBool(mark int, m proto.Message, field protoreflect.FieldNumber, key bool) {
	if len(v.found) > mark {
		s := step{field: descriptor(m, field), subscript: boolKey}
		if key {
			s.number = 1
		}
		v.under(mark, s)
	}
}

// SortEntries puts what was found in the entries of a map since mark into the order of their keys, for a
// map has none.
func (v *Violations) SortEntries(mark int) {
	if len(v.found) > mark+1 {
		slices.SortStableFunc(v.found[mark:], func(a, b *Violation) int {
			return compareKeys(a.path[len(a.path)-1], b.path[len(b.path)-1])
		})
	}
}

func compareKeys(a, b step) int {
	if a.subscript == intKey {
		return cmp.Compare(int64(a.number), int64(b.number))
	}
	return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(a.number, b.number))
}

func (v *Violations) under(mark int, s step) {
	for _, one := range v.found[mark:] {
		one.push(s)
	}
}

func descriptor(m proto.Message, field protoreflect.FieldNumber) protoreflect.FieldDescriptor {
	return m.ProtoReflect().Descriptor().Fields().ByNumber(field)
}
