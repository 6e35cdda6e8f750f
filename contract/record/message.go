package record

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// messageWalker goes over a message and what .proto files say of its fields.
type messageWalker struct {
	*Recorder
	*services
	strict  bool // a request: the consumer sends just this
	guarded bool // the method is about secrets
	hidden  *secrets
	large   string // where there are more items of different shapes than can be written
}

// message makes the tree of a message.
func (w *messageWalker) message(v *spec.Value, d protoreflect.MessageDescriptor, at place) *node {
	made := &node{kinds: wire.KindObject, objects: 1, path: at.path}
	if t := w.types[d.FullName()]; t != nil {
		at.why = first(at.why, personal(t))
	}
	for _, m := range v.Members {
		f := d.Fields().ByName(protoreflect.Name(m.Key))
		made.members = append(made.members, &member{name: m.Key, samples: 1, node: w.field(m.Value, f, at)})
	}
	return made
}

func (w *messageWalker) field(v *spec.Value, f protoreflect.FieldDescriptor, above place) *node {
	name := string(f.Name())
	at := place{path: above.path + "." + name, name: name, why: above.why, id: namesOne(name) || namesVersion(name)}
	if facts := w.fields[f.FullName()]; facts != nil {
		at.why = first(at.why, personalNode(&facts.Node))
		at.id = at.id || facts.Reference != nil || facts.Behavior.Has(spec.BehaviorIdentifier)
		if facts.Behavior.Has(spec.BehaviorInputOnly) {
			at.why = first(at.why, "write-only")
		}
	}
	at.why = first(at.why, w.named(name))
	switch {
	case f.IsMap():
		return w.entries(v, f, at)
	case f.IsList():
		return w.items(v, f, at)
	}
	return w.one(v, f, at)
}

// entries visits a map, whose keys are data: none of them is written, and all values are taken for one.
func (w *messageWalker) entries(v *spec.Value, f protoreflect.FieldDescriptor, at place) *node {
	made := &node{kinds: wire.KindObject, free: true, objects: 1, path: at.path}
	if f.MapKey().Kind() != protoreflect.StringKind {
		made.key = map[bool]string{true: "true", false: "1"}[f.MapKey().Kind() == protoreflect.BoolKind]
	}
	for _, m := range v.Members {
		w.hidden.add(m.Key)
		value := w.one(m.Value, f.MapValue(), place{path: at.path + ".*", why: first(at.why, "its key is data")})
		made.each = folded(append(made.each, value))
	}
	return made
}

func (w *messageWalker) items(v *spec.Value, f protoreflect.FieldDescriptor, at place) *node {
	made := &node{kinds: wire.KindArray, path: at.path}
	if facts := w.fields[f.FullName()]; facts != nil {
		made.least, made.most = limits([]*spec.Type{facts.Type})
	}
	for _, item := range v.Items {
		made.each = append(made.each, w.one(item, f, place{path: at.path + "[*]", why: at.why, id: at.id}))
	}
	switch {
	case !w.strict || alike(made.each):
		made.each = folded(made.each)
	case len(made.each) > mostItems:
		w.large = at.path
	}
	return made
}

func (w *messageWalker) one(v *spec.Value, f protoreflect.FieldDescriptor, at place) *node {
	if f.Message() != nil {
		return w.message(v, f.Message(), at)
	}
	own := w.own(f)
	made := &node{kinds: kindOf(f), path: at.path, schemas: []*spec.Type{w.schema(f)}, raw: v.Text, hash: hashOf(v.Text)}
	switch {
	case v.Kind == spec.Num && f.Enum() != nil: // a number that has no name
		made.kinds = wire.KindInteger
	case v.Kind == spec.Str && made.kinds == wire.KindNumber: // what JSON has no number for
		made.kinds, own = wire.KindString, nil
	}
	if own != nil {
		at.why = first(at.why, personal(own))
	}
	made.matchers, made.listed = w.scalarMatchers(f, own, made)
	if f.Kind() == protoreflect.BytesKind && v.Text != "" {
		at.why = first(at.why, "bytes, in which nothing can be told apart")
	}
	isID := !w.guarded && (at.id || own != nil && identifies([]*spec.Type{own}))
	if made.why = first(at.why, w.values.suspects(made, isID)); made.why != "" {
		w.hidden.keep(made.raw)
	}
	return made
}

func (w *messageWalker) scalarMatchers(f protoreflect.FieldDescriptor, own *spec.Type, n *node) ([]*contract.Matcher, bool) {
	switch {
	case n.kinds == wire.KindBool:
		return []*contract.Matcher{{Kind: contract.Boolean}}, false
	case n.kinds == wire.KindInteger:
		return []*contract.Matcher{{Kind: contract.Integer}}, false
	case n.kinds == wire.KindNumber:
		return []*contract.Matcher{{Kind: contract.Number}}, false
	case f.Kind() == protoreflect.BytesKind:
		return []*contract.Matcher{{Kind: contract.Type}}, false
	case f.Enum() != nil:
		return matchersOf([]*spec.Type{w.schema(f)}, wire.KindString, n.raw)
	case own == nil:
		return []*contract.Matcher{{Kind: contract.Type}}, false
	}
	return matchersOf([]*spec.Type{own}, wire.KindString, n.raw)
}
