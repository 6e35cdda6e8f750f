package validate

import (
	"math"
	"regexp"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// unfit returns why the rules of a field are the run time's; "": they are compiled.
func (l *lowering) unfit(d protoreflect.FieldDescriptor, rules *validate.FieldRules) string {
	switch {
	case d.IsMap():
		return first(
			misfit(rules, "map"),
			l.unfitElement(d.MapKey(), rules.GetMap().GetKeys()),
			l.unfitElement(d.MapValue(), rules.GetMap().GetValues()),
		)
	case d.IsList():
		return first(
			misfit(rules, "repeated"),
			unfitUnique(d, rules.GetRepeated()),
			l.unfitElement(d, rules.GetRepeated().GetItems()),
		)
	}
	return l.unfitSingle(d, rules)
}

func first(reasons ...string) string {
	for _, why := range reasons {
		if why != "" {
			return why
		}
	}
	return ""
}

func unfitUnique(d protoreflect.FieldDescriptor, rules *validate.RepeatedRules) string {
	if rules.HasUnique() && d.Message() != nil {
		return "unique is declared on messages"
	}
	return ""
}

func (l *lowering) unfitElement(d protoreflect.FieldDescriptor, rules *validate.FieldRules) string {
	switch {
	case rules.GetIgnore() == validate.Ignore_IGNORE_ALWAYS:
		return ""
	case rules.GetIgnore() == validate.Ignore_IGNORE_IF_ZERO_VALUE && d.Message() != nil:
		return "messages in a list or map are ignored when empty"
	}
	return l.unfitSingle(d, rules)
}

func (l *lowering) unfitSingle(d protoreflect.FieldDescriptor, rules *validate.FieldRules) string {
	if child := d.Message(); child != nil && !l.generated[child.FullName()] && l.hasRules(child) {
		return "the rules of " + string(child.FullName()) + " are not generated here"
	}
	return first(misfit(rules, expected(d)), unfitValues(rules))
}

// expected returns which rules a value may have: "int32", "timestamp"; "": none.
func expected(d protoreflect.FieldDescriptor) string {
	if d.Message() == nil {
		return d.Kind().String()
	}
	switch d.Message().FullName() {
	case "google.protobuf.Any":
		return "any"
	case "google.protobuf.Duration":
		return "duration"
	case "google.protobuf.FieldMask":
		return "field_mask"
	case "google.protobuf.Timestamp":
		return "timestamp"
	}
	return wrapped(d.Message())
}

// wrapped returns what kind of value a wrapper of google.protobuf holds; "": it is none.
func wrapped(m protoreflect.MessageDescriptor) string {
	switch m.FullName() {
	case "google.protobuf.BoolValue", "google.protobuf.BytesValue", "google.protobuf.DoubleValue",
		"google.protobuf.FloatValue", "google.protobuf.Int32Value", "google.protobuf.Int64Value",
		"google.protobuf.StringValue", "google.protobuf.UInt32Value", "google.protobuf.UInt64Value":
		return m.Fields().ByName("value").Kind().String()
	}
	return ""
}

// misfit returns why rules can't be compiled, whatever they say: expressions, extensions, and rules of
// another type than the value's.
func misfit(rules *validate.FieldRules, want string) string {
	if len(rules.GetCel())+len(rules.GetCelExpression()) > 0 {
		return "it has expressions in CEL"
	}
	m := rules.ProtoReflect()
	which := m.WhichOneof(m.Descriptor().Oneofs().ByName("type"))
	if which == nil {
		return ""
	}
	if string(which.Name()) != want {
		return "its rules are those of " + string(which.Name()) + ", which it isn't"
	}
	typed := m.Get(which).Message()
	extended := len(typed.GetUnknown()) > 0
	typed.Range(func(f protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		extended = extended || f.IsExtension()
		return true
	})
	if extended {
		return "it has predefined rules"
	}
	return ""
}

// unfitValues returns why the values of rules can't be compiled.
func unfitValues(rules *validate.FieldRules) string {
	s, b := rules.GetString(), rules.GetBytes()
	_, err := regexp.Compile(s.GetPattern())
	if err == nil {
		_, err = regexp.Compile(b.GetPattern())
	}
	switch f, d := rules.GetFloat(), rules.GetDouble(); {
	case err != nil:
		return "its pattern is no regular expression of RE2"
	case notNumber(float64(f.GetLt()), float64(f.GetLte()), float64(f.GetGt()), float64(f.GetGte())),
		notNumber(d.GetLt(), d.GetLte(), d.GetGt(), d.GetGte()):
		return "one of its bounds is NaN"
	case s.HasWellKnown() && foreign(s) && count(s.ProtoReflect()) > 1:
		return "it has other rules beside a form that is switched off, or that of a Protobuf name"
	}
	return ""
}

func notNumber(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) {
			return true
		}
	}
	return false
}

// foreign reports whether the run time evaluates a form in CEL, and so all rules beside it in another order.
func foreign(s *validate.StringRules) bool {
	return form(s) == nil && s.GetWellKnownRegex() == 0 || s.GetProtobufFqn() || s.GetProtobufDotFqn()
}

func count(m protoreflect.Message) (n int) {
	m.Range(func(protoreflect.FieldDescriptor, protoreflect.Value) bool {
		n++
		return true
	})
	return n
}
