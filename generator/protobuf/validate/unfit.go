package validate

import (
	"math"
	"regexp"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// unfit returns why the rules of a field are the run time's.
func (l *lowering) unfit(d protoreflect.FieldDescriptor, rules *validate.FieldRules) reason {
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

// reason is why rules are the run time's; the zero reason: they are compiled.
type reason struct {
	why     string
	invalid bool // the run time refuses them, too, and with them every message
}

func first(reasons ...reason) reason {
	for _, r := range reasons {
		if r.why != "" {
			return r
		}
	}
	return reason{}
}

func unfitUnique(d protoreflect.FieldDescriptor, rules *validate.RepeatedRules) reason {
	if rules.HasUnique() && d.Message() != nil {
		return reason{"unique is declared on messages", false}
	}
	return reason{}
}

func (l *lowering) unfitElement(d protoreflect.FieldDescriptor, rules *validate.FieldRules) reason {
	switch {
	case rules.GetIgnore() == validate.Ignore_IGNORE_ALWAYS:
		return reason{}
	case rules.GetIgnore() == validate.Ignore_IGNORE_IF_ZERO_VALUE && d.Message() != nil:
		return reason{"messages in a list or map are ignored when empty", false}
	}
	return l.unfitSingle(d, rules)
}

func (l *lowering) unfitSingle(d protoreflect.FieldDescriptor, rules *validate.FieldRules) reason {
	if child := d.Message(); child != nil && !l.generated[child.FullName()] && l.hasRules(child) {
		return reason{"the rules of " + string(child.FullName()) + " are not generated here", false}
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
func misfit(rules *validate.FieldRules, want string) reason {
	if len(rules.GetCel())+len(rules.GetCelExpression()) > 0 {
		return reason{"it has expressions in CEL", false}
	}
	m := rules.ProtoReflect()
	which := m.WhichOneof(m.Descriptor().Oneofs().ByName("type"))
	if which == nil {
		return reason{}
	}
	if string(which.Name()) != want {
		return reason{"its rules are those of " + string(which.Name()) + ", which it isn't", true}
	}
	typed := m.Get(which).Message()
	extended := len(typed.GetUnknown()) > 0
	typed.Range(func(f protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		extended = extended || f.IsExtension()
		return true
	})
	if extended {
		return reason{"it has predefined rules", false}
	}
	return reason{}
}

// unfitValues returns why the values of rules can't be compiled.
func unfitValues(rules *validate.FieldRules) reason {
	s, b := rules.GetString(), rules.GetBytes()
	_, err := regexp.Compile(s.GetPattern())
	if err == nil {
		_, err = regexp.Compile(b.GetPattern())
	}
	switch f, d := rules.GetFloat(), rules.GetDouble(); {
	case err != nil:
		return reason{"its pattern is no regular expression of RE2", true}
	case notNumber(float64(f.GetLt()), float64(f.GetLte()), float64(f.GetGt()), float64(f.GetGte())),
		notNumber(d.GetLt(), d.GetLte(), d.GetGt(), d.GetGte()):
		return reason{"one of its bounds is NaN", false}
	case s.HasWellKnown() && foreign(s) && count(s.ProtoReflect()) > 1:
		return reason{"it has other rules beside a form that is switched off, or that of a Protobuf name", false}
	}
	return reason{}
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
