// Package behavior holds requests to what a contract says of fields beyond their types: google.api.field_behavior
// (AIP-203), enum numbers that it names, field masks (AIP-161), and what of it a partial update speaks of (AIP-134).
// What there is to do is decided once for a method. It must not know protocols, nor validation rules.
package behavior

import (
	"sync"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Plan is what there is to do with the requests of one method. It may be used by several goroutines at once.
type Plan struct {
	root  *node                        // of the request
	one   *shape                       // what the request itself asks for
	batch protoreflect.FieldDescriptor // of a batch (AIP-231, AIP-233, AIP-234): the list of requests; nil: it is none
	each  *shape                       // what each of them asks for
	given []way                        // OUTPUT_ONLY fields that a path is made of: callers do give them
	walks sync.Pool
}

// Of returns the plan of one method. Those of many are made faster by Plans.
func Of(d protoreflect.MethodDescriptor) *Plan { return new(Plans).Of(d) }

// Of returns the plan of a method.
func (all *Plans) Of(d protoreflect.MethodDescriptor) *Plan {
	p := &Plan{root: all.graph(d.Input()), given: addressed(d)}
	p.one, p.batch, p.each = shapes(d)
	return p
}

// Clean clears what a caller can't set: OUTPUT_ONLY fields at any depth, and IDENTIFIER ones where a
// resource is created, as AIP-203 has it, without complaint. What a path of the method is made of stays.
func (p *Plan) Clean(m protoreflect.Message) {
	p.shaped(m, func(s *shape, m protoreflect.Message, _ int) { s.clean(m) })
	if !p.root.cleans {
		return
	}
	kept := make([]protoreflect.Value, len(p.given))
	for i, w := range p.given {
		kept[i] = w.get(m)
	}
	p.root.clean(m)
	for i, w := range p.given {
		if kept[i].IsValid() {
			w.set(m, kept[i])
		}
	}
}

// Check reports REQUIRED fields that are unset, numbers that are no values of their enum, IDENTIFIER fields that an
// update lacks, and paths of field masks that name nothing, in the order of the fields. What a partial
// update doesn't speak of is passed over. Fields are spelt as in order.items[2].quantity; codes are those of violations.
func (p *Plan) Check(m protoreflect.Message, add func(field, code, description string)) {
	if !p.root.checks && !p.one.checks() && !p.each.checks() {
		return
	}
	w, _ := p.walks.Get().(*walk)
	if w == nil {
		w = new(walk)
	}
	w.scope, w.add = Scope{plan: p, message: m}, add
	p.shaped(m, func(s *shape, m protoreflect.Message, i int) { s.check(w, p.batch, m, i) })
	if p.root.checks {
		w.check(p.root, m)
	}
	w.scope, w.add = Scope{}, nil
	p.walks.Put(w)
}

// Wanted asks the scope of a request about one violation.
func (p *Plan) Wanted(m protoreflect.Message, field string) bool { return p.Scope(m).Wanted(field) }

// shaped visits the request, and those that are in it, with what they ask for. The request itself has no index: -1.
func (p *Plan) shaped(m protoreflect.Message, visit func(*shape, protoreflect.Message, int)) {
	if p.one != nil {
		visit(p.one, m, -1)
	}
	if p.each == nil {
		return
	}
	list := m.Get(p.batch).List()
	for i := range list.Len() {
		visit(p.each, list.Get(i).Message(), i)
	}
}

// The codes that Check reports.
const (
	codeRequired = errors.Required
	codeEnum     = errors.Enum
	codePath     = errors.UnknownField
	codeLarge    = errors.TooLarge
)
