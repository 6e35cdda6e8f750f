package restclient

import (
	"fmt"
	"net/http"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

// method is a method with its bindings, in the order of the contract.
type method struct {
	name     string
	bindings []*binding
	input    protoreflect.MessageType
	output   protoreflect.MessageDescriptor
}

// binding is one way in which HTTP says a method.
type binding struct {
	verb   string
	path   *template
	body   string // the field that is the body, "*" for all that isn't in the path, or ""
	answer string // the field of the answer that is its body, or ""
}

// method finds the bindings of the method named /package.Service/Method.
func (c *Conn) method(full string) (*method, error) {
	if known, ok := c.methods.Load(full); ok {
		return known.(*method), nil
	}
	name := strings.ReplaceAll(strings.TrimPrefix(full, "/"), "/", ".")
	d, err := c.options.Files.FindDescriptorByName(protoreflect.FullName(name))
	described, ok := d.(protoreflect.MethodDescriptor)
	if err != nil || !ok {
		return nil, status.Errorf(codes.Unimplemented, "no descriptor of %s is linked into the program: import its generated package, or set Options.Files", full)
	}
	m, err := newMethod(full, described)
	if err != nil {
		return nil, err
	}
	c.methods.Store(full, m)
	return m, nil
}

func newMethod(full string, d protoreflect.MethodDescriptor) (*method, error) {
	rule, err := ruleOf(d)
	if err != nil {
		return nil, err
	}
	if rule == nil {
		return nil, status.Errorf(codes.Unimplemented, "%s has no google.api.http binding: call it over gRPC, or give it one", full)
	}
	m := &method{name: full, input: dynamicpb.NewMessageType(d.Input()), output: d.Output()}
	for _, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		b, err := newBinding(r, d)
		if err != nil {
			return nil, status.Errorf(codes.Unimplemented, "a binding of %s can't be used: %v", full, err)
		}
		m.bindings = append(m.bindings, b)
	}
	return m, nil
}

// ruleOf reads the binding again out of the options' bytes, because a resolver of its own may have left it unread.
func ruleOf(d protoreflect.MethodDescriptor) (*annotations.HttpRule, error) {
	raw, err := proto.Marshal(d.Options())
	if err != nil {
		return nil, err
	}
	options := &descriptorpb.MethodOptions{}
	if err := proto.Unmarshal(raw, options); err != nil {
		return nil, err
	}
	if !proto.HasExtension(options, annotations.E_Http) {
		return nil, nil
	}
	return proto.GetExtension(options, annotations.E_Http).(*annotations.HttpRule), nil
}

func newBinding(r *annotations.HttpRule, d protoreflect.MethodDescriptor) (*binding, error) {
	verb, path := verbAndPath(r)
	t, err := parseTemplate(path)
	if err != nil {
		return nil, err
	}
	b := &binding{verb: verb, path: t, body: r.GetBody(), answer: r.GetResponseBody()}
	if b.body != "" && b.body != "*" && d.Input().Fields().ByName(protoreflect.Name(b.body)) == nil {
		return nil, fmt.Errorf("%s has no field %s to be the body", d.Input().FullName(), b.body)
	}
	if b.answer != "" && d.Output().Fields().ByName(protoreflect.Name(b.answer)) == nil {
		return nil, fmt.Errorf("%s has no field %s to be the body of the answer", d.Output().FullName(), b.answer)
	}
	return b, nil
}

func verbAndPath(r *annotations.HttpRule) (verb, path string) {
	switch p := r.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		return http.MethodGet, p.Get
	case *annotations.HttpRule_Put:
		return http.MethodPut, p.Put
	case *annotations.HttpRule_Post:
		return http.MethodPost, p.Post
	case *annotations.HttpRule_Delete:
		return http.MethodDelete, p.Delete
	case *annotations.HttpRule_Patch:
		return http.MethodPatch, p.Patch
	}
	if kind := r.GetCustom().GetKind(); kind != "*" { // which stands for any
		return kind, r.GetCustom().GetPath()
	}
	return http.MethodPost, r.GetCustom().GetPath()
}
