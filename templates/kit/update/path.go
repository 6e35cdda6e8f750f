package update

import (
	"fmt"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
)

func isOutput(f protoreflect.FieldDescriptor) bool {
	return behavior.Declared(f).Has(annotations.FieldBehavior_OUTPUT_ONLY)
}

func isFixed(f protoreflect.FieldDescriptor) bool {
	s := behavior.Declared(f)
	return s.Has(annotations.FieldBehavior_IMMUTABLE) || s.Has(annotations.FieldBehavior_IDENTIFIER)
}

// path changes what a path of a mask names. It returns why the path names nothing; "": it does name something.
func (c *change) path(at string, to, from protoreflect.Message, path string) string {
	if why := behavior.Refuse(to.Descriptor(), path); why != "" {
		return why
	}
	c.named(at, to, from, path)
	return ""
}

// named changes what a path names that is known to name something.
func (c *change) named(at string, to, from protoreflect.Message, path string) {
	name, rest, _ := behavior.NextName(path)
	f := to.Descriptor().Fields().ByName(protoreflect.Name(name))
	at += name
	switch {
	case isOutput(f):
	case isFixed(f):
		c.fixed(at, f, to, from)
	case rest == "", rest == "*":
		c.set(at, to, from, f)
	case f.IsMap():
		c.entries(at, to, from, f, rest)
	case f.IsList():
		_, rest, _ = behavior.NextName(rest)
		c.items(at, to, from, f, rest)
	case to.Has(f):
		c.named(at+".", to.Mutable(f).Message(), from.Get(f).Message(), rest)
	default:
		appear(to, from, f, rest)
	}
}

// appear sets what is named in a message that isn't there. It stays away if that is nothing, so that
// clearing what isn't there changes nothing, neither here nor in its oneof.
func appear(to, from protoreflect.Message, f protoreflect.FieldDescriptor, rest string) {
	fresh := to.NewField(f)
	created().named("", fresh.Message(), from.Get(f).Message(), rest)
	if !isEmpty(fresh.Message()) {
		to.Set(f, fresh)
	}
}

// items changes one field of all items of a list.
func (c *change) items(at string, to, from protoreflect.Message, f protoreflect.FieldDescriptor, rest string) {
	if !to.Has(f) && !from.Has(f) {
		return
	}
	changed, wanted := to.Mutable(f).List(), from.Get(f).List()
	changed.Truncate(min(changed.Len(), wanted.Len()))
	for i := range wanted.Len() {
		who := c
		if i == changed.Len() {
			changed.Append(changed.NewElement())
			who = created()
		}
		who.named(fmt.Sprintf("%s[%d].", at, i), changed.Get(i).Message(), wanted.Get(i).Message(), rest)
	}
}

// entries changes one entry of a map, or in it.
func (c *change) entries(at string, to, from protoreflect.Message, f protoreflect.FieldDescriptor, path string) {
	name, rest, _ := behavior.NextName(path)
	if name == "*" {
		c.allEntries(at, to, from, f, rest)
		return
	}
	key, _ := behavior.Key(f.MapKey(), name)
	c.entry(at, to, from, f, key, rest)
}

// allEntries changes one field of all messages in a map. The keys are those of the patch.
func (c *change) allEntries(at string, to, from protoreflect.Message, f protoreflect.FieldDescriptor, rest string) {
	wanted := from.Get(f).Map()
	if to.Has(f) {
		drop(to.Mutable(f).Map(), wanted)
	}
	for _, key := range behavior.Keys(wanted) {
		c.entry(at, to, from, f, key, rest)
	}
}

// drop removes the entries of a map that another one lacks.
func drop(entries, wanted protoreflect.Map) {
	entries.Range(func(key protoreflect.MapKey, _ protoreflect.Value) bool {
		if !wanted.Has(key) {
			entries.Clear(key)
		}
		return true
	})
}

func (c *change) entry(at string, to, from protoreflect.Message, f protoreflect.FieldDescriptor, key protoreflect.MapKey, rest string) {
	has, wanted := to.Get(f).Map().Has(key), from.Get(f).Map()
	switch {
	case !has && !wanted.Has(key):
	case rest == "" && !wanted.Has(key):
		to.Mutable(f).Map().Clear(key)
	case f.MapValue().Message() == nil:
		to.Mutable(f).Map().Set(key, clone(f.MapValue(), wanted.Get(key)))
	default:
		if !has {
			c = created()
		}
		c.inEntry(at+behavior.Subscript(key)+".", to.Mutable(f).Map().Mutable(key).Message(), valueOf(wanted, key), rest)
	}
}

func (c *change) inEntry(at string, to, from protoreflect.Message, rest string) {
	if rest == "" {
		c.replace(at, to, from)
	} else {
		c.named(at, to, from, rest)
	}
}

// valueOf returns a message of a map, an empty one if there is none.
func valueOf(entries protoreflect.Map, key protoreflect.MapKey) protoreflect.Message {
	if entries.Has(key) {
		return entries.Get(key).Message()
	}
	return entries.NewValue().Message()
}
