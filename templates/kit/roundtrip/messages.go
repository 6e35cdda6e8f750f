package roundtrip

import (
	"fmt"
	"iter"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// The bounds of what is made.
const (
	mostDepth  = 3  // messages within messages, but for those that are made to be deep
	mostWithin = 60 // messages within one
	deepest    = 25 // of a message that may hold its own kind
	turns      = 12 // messages in which all is set
)

// messages yields the messages of a subject with what is special about each: nothing is set; one field is, to one of
// the values of its kind or to many; all are; it holds its own kind, and so on.
func (s *subject) messages() iter.Seq2[string, proto.Message] {
	return func(yield func(string, proto.Message) bool) {
		m := &maker{}
		if special(s.typ.Descriptor()) {
			for turn := range turns {
				if !yield(fmt.Sprintf("in form %d", turn), m.special(s.typ, turn).Interface()) {
					return
				}
			}
			return
		}
		if !yield("nothing is set", m.bare(s.typ).Interface()) {
			return
		}
		for _, f := range s.fields {
			for name, set := range m.ways(f) {
				x := m.bare(s.typ)
				set(x)
				if !yield(string(f.Name())+" is "+name, x.Interface()) {
					return
				}
			}
		}
		for turn := range turns {
			m.made = 0
			if !yield(fmt.Sprintf("everything is set, %d", turn), m.full(s.typ, s.fields, turn, 0).Interface()) {
				return
			}
		}
		if way := home(s.typ.Descriptor()); way != nil {
			yield("it holds its own kind", m.deep(s.typ, way).Interface())
		}
	}
}

// maker makes messages.
type maker struct {
	made int // within the one at hand
}

// bare is a message with nothing but what proto2 demands.
func (m *maker) bare(typ protoreflect.MessageType) protoreflect.Message {
	out := typ.New()
	if special(typ.Descriptor()) {
		return m.special(typ, 0)
	}
	for i := range typ.Descriptor().Fields().Len() {
		if f := typ.Descriptor().Fields().Get(i); f.Cardinality() == protoreflect.Required {
			out.Set(f, m.value(out.NewField(f), f, 0, mostDepth))
		}
	}
	return out
}

// ways yields what a field may be set to, with what is special about it.
func (m *maker) ways(f protoreflect.FieldDescriptor) iter.Seq2[string, func(protoreflect.Message)] {
	return func(yield func(string, func(protoreflect.Message)) bool) {
		n := numberOf(element(f))
		for i := range n {
			if !yield(fmt.Sprintf("value %d", i), func(x protoreflect.Message) { m.made = 0; m.some(x, f, i, 1, 1) }) {
				return
			}
		}
		if f.IsList() || f.IsMap() {
			if !yield("all values", func(x protoreflect.Message) { m.made = 0; m.some(x, f, 0, n, 1) }) {
				return
			}
		}
		if f.IsMap() {
			for i := range numberOf(f.MapKey()) {
				if !yield(fmt.Sprintf("under key %d", i), func(x protoreflect.Message) { m.made = 0; m.under(x, f, i) }) {
					return
				}
			}
		}
	}
}

// element is what a map holds, or the field itself.
func element(f protoreflect.FieldDescriptor) protoreflect.FieldDescriptor {
	if f.IsMap() {
		return f.MapValue()
	}
	return f
}

// some sets a field: to as many values of a list or map as are asked for, from one on.
func (m *maker) some(x protoreflect.Message, f protoreflect.FieldDescriptor, from, many, depth int) {
	switch {
	case f.IsList():
		list := x.Mutable(f).List()
		for i := range many {
			list.Append(m.value(list.NewElement(), f, from+i, depth))
		}
	case f.IsMap():
		entries := x.Mutable(f).Map()
		for i := range many {
			key := scalar(f.MapKey(), from+i).MapKey()
			entries.Set(key, m.value(entries.NewValue(), f.MapValue(), from+i, depth))
		}
	default:
		x.Set(f, m.value(x.NewField(f), f, from, depth))
	}
}

func (m *maker) under(x protoreflect.Message, f protoreflect.FieldDescriptor, key int) {
	entries := x.Mutable(f).Map()
	entries.Set(scalar(f.MapKey(), key).MapKey(), m.value(entries.NewValue(), f.MapValue(), 1, mostDepth))
}

// value is one value of a field: one of its kind, or a message in the place of the empty one that is given.
func (m *maker) value(empty protoreflect.Value, f protoreflect.FieldDescriptor, turn, depth int) protoreflect.Value {
	if f.Message() == nil {
		return scalar(f, turn)
	}
	typ := empty.Message().Type()
	if special(f.Message()) {
		return protoreflect.ValueOfMessage(m.special(typ, turn))
	}
	if m.made++; turn == 0 || depth >= mostDepth || m.made > mostWithin {
		return protoreflect.ValueOfMessage(m.bare(typ))
	}
	return protoreflect.ValueOfMessage(m.full(typ, fieldsOf(f.Message()), turn, depth+1))
}

// full is a message in which everything is set; one of each oneof, and each of them in some turn.
func (m *maker) full(typ protoreflect.MessageType, fields []protoreflect.FieldDescriptor, turn, depth int) protoreflect.Message {
	out := m.bare(typ)
	for i, f := range fields {
		if o := f.ContainingOneof(); o != nil && !o.IsSynthetic() && o.Fields().Get(turn%o.Fields().Len()) != f {
			continue
		}
		m.some(out, f, turn+i, 2, depth)
	}
	return out
}

// home is a way from a message through fields to one of its own kind; nil for none.
func home(d protoreflect.MessageDescriptor) []protoreflect.FieldDescriptor {
	type place struct {
		d   protoreflect.MessageDescriptor
		way []protoreflect.FieldDescriptor
	}
	seen := map[protoreflect.FullName]bool{}
	for next := []place{{d, nil}}; len(next) > 0; next = next[1:] {
		at := next[0]
		for _, f := range fieldsOf(at.d) {
			inner := element(f).Message()
			if inner == nil || special(inner) {
				continue
			}
			way := append(at.way[:len(at.way):len(at.way)], f)
			if inner.FullName() == d.FullName() {
				return way
			}
			if !seen[inner.FullName()] {
				seen[inner.FullName()] = true
				next = append(next, place{inner, way})
			}
		}
	}
	return nil
}

// deep is a message that holds its own kind, as far down as is allowed.
func (m *maker) deep(typ protoreflect.MessageType, way []protoreflect.FieldDescriptor) protoreflect.Message {
	out := m.bare(typ)
	at := out
	for i := range deepest {
		f := way[i%len(way)]
		switch {
		case f.IsList():
			at = at.Mutable(f).List().AppendMutable().Message()
		case f.IsMap():
			at = at.Mutable(f).Map().Mutable(scalar(f.MapKey(), i).MapKey()).Message()
		default:
			at = at.Mutable(f).Message()
		}
		proto.Merge(at.Interface(), m.bare(at.Type()).Interface())
	}
	return out
}
