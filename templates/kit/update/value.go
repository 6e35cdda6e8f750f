package update

import (
	"bytes"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
)

// merge changes what is set in a patch.
func (c *change) merge(prefix string, to, from protoreflect.Message) {
	each(from, func(f protoreflect.FieldDescriptor) {
		at := prefix + string(f.Name())
		switch {
		case isOutput(f):
		case isFixed(f):
			c.fixed(at, f, to, from)
		case behavior.Merged(f) && to.Has(f):
			c.merge(at+".", to.Mutable(f).Message(), from.Get(f).Message())
		default:
			c.set(at, to, from, f)
		}
	})
}

// replace changes all fields to what they are in a patch. What is fixed may be missing from it.
func (c *change) replace(prefix string, to, from protoreflect.Message) {
	fields := to.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		at := prefix + string(f.Name())
		switch {
		case isOutput(f):
		case !isFixed(f) || c.fresh:
			c.set(at, to, from, f)
		case from.Has(f):
			c.fixed(at, f, to, from)
		}
	}
	if c.fresh {
		to.SetUnknown(bytes.Clone(from.GetUnknown()))
	}
	extensions(to, func(f protoreflect.FieldDescriptor) { to.Clear(f) })
	extensions(from, func(f protoreflect.FieldDescriptor) { c.set(prefix, to, from, f) })
}

// set changes a field, and keeps what is OUTPUT_ONLY in it.
func (c *change) set(at string, to, from protoreflect.Message, f protoreflect.FieldDescriptor) {
	switch {
	case !to.Has(f) && !from.Has(f):
	case f.IsMap() && f.MapValue().Message() != nil:
		c.replaceEntries(at, to, from, f)
	case behavior.Merged(f):
		c.replaceMessage(at+".", to, from, f)
	case from.Has(f):
		to.Set(f, copied(to, from, f))
	default:
		to.Clear(f)
	}
}

// replaceMessage leaves nothing of a message that is cleared but what is OUTPUT_ONLY.
func (c *change) replaceMessage(at string, to, from protoreflect.Message, f protoreflect.FieldDescriptor) {
	if !to.Has(f) || !from.Has(f) {
		c = created()
	}
	changed := to.Mutable(f).Message()
	if from.Has(f) {
		c.replace(at, changed, from.Get(f).Message())
		return
	}
	c.replace(at, changed, changed.New())
	if isEmpty(changed) {
		to.Clear(f)
	}
}

// replaceEntries replaces a map of messages key by key.
func (c *change) replaceEntries(at string, to, from protoreflect.Message, f protoreflect.FieldDescriptor) {
	if !from.Has(f) {
		to.Clear(f)
		return
	}
	drop(to.Mutable(f).Map(), from.Get(f).Map())
	for _, key := range behavior.Keys(from.Get(f).Map()) {
		c.entry(at, to, from, f, key, "")
	}
}

// copied returns a copy of a field that shares nothing with the patch.
func copied(to, from protoreflect.Message, f protoreflect.FieldDescriptor) protoreflect.Value {
	v, fresh := from.Get(f), protoreflect.Value{}
	if f.IsMap() || f.IsList() || f.Message() != nil {
		fresh = to.NewField(f)
	}
	switch {
	case f.IsMap():
		v.Map().Range(func(key protoreflect.MapKey, one protoreflect.Value) bool {
			fresh.Map().Set(key, clone(f.MapValue(), one))
			return true
		})
	case f.IsList():
		for i := range v.List().Len() {
			add(fresh.List(), f, v.List().Get(i))
		}
	case f.Message() != nil:
		proto.Merge(fresh.Message().Interface(), v.Message().Interface())
	default:
		fresh = clone(f, v)
	}
	return fresh
}

// add appends an item without what is OUTPUT_ONLY in it.
func add(list protoreflect.List, f protoreflect.FieldDescriptor, v protoreflect.Value) {
	if f.Message() == nil {
		list.Append(clone(f, v))
		return
	}
	one := list.NewElement()
	created().replace("", one.Message(), v.Message())
	list.Append(one)
}

// clone copies a scalar value.
func clone(f protoreflect.FieldDescriptor, v protoreflect.Value) protoreflect.Value {
	if f.Kind() == protoreflect.BytesKind {
		return protoreflect.ValueOfBytes(bytes.Clone(v.Bytes()))
	}
	return v
}

// each visits the fields that are set, in the order of their declaration, extensions last.
func each(m protoreflect.Message, visit func(protoreflect.FieldDescriptor)) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		if m.Has(fields.Get(i)) {
			visit(fields.Get(i))
		}
	}
	extensions(m, visit)
}

func extensions(m protoreflect.Message, visit func(protoreflect.FieldDescriptor)) {
	m.Range(func(f protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		if f.IsExtension() {
			visit(f)
		}
		return true
	})
}

func isEmpty(m protoreflect.Message) bool {
	empty := true
	m.Range(func(protoreflect.FieldDescriptor, protoreflect.Value) bool {
		empty = false
		return false
	})
	return empty && len(m.GetUnknown()) == 0
}
