// Package valid is what compiled validation rules report to: it collects violations in the form of
// protovalidate (buf.validate.Violation), hands what couldn't be compiled to a run time, and keeps the
// time that rules speak of. It must not know any expression language, nor any rule.
package valid

import (
	"slices"
	"strings"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Ruled is a message with compiled rules.
type Ruled interface {
	proto.Message
	// CheckRules reports what the message breaks to v. A nil message is an empty one.
	CheckRules(v *Violations)
}

// Runtime evaluates rules that aren't compiled.
type Runtime interface {
	// Evaluate returns what is found by the rules of one part of m, with paths from m: of a field of m and
	// all below it, of m itself without its fields (its own descriptor), or of everything (nil).
	Evaluate(m proto.Message, part protoreflect.Descriptor, now func() time.Time) ([]*validate.Violation, error)
	// Compile returns why the rules of a field can't be evaluated, nil if they can.
	Compile(m proto.Message, field protoreflect.FieldDescriptor) error
}

// Violations collects what is wrong with one message. It costs nothing until something is.
type Violations struct {
	runtime   Runtime
	now       func() time.Time
	found     []*violation
	err       error
	delegated int
}

type violation struct {
	path []*validate.FieldPathElement // innermost first
	form *validate.Violation
}

// AddTo reports a broken rule of a field of m: its path below buf.validate.FieldRules ("string.min_len"),
// its name, and what is wrong.
func (v *Violations) AddTo(m proto.Message, field protoreflect.FieldNumber, rule, id, message string) {
	v.Add(rule, id, message)
	v.Under(len(v.found)-1, m, field)
}

// Add reports a broken rule ("" if it has no path) of what Under and its like place: an item, a key, a message.
func (v *Violations) Add(rule, id, message string) {
	form := validate.Violation_builder{RuleId: proto.String(id), Message: proto.String(message)}
	if rule != "" {
		form.Rule = rulePath(rule)
	}
	v.found = append(v.found, &violation{form: form.Build()})
}

// Required reports a field of m without a value.
func (v *Violations) Required(m proto.Message, field protoreflect.FieldNumber) {
	v.AddTo(m, field, "required", "required", "value is required")
}

// Oneof reports a oneof without a value.
func (v *Violations) Oneof(name string) {
	v.Add("", "required", "exactly one field is required in oneof")
	element := validate.FieldPathElement_builder{FieldName: proto.String(name)}.Build()
	v.found[len(v.found)-1].path = []*validate.FieldPathElement{element}
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
		one.form.SetForKey(true)
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
	failed := &Error{Violations: make([]*validate.Violation, len(v.found))}
	for i, one := range v.found {
		if len(one.path) > 0 {
			slices.Reverse(one.path)
			one.form.SetField(validate.FieldPath_builder{Elements: one.path}.Build())
		}
		failed.Violations[i] = one.form
	}
	return failed
}

// rulePath spells out a path through the messages of rules. Fields that don't exist are left out.
func rulePath(path string) *validate.FieldPath {
	var elements []*validate.FieldPathElement
	within := (*validate.FieldRules)(nil).ProtoReflect().Descriptor()
	for name := range strings.SplitSeq(path, ".") {
		if within == nil {
			break
		}
		field := within.Fields().ByName(protoreflect.Name(name))
		if field == nil {
			break
		}
		elements = append(elements, element(field).Build())
		within = field.Message()
	}
	return validate.FieldPath_builder{Elements: elements}.Build()
}
