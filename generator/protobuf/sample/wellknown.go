package sample

import (
	"math/big"
	"slices"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// known are the messages of google.protobuf that ProtoJSON writes in forms of their own, and google.api.HttpBody.
var known = map[protoreflect.FullName]bool{
	"google.protobuf.Any": true, "google.protobuf.Duration": true, "google.protobuf.Timestamp": true, "google.protobuf.FieldMask": true,
	"google.protobuf.Struct": true, "google.protobuf.Value": true, "google.protobuf.ListValue": true, "google.protobuf.Empty": true,
	"google.protobuf.BoolValue": true, "google.protobuf.BytesValue": true, "google.protobuf.DoubleValue": true, "google.protobuf.FloatValue": true,
	"google.protobuf.Int32Value": true, "google.protobuf.Int64Value": true, "google.protobuf.StringValue": true, "google.protobuf.UInt32Value": true,
	"google.protobuf.UInt64Value": true, "google.api.HttpBody": true,
}

// wellKnown makes one of them.
func (w *work) wellKnown(f protoreflect.FieldDescriptor, r *validate.FieldRules) (protoreflect.Value, error) {
	d := f.Message()
	out := dynamicpb.NewMessage(d)
	rules := typed(r)
	ok := true
	switch d.Name() {
	case "Duration":
		ok = w.moment(out, rules, 0)
	case "Timestamp":
		ok = w.moment(out, rules, w.clock(rules))
	case "FieldMask":
		ok = w.mask(f, out, rules)
	case "Any":
		ok = w.any(f, out, rules)
	case "Struct":
		fields := d.Fields().ByName("fields")
		out.Mutable(fields).Map().Set(protoreflect.ValueOfString("note").MapKey(), text(fields.MapValue().Message(), wordOf(w.turn)))
	case "Value":
		out.Set(d.Fields().ByName("string_value"), protoreflect.ValueOfString(wordOf(w.turn)))
	case "ListValue":
		values := d.Fields().ByName("values")
		out.Mutable(values).List().Append(text(values.Message(), wordOf(w.turn)))
	case "HttpBody":
		document(out, w.turn)
	case "Empty":
	default:
		return w.wrapper(f, out, rules)
	}
	if !ok {
		return protoreflect.Value{}, fail(f, "no value was found that its rules allow")
	}
	return protoreflect.ValueOfMessage(out), nil
}

const httpBody = "google.api.HttpBody"

// document makes a google.api.HttpBody.
func document(out *dynamicpb.Message, turn int) *dynamicpb.Message {
	fields := out.Descriptor().Fields()
	out.Set(fields.ByName("content_type"), protoreflect.ValueOfString("text/plain"))
	out.Set(fields.ByName("data"), protoreflect.ValueOfBytes([]byte(wordOf(turn))))
	return out
}

// text is a google.protobuf.Value.
func text(d protoreflect.MessageDescriptor, s string) protoreflect.Value {
	v := dynamicpb.NewMessage(d)
	v.Set(d.Fields().ByName("string_value"), protoreflect.ValueOfString(s))
	return protoreflect.ValueOfMessage(v)
}

// wrapper makes a scalar that may be absent.
func (w *work) wrapper(f protoreflect.FieldDescriptor, out *dynamicpb.Message, rules protoreflect.Message) (protoreflect.Value, error) {
	value := out.Descriptor().Fields().ByName("value")
	for _, v := range w.candidates(value, rules, "") {
		if allows(value, rules, v) {
			out.Set(value, v)
			return protoreflect.ValueOfMessage(out), nil
		}
	}
	return protoreflect.Value{}, fail(f, "no value was found that its rules allow")
}

// The moments between which those of samples lie, in seconds: rules that ask for the past or the future are kept
// for a long time.
const (
	past    = 1_577_934_245 // 2020-01-02T03:04:05Z
	present = 1_767_323_045 // 2026-01-02T03:04:05Z
	future  = 4_102_542_245 // 2100-01-02T03:04:05Z
)

func (w *work) clock(r protoreflect.Message) int64 {
	switch {
	case has(r, "gt_now") && get(r, "gt_now").Bool():
		return future
	case has(r, "lt_now") && get(r, "lt_now").Bool():
		return past
	}
	return present
}

// moment sets a duration or a timestamp some seconds behind a start.
func (w *work) moment(out *dynamicpb.Message, r protoreflect.Message, start int64) bool {
	if has(r, "within") {
		return false // of the moment when it is sent, which isn't known
	}
	var all []*big.Rat
	for _, v := range append(list(r, "in"), constant(r)...) {
		if n, ok := rat(v); ok {
			all = append(all, n)
		}
	}
	if start > 0 {
		all = append(all, big.NewRat(start+int64(w.turn), 1))
	}
	all = append(all, numbers(r, one, w.turn)...)
	all = append(all, numbers(r, big.NewRat(1, 1_000_000_000), w.turn)...)
	for _, n := range all {
		if within(r, n) && start >= 0 && (start == 0 || !clocked(r) || n.Cmp(big.NewRat(start, 1)) >= 0) && set(out, n) {
			return true
		}
	}
	return false
}

func constant(r protoreflect.Message) []protoreflect.Value {
	if !has(r, "const") {
		return nil
	}
	return []protoreflect.Value{get(r, "const")}
}

func clocked(r protoreflect.Message) bool { return has(r, "gt_now") && get(r, "gt_now").Bool() }

// set writes seconds and nanoseconds, which have one sign in durations.
func set(out *dynamicpb.Message, n *big.Rat) bool {
	nanos := new(big.Rat).Mul(n, big.NewRat(1_000_000_000, 1))
	if !nanos.IsInt() {
		return false
	}
	seconds, rest := new(big.Int).QuoRem(nanos.Num(), big.NewInt(1_000_000_000), new(big.Int))
	if out.Descriptor().Name() == "Timestamp" && rest.Sign() < 0 {
		seconds.Sub(seconds, big.NewInt(1))
		rest.Add(rest, big.NewInt(1_000_000_000))
	}
	most := int64(315_576_000_000)
	if out.Descriptor().Name() == "Timestamp" {
		most = 253_402_300_799
	}
	if !seconds.IsInt64() || seconds.Int64() > most || seconds.Int64() < -most {
		return false
	}
	fields := out.Descriptor().Fields()
	out.Set(fields.ByName("seconds"), protoreflect.ValueOfInt64(seconds.Int64()))
	out.Set(fields.ByName("nanos"), protoreflect.ValueOfInt32(int32(rest.Int64())))
	return true
}

// mask names a field of what lies beside the mask: the resource that it is about.
func (w *work) mask(f protoreflect.FieldDescriptor, out *dynamicpb.Message, r protoreflect.Message) bool {
	var paths []string
	switch {
	case has(r, "const"):
		c := get(r, "const").Message()
		all := c.Get(c.Descriptor().Fields().ByName("paths")).List()
		for i := range all.Len() {
			paths = append(paths, all.Get(i).String())
		}
	case len(list(r, "in")) > 0:
		paths = []string{list(r, "in")[0].String()}
	default:
		paths = w.masked(f, list(r, "not_in"))
	}
	all := out.Mutable(out.Descriptor().Fields().ByName("paths")).List()
	for _, path := range paths {
		all.Append(protoreflect.ValueOfString(path))
	}
	return true
}

// masked returns the path of a field that a mask may name: of a message beside it.
func (w *work) masked(f protoreflect.FieldDescriptor, except []protoreflect.Value) []string {
	if strings.HasPrefix(string(f.Name()), "read") || f.ContainingMessage() == nil {
		return nil // of what is answered, which isn't known here
	}
	siblings := f.ContainingMessage().Fields()
	for i := range siblings.Len() {
		m := siblings.Get(i).Message()
		if m == nil || known[m.FullName()] || siblings.Get(i).IsList() || siblings.Get(i).IsMap() {
			continue
		}
		for j := range m.Fields().Len() {
			name := m.Fields().Get(j)
			excluded := slices.ContainsFunc(except, func(v protoreflect.Value) bool { return v.String() == string(name.Name()) })
			if !excluded && w.allowed(name, "") && name.Name() != "name" && name.Message() == nil && !name.IsList() {
				return []string{string(name.Name())}
			}
		}
	}
	return nil
}

// any packs an empty message of a type that is allowed.
func (w *work) any(f protoreflect.FieldDescriptor, out *dynamicpb.Message, r protoreflect.Message) bool {
	urls := []string{"type.googleapis.com/" + string(f.ContainingMessage().FullName())} // whoever reads it knows this
	if f.ContainingMessage().IsMapEntry() {
		urls = nil
	}
	if in := list(r, "in"); len(in) > 0 {
		urls = nil
		for _, v := range in {
			urls = append(urls, v.String())
		}
	} else {
		urls = append(urls, "type.googleapis.com/google.protobuf.Any")
	}
	for _, url := range urls {
		excluded := slices.ContainsFunc(list(r, "not_in"), func(v protoreflect.Value) bool { return v.String() == url })
		if _, err := (resolver{w.types}).FindMessageByURL(url); !excluded && err == nil {
			out.Set(out.Descriptor().Fields().ByName("type_url"), protoreflect.ValueOfString(url))
			return true
		}
	}
	return false
}
