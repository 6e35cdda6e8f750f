package stdrules

import (
	"fmt"
	"slices"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

// value is one value: of a field, an item, a key.
type value struct {
	protoreflect.Value
	desc   protoreflect.FieldDescriptor
	prefix string // of the paths of its rules: "repeated.items."
}

// broke reports a broken rule of a value: "string", "min_len".
func (e *evaluation) broke(x value, kind, name, message string) {
	e.Add(x.prefix+kind+"."+name, kind+"."+name, message)
}

// brokeIf does so under a condition.
func (e *evaluation) brokeIf(broken bool, x value, kind, name, message string) {
	if broken {
		e.broke(x, kind, name, message)
	}
}

// single evaluates the rules of one value, and those of the message that it is.
func (e *evaluation) single(x value, rules *validate.FieldRules) {
	md := x.desc.Message()
	if md == nil {
		e.scalar(x, x.desc.Kind(), rules)
		return
	}
	m := x.Message()
	switch md.FullName() {
	case "google.protobuf.Any":
		e.any(x, m, rules.GetAny())
	case "google.protobuf.Duration":
		e.duration(x, durationOf(m), rules.GetDuration())
	case "google.protobuf.FieldMask":
		e.fieldMask(x, pathsOf(m), rules.GetFieldMask())
	case "google.protobuf.Timestamp":
		e.timestamp(x, timeOf(m), rules.GetTimestamp())
	}
	if inner := wrapped(md); inner != nil {
		e.scalar(value{m.Get(inner), x.desc, x.prefix}, inner.Kind(), rules)
	}
	e.message(m)
}

// wrapped returns the field of a wrapper of google.protobuf; nil: it is none.
func wrapped(md protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	switch md.FullName() {
	case "google.protobuf.BoolValue", "google.protobuf.BytesValue", "google.protobuf.DoubleValue",
		"google.protobuf.FloatValue", "google.protobuf.Int32Value", "google.protobuf.Int64Value",
		"google.protobuf.StringValue", "google.protobuf.UInt32Value", "google.protobuf.UInt64Value":
		return md.Fields().ByName("value")
	}
	return nil
}

func (e *evaluation) scalar(x value, kind protoreflect.Kind, rules *validate.FieldRules) {
	switch kind {
	case protoreflect.BoolKind:
		if r := rules.GetBool(); r.HasConst() && x.Bool() != r.GetConst() {
			e.broke(x, "bool", "const", fmt.Sprintf("must equal %t", r.GetConst()))
		}
	case protoreflect.StringKind:
		e.text(x, x.String(), rules.GetString())
	case protoreflect.BytesKind:
		e.bytes(x, x.Bytes(), rules.GetBytes())
	case protoreflect.EnumKind:
		e.enum(x, int32(x.Enum()), rules.GetEnum())
	default:
		e.number(x, kind.String(), rules)
	}
}

func (e *evaluation) enum(x value, n int32, rules *validate.EnumRules) {
	e.brokeIf(rules.HasConst() && n != rules.GetConst(), x, "enum", "const", fmt.Sprintf("must equal %d", rules.GetConst()))
	lists(e, x, "enum", n, rules.GetIn(), rules.GetNotIn(), func(n int32) string { return fmt.Sprint(n) })
	e.brokeIf(rules.GetDefinedOnly() && x.desc.Enum().Values().ByNumber(protoreflect.EnumNumber(n)) == nil,
		x, "enum", "defined_only", "value must be one of the defined enum values")
}

// lists evaluates the rules in and not_in.
func lists[T comparable](e *evaluation, x value, kind string, v T, in, notIn []T, say func(T) string) {
	if len(in) > 0 && !slices.Contains(in, v) {
		e.broke(x, kind, "in", "must be in list "+listed(in, say))
	}
	if slices.Contains(notIn, v) {
		e.broke(x, kind, "not_in", "must not be in list "+listed(notIn, say))
	}
}

func listed[T any](all []T, say func(T) string) string {
	said := make([]string, len(all))
	for i, v := range all {
		said[i] = say(v)
	}
	return "[" + joined(said) + "]"
}

func joined(all []string) string { return strings.Join(all, ", ") }

func (e *evaluation) any(x value, m protoreflect.Message, rules *validate.AnyRules) {
	url := m.Get(m.Descriptor().Fields().ByNumber(1)).String()
	e.brokeIf(len(rules.GetIn()) > 0 && !slices.Contains(rules.GetIn(), url), x, "any", "in", "type URL must be in the allow list")
	e.brokeIf(slices.Contains(rules.GetNotIn(), url), x, "any", "not_in", "type URL must not be in the block list")
}

func pathsOf(m protoreflect.Message) []string {
	list := m.Get(m.Descriptor().Fields().ByNumber(1)).List()
	all := make([]string, list.Len())
	for i := range all {
		all[i] = list.Get(i).String()
	}
	return all
}

func (e *evaluation) fieldMask(x value, paths []string, rules *validate.FieldMaskRules) {
	want, in, notIn := rules.GetConst().GetPaths(), rules.GetIn(), rules.GetNotIn()
	e.brokeIf(rules.HasConst() && !slices.Equal(paths, want), x, "field_mask", "const", "must equal paths ["+joined(want)+"]")
	outside := func(path string) bool { return !valid.Covered(path, in...) }
	e.brokeIf(len(in) > 0 && slices.ContainsFunc(paths, outside), x, "field_mask", "in", "must only contain paths in ["+joined(in)+"]")
	inside := func(path string) bool { return valid.Covered(path, notIn...) }
	e.brokeIf(slices.ContainsFunc(paths, inside), x, "field_mask", "not_in", "must not contain any paths in ["+joined(notIn)+"]")
}
