package validate

import (
	"slices"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// ownRules writes the rules of a message itself: expressions and oneof rules.
func (l *lowering) ownRules(w *writer, m *protogen.Message) {
	rules := messageRules(m.Desc)
	if why := unfitOwn(m.Desc, rules); why.why != "" {
		l.leave(m.Desc, why)
		w.line("v.Message(x)")
		return
	}
	for _, one := range rules.GetOneof() {
		l.oneofRule(w, m, one)
	}
}

// unfitOwn returns why the rules of a message itself are the run time's.
func unfitOwn(d protoreflect.MessageDescriptor, rules *validate.MessageRules) reason {
	if len(rules.GetCel())+len(rules.GetCelExpression()) > 0 {
		return reason{"it has expressions in CEL", false}
	}
	for _, one := range rules.GetOneof() {
		names := slices.Sorted(slices.Values(one.GetFields()))
		known := func(name string) bool { return d.Fields().ByName(protoreflect.Name(name)) != nil }
		if len(names) == 0 || len(slices.Compact(slices.Clone(names))) < len(names) ||
			slices.ContainsFunc(names, func(name string) bool { return !known(name) }) {
			return reason{"one of its oneof rules names no fields, one twice, or an unknown one", true}
		}
	}
	return reason{}
}

func (l *lowering) oneofRule(w *writer, m *protogen.Message, one *validate.MessageOneofRule) {
	var set []string
	for _, name := range one.GetFields() {
		i := slices.IndexFunc(m.Fields, func(f *protogen.Field) bool { return string(f.Desc.Name()) == name })
		set = append(set, present(m.Fields[i]))
	}
	names := strings.Join(one.GetFields(), ", ")
	w.line("switch n := valid.Count(%s); {", strings.Join(set, ", "))
	w.line("case n > 1:")
	w.broken(rule{"", "message.oneof", "only one of " + names + " can be set"})
	if one.GetRequired() {
		w.line("case n < 1:")
		w.broken(rule{"", "message.oneof", "one of " + names + " must be set"})
	}
	w.line("}")
}
