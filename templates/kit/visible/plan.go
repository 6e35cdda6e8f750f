package visible

import (
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// plan is where in a type of message there may be something internal.
type plan struct {
	hidden     []protoreflect.FieldDescriptor
	ways       []way // to messages that may have it
	masks      []protoreflect.FieldDescriptor
	anything   bool // it is an Any
	extensible bool
	worth      bool // something may be internal here or below
}

type way struct {
	field protoreflect.FieldDescriptor
	plan  *plan
}

func (p *plan) any() bool { return p.worth }

// plan returns the plan of a type, which is made when it is first met.
func (f *Filter) plan(d protoreflect.MessageDescriptor) *plan {
	if p, ok := f.plans.Load(d); ok {
		return p.(*plan)
	}
	f.making.Lock()
	defer f.making.Unlock()
	made := map[protoreflect.MessageDescriptor]*plan{}
	f.make(d, made)
	for changed := true; changed; { // types may hold one another
		changed = false
		for _, p := range made {
			if !p.worth && p.reaches() {
				p.worth, changed = true, true
			}
		}
	}
	for _, p := range made {
		p.prune()
	}
	for d, p := range made { // from here on others read all that it leads to
		f.plans.Store(d, p)
	}
	return made[d]
}

// make makes the plans of a type and of all that it reaches.
func (f *Filter) make(d protoreflect.MessageDescriptor, made map[protoreflect.MessageDescriptor]*plan) *plan {
	if p, ok := f.plans.Load(d); ok {
		if _, twice := made[d]; !twice {
			made[d] = p.(*plan)
		}
	}
	if p, ok := made[d]; ok {
		return p
	}
	p := &plan{anything: d.FullName() == "google.protobuf.Any", extensible: d.ExtensionRanges().Len() > 0}
	made[d] = p
	for i := range d.Fields().Len() {
		field := d.Fields().Get(i)
		to := target(field)
		switch {
		case f.options.Internal(field):
			p.hidden = append(p.hidden, field)
		case to != nil && to.FullName() == "google.protobuf.FieldMask":
			p.masks = append(p.masks, field)
		case to != nil:
			p.ways = append(p.ways, way{field, f.make(to, made)})
		}
	}
	p.worth = len(p.hidden) > 0 || p.anything || p.extensible
	return p
}

// target is the type of a field's messages; nil: it has none.
func target(f protoreflect.FieldDescriptor) protoreflect.MessageDescriptor {
	if f.IsMap() {
		f = f.MapValue()
	}
	return f.Message()
}

func (p *plan) reaches() bool {
	for _, w := range p.ways {
		if w.plan.worth {
			return true
		}
	}
	return false
}

// prune forgets ways that lead to nothing.
func (p *plan) prune() {
	var kept []way
	for _, w := range p.ways {
		if w.plan.worth {
			kept = append(kept, w)
		}
	}
	if len(kept) < len(p.ways) { // plans that are in use already have none to lose
		p.ways = kept
	}
}

// below goes over the messages of a message that may have something internal. It ends when do returns false.
func (f *Filter) below(p *plan, m protoreflect.Message, do func(path string, p *plan, m protoreflect.Message) bool) {
	for _, w := range p.ways {
		if m.Has(w.field) && !each("", w.field, m.Get(w.field), func(path string, m protoreflect.Message) bool { return do(path, w.plan, m) }) {
			return
		}
	}
}

// each goes over the messages of a field's value. A prefix of "" leaves out paths, which cost.
func each(prefix string, f protoreflect.FieldDescriptor, v protoreflect.Value, do func(path string, m protoreflect.Message) bool) bool {
	switch {
	case f.IsMap():
		more := true
		v.Map().Range(func(k protoreflect.MapKey, v protoreflect.Value) bool {
			more = do(keyed(prefix, f.MapKey(), k), v.Message())
			return more
		})
		return more
	case f.IsList():
		for i := range v.List().Len() {
			if !do(indexed(prefix, i), v.List().Get(i).Message()) {
				return false
			}
		}
		return true
	}
	return do(prefix, v.Message())
}

func indexed(prefix string, i int) string {
	if prefix == "" {
		return ""
	}
	return prefix + "[" + strconv.Itoa(i) + "]"
}

func keyed(prefix string, kind protoreflect.FieldDescriptor, k protoreflect.MapKey) string {
	switch {
	case prefix == "":
		return ""
	case kind.Kind() == protoreflect.StringKind:
		return prefix + "[" + strconv.Quote(k.String()) + "]"
	}
	return prefix + "[" + k.String() + "]"
}
