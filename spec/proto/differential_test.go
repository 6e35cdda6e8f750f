package proto

import (
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/spec"
)

// differ compares the model with the descriptors that the compiler links, element by element.
type differ struct {
	t      *testing.T
	g      *googleapis
	seen   map[protoreflect.FullName]bool
	counts counts
	misses int
}

// counts is how much of the corpus was compared.
type counts struct {
	apis, documents, services, operations, bindings, messages, enums, fields, extensions, oneofs, values,
	options, docs, targets int
}

// The corpus is fixed, so what it holds is known.
var googleapisCounts = counts{
	apis: 637, documents: 7234, services: 1739, operations: 12344, bindings: 14286,
	messages: 44856, enums: 8938, fields: 150807, extensions: 29, oneofs: 4085, values: 60854,
	options: 116840, docs: 280097, targets: 84979,
}

func TestModelEqualsLinkedDescriptors(t *testing.T) {
	g := loadGoogleapis(t)
	for _, f := range g.findings {
		t.Errorf("%s:%d: %s: %s", f.Span.Path(), f.Span.Position().Line, f.Rule, f.Message)
	}
	d := &differ{t: t, g: g, seen: map[protoreflect.FullName]bool{}}
	for _, api := range g.apis {
		if !api.Imported {
			d.counts.apis++
			d.counts.documents += len(api.Documents)
			spec.Walk(api, &spec.Visitor{
				Service: d.service, Operation: d.operation, Type: d.typ, Field: d.field, OneOf: d.oneof, EnumValue: d.enumValue,
			})
		}
	}
	for name := range g.descriptors {
		if !d.seen[name] {
			d.errorf("%s: the compiler knows it, the model does not", name)
		}
	}
	if d.counts != googleapisCounts {
		t.Errorf("compared %+v\nwant     %+v", d.counts, googleapisCounts)
	}
}

// errorf reports a difference, but not a hundred thousand of them.
func (d *differ) errorf(format string, args ...any) {
	if d.misses++; d.misses <= 30 {
		d.t.Errorf(format, args...)
	}
}

func (d *differ) equal(id any, what string, got, want any) {
	if got != want {
		d.errorf("%v: %s is %v in the model, %v in the descriptor", id, what, got, want)
	}
}

// lookup returns the descriptor of an element and compares what all kinds have in common.
func lookup[T protoreflect.Descriptor](d *differ, n *spec.Node) (T, bool) {
	name := protoreflect.FullName(n.ID())
	descriptor, ok := d.g.descriptors[name].(T)
	if !ok {
		d.errorf("%s: the descriptor is a %T", name, d.g.descriptors[name])
		return descriptor, false
	}
	if d.seen[name] {
		d.errorf("%s: met twice", name)
	}
	d.seen[name] = true
	d.equal(name, "name", n.Name, string(descriptor.Name()))
	d.equal(name, "text of the name's place", n.NameSpan.Text(), sourceName(descriptor))
	if !n.Span.Contains(n.NameSpan) {
		d.errorf("%s: its name lies outside of it", name)
	}
	d.options(n, descriptor)
	d.doc(n, descriptor)
	return descriptor, true
}

// sourceName returns the name as it is written: the field of a group is written like its message.
func sourceName(d protoreflect.Descriptor) string {
	if f, ok := d.(protoreflect.FieldDescriptor); ok && raw(f).(*descriptorpb.FieldDescriptorProto).GetType() == descriptorpb.FieldDescriptorProto_TYPE_GROUP {
		return string(f.Message().Name())
	}
	return string(d.Name())
}

func (d *differ) service(s *spec.Service) {
	d.counts.services++
	want, ok := lookup[protoreflect.ServiceDescriptor](d, &s.Node)
	if !ok {
		return
	}
	d.equal(s.ID(), "operations", len(s.Operations), want.Methods().Len())
	d.equal(s.ID(), "host", strings.Join(s.Hosts, ","), extensionText(want, "google.api.default_host"))
	d.equal(s.ID(), "scopes", strings.Join(s.Scopes, ","), strings.ReplaceAll(extensionText(want, "google.api.oauth_scopes"), " ", ""))
}

