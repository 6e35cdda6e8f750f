// Package valid is what compiled validation rules report to: it collects violations as protovalidate
// tells them (buf.validate.Violation), hands what couldn't be compiled to a run time, and keeps the time
// that rules speak of. It must not know any expression language, nor any rule.
package valid

import (
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Ruled is a message with compiled rules.
type Ruled interface {
	proto.Message
	// CheckRules reports what the message breaks to v. A nil message is an empty one.
	CheckRules(v *Violations)
}

// Violations collects what is wrong with one message. It costs nothing until something is.
type Violations struct {
	runtime   Runtime
	now       func() time.Time
	found     []*Violation
	room      []Violation // for the next ones: they are allocated a few at a time
	err       error
	delegated int
}

// AddTo reports a broken rule of a field of m: its path below buf.validate.FieldRules ("string.min_len"),
// its name, and what is wrong.
func (v *Violations) AddTo(m proto.Message, field protoreflect.FieldNumber, rule, id, message string) {
	v.Add(rule, id, message)
	v.Under(len(v.found)-1, m, field)
}

// Add reports a broken rule ("" if it has no path) of what Under and its like place: an item, a key, a message.
func (v *Violations) Add(rule, id, message string) {
	if v.found == nil {
		v.found = make([]*Violation, 0, 2*few)
	}
	if len(v.room) == 0 {
		v.room = make([]Violation, few)
	}
	one := &v.room[0]
	v.room = v.room[1:]
	one.Rule, one.ID, one.Message = rule, id, message
	v.found = append(v.found, one)
}

// few is how many violations are allocated at a time.
const few = 4

// Required reports a field of m without a value.
func (v *Violations) Required(m proto.Message, field protoreflect.FieldNumber) {
	v.AddTo(m, field, "required", "required", "value is required")
}

// Oneof reports a oneof without a value.
func (v *Violations) Oneof(name string) {
	v.Add("", "required", "exactly one field is required in oneof")
	v.found[len(v.found)-1].push(step{text: name})
}

// Count counts the fields that are set, of a rule that allows but one.
func Count(set ...bool) (n int) {
	for _, is := range set {
		if is {
			n++
		}
	}
	return n
}

// Mark returns a position, for what is reported after it.
func (v *Violations) Mark() int { return len(v.found) }

// ForKey says that what was reported since mark is wrong with the key of a map.
func (v *Violations) ForKey(mark int) {
	for _, one := range v.found[mark:] {
		one.ForKey = true
	}
}

// Fail ends the validation with an error. The first one counts.
func (v *Violations) Fail(err error) {
	if v.err == nil {
		v.err = err
	}
}

// Delegated returns how often the run time was asked.
func (v *Violations) Delegated() int { return v.delegated }

// Now is the time that rules compare with.
func (v *Violations) Now() time.Time { return v.now() }

// Err returns the error that ended the validation, or an *Error with the violations, or nil.
func (v *Violations) Err() error {
	if v.err != nil {
		return v.err
	}
	if len(v.found) == 0 {
		return nil
	}
	return &Error{Violations: v.found}
}