func (d *differ) operation(o *spec.Operation) {
	d.counts.operations++
	want, ok := lookup[protoreflect.MethodDescriptor](d, &o.Node)
	if !ok {
		return
	}
	d.target(o.ID(), o.Request.Content[0].Type, want.Input())
	d.target(o.ID(), o.Responses[0].Content[0].Type, want.Output())
	d.equal(o.ID(), "client streaming", o.Streaming&spec.ClientStreaming != 0, want.IsStreamingClient())
	d.equal(o.ID(), "server streaming", o.Streaming&spec.ServerStreaming != 0, want.IsStreamingServer())
	level := want.Options().(*descriptorpb.MethodOptions).GetIdempotencyLevel()
	d.equal(o.ID(), "idempotency", int(o.Idempotency), int(level))
	d.bindings(o, extension(want, "google.api.http"))
	d.signatures(o, want)
	d.longRunning(o, extension(want, "google.longrunning.operation_info"))
}

func (d *differ) bindings(o *spec.Operation, rule protoreflect.Value) {
	var want []string
	if rule.IsValid() {
		want = append(want, bindingText(rule.Message()))
		additional := field(rule.Message(), "additional_bindings").List()
		for i := range additional.Len() {
			want = append(want, bindingText(additional.Get(i).Message()))
		}
	}
	var got []string
	for _, b := range o.HTTP {
		got = append(got, fmt.Sprintf("%s %s body=%q response=%q", b.Method, b.Path.Raw, b.Body, b.ResponseBody))
		d.equal(o.ID(), "path's place", b.Path.Span.Text(), b.Path.Raw)
		d.equal(o.ID(), "method's place", strings.ToUpper(b.MethodSpan.Text()), strings.ToUpper(b.Method))
	}
	d.counts.bindings += len(got)
	d.equal(o.ID(), "HTTP bindings", strings.Join(got, "\n"), strings.Join(want, "\n"))
}

func bindingText(rule protoreflect.Message) string {
	method, path := "", ""
	for _, name := range []protoreflect.Name{"get", "put", "post", "delete", "patch"} {
		if text := field(rule, name).String(); text != "" {
			method, path = strings.ToUpper(string(name)), text
		}
	}
	if custom := field(rule, "custom").Message(); custom.IsValid() {
		method, path = field(custom, "kind").String(), field(custom, "path").String()
	}
	return fmt.Sprintf("%s %s body=%q response=%q", method, path, field(rule, "body").String(), field(rule, "response_body").String())
}

func (d *differ) signatures(o *spec.Operation, want protoreflect.MethodDescriptor) {
	var expected []string
	if list := extension(want, "google.api.method_signature"); list.IsValid() {
		for i := range list.List().Len() {
			expected = append(expected, strings.ReplaceAll(list.List().Get(i).String(), " ", ""))
		}
	}
	var got []string
	for _, s := range o.Signatures {
		got = append(got, strings.Join(s.Fields, ","))
	}
	d.equal(o.ID(), "signatures", strings.Join(got, "; "), strings.Join(expected, "; "))
}

func (d *differ) longRunning(o *spec.Operation, info protoreflect.Value) {
	if o.LongRunning == nil || !info.IsValid() {
		d.equal(o.ID(), "operation info", o.LongRunning != nil, info.IsValid())
		return
	}
	response, metadata := field(info.Message(), "response_type").String(), field(info.Message(), "metadata_type").String()
	d.equal(o.ID(), "response type", o.LongRunning.ResponseName, response)
	d.equal(o.ID(), "metadata type", o.LongRunning.MetadataName, metadata)
	pkg := string(d.g.descriptors[protoreflect.FullName(o.Service.ID())].ParentFile().Package())
	for name, got := range map[string]*spec.Type{response: o.LongRunning.Response, metadata: o.LongRunning.Metadata} {
		if got == nil {
			d.errorf("%s: type %s was not resolved", o.ID(), name)
		} else if id := string(got.ID()); id != name && id != pkg+"."+name && !strings.HasSuffix(id, "."+name) {
			d.errorf("%s: type %s became %s", o.ID(), name, id)
		}
	}
}

// target compares what a use refers to.
func (d *differ) target(id spec.ID, use *spec.Type, want protoreflect.Descriptor) {
	d.counts.targets++
	if use.Target == nil {
		d.errorf("%s: %s was not resolved", id, use.Ref)
		return
	}
	d.equal(id, "type", string(use.Target.ID()), string(want.FullName()))
	d.equal(id, "type's place", strings.Join(strings.Fields(use.NameSpan.Text()), ""), use.Ref)
}

func (d *differ) typ(t *spec.Type) {
	switch t.Kind {
	case spec.KindObject:
		d.messageType(t)
	case spec.KindEnum:
		d.enumType(t)
	}
}

func (d *differ) messageType(t *spec.Type) {
	d.counts.messages++
	want, ok := lookup[protoreflect.MessageDescriptor](d, &t.Node)
	if !ok {
		return
	}
	d.equal(t.ID(), "fields", len(t.Fields), want.Fields().Len())
	d.equal(t.ID(), "extensions", len(t.Extensions), want.Extensions().Len())
	var p spec.ProtoType
	if t.Proto != nil {
		p = *t.Proto
	}
	d.equal(t.ID(), "reserved ranges", len(p.Reserved), want.ReservedRanges().Len())
	d.equal(t.ID(), "reserved names", len(p.ReservedNames), want.ReservedNames().Len())
	d.equal(t.ID(), "extension ranges", len(p.Extensible), want.ExtensionRanges().Len())
	for i, r := range p.Reserved {
		d.equal(t.ID(), "reserved range", [2]int32{r.First, r.Last + 1}, [2]int32{int32(want.ReservedRanges().Get(i)[0]), int32(want.ReservedRanges().Get(i)[1])})
	}
	for i, r := range p.Extensible {
		d.equal(t.ID(), "extension range", [2]int32{r.First, r.Last + 1}, [2]int32{int32(want.ExtensionRanges().Get(i)[0]), int32(want.ExtensionRanges().Get(i)[1])})
	}
	d.resource(t, extension(want, "google.api.resource"))
}

func (d *differ) resource(t *spec.Type, want protoreflect.Value) {
	if t.Resource == nil || !want.IsValid() {
		d.equal(t.ID(), "resource", t.Resource != nil, want.IsValid())
		return
	}
	d.equal(t.ID(), "resource type", t.Resource.Type, field(want.Message(), "type").String())
	d.equal(t.ID(), "plural", t.Resource.Plural, field(want.Message(), "plural").String())
	d.equal(t.ID(), "singular", t.Resource.Singular, field(want.Message(), "singular").String())
	patterns := field(want.Message(), "pattern").List()
	d.equal(t.ID(), "patterns", len(t.Resource.Patterns), patterns.Len())
	for i := range patterns.Len() {
		d.equal(t.ID(), "pattern", t.Resource.Patterns[i], patterns.Get(i).String())
		d.equal(t.ID(), "pattern's place", t.Resource.PatternSpans[i].Text(), patterns.Get(i).String())
	}
}

func (d *differ) enumType(t *spec.Type) {
	d.counts.enums++
	want, ok := lookup[protoreflect.EnumDescriptor](d, &t.Node)
	if !ok {
		return
	}
	d.equal(t.ID(), "values", len(t.Values), want.Values().Len())
	d.equal(t.ID(), "openness", t.Proto.Open, !want.IsClosed())
	d.equal(t.ID(), "alias", t.Proto.AllowAlias, want.Options().(*descriptorpb.EnumOptions).GetAllowAlias())
	d.equal(t.ID(), "reserved ranges", len(t.Proto.Reserved), want.ReservedRanges().Len())
}

func (d *differ) enumValue(v *spec.EnumValue) {
	d.counts.values++
	if want, ok := lookup[protoreflect.EnumValueDescriptor](d, &v.Node); ok {
		d.equal(v.ID(), "number", v.Number, int32(want.Number()))
		d.equal(v.ID(), "enum", string(v.Owner.ID()), string(want.Parent().FullName()))
	}
}

func (d *differ) oneof(o *spec.OneOf) {
	d.counts.oneofs++
	if want, ok := lookup[protoreflect.OneofDescriptor](d, &o.Node); ok {
		d.equal(o.ID(), "arms", len(o.Fields), want.Fields().Len())
	}
}
