package check

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/internal/support/stdrules"
	"github.com/bylaw-dev/bylaw/internal/support/valid"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// services are what the spec says of gRPC.
type services struct {
	files   *protoregistry.Files
	types   *dynamicpb.Types
	rules   *valid.Checker
	element func(name string) *spec.Node
	methods map[string]protoreflect.MethodDescriptor // "shop.v1.Orders/Get", and "Orders/Get" where that is clear
}

// servicesOf finds the methods of files; nil if there are none.
func servicesOf(files *protoregistry.Files, element func(string) *spec.Node) *services {
	if files == nil {
		return nil
	}
	s := &services{
		files: files, types: dynamicpb.NewTypes(files), rules: valid.NewChecker(new(stdrules.Runtime), nil), element: element,
		methods: map[string]protoreflect.MethodDescriptor{},
	}
	if s.element == nil {
		s.element = func(string) *spec.Node { return nil }
	}
	files.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			s.add(f.Services().Get(i))
		}
		return true
	})
	return s
}

func (s *services) add(d protoreflect.ServiceDescriptor) {
	for i := range d.Methods().Len() {
		m := d.Methods().Get(i)
		short := string(d.Name()) + "/" + string(m.Name())
		s.methods[string(d.FullName())+"/"+string(m.Name())] = m
		if _, several := s.methods[short]; several && short != string(d.FullName())+"/"+string(m.Name()) {
			s.methods[short] = nil
		} else {
			s.methods[short] = m
		}
	}
}

// about returns what the spec says under the full name of a method, message or field.
func (s *services) about(name protoreflect.FullName) *spec.Node { return s.element(string(name)) }

// call checks a call over gRPC: the method, what it is asked with, and its answers.
func (x *interaction) call() bool {
	name := strings.TrimLeft(x.Plugins.Get("protobuf").Get("service").String(), "./")
	switch {
	case x.rpc == nil:
		x.overlook("messages have no place in an OpenAPI document")
		return false
	case name == "":
		x.overlook("the contract doesn't say which method is called (pluginConfiguration.protobuf.service)")
		return false
	}
	m, known := x.rpc.methods[name]
	if known && m == nil {
		x.overlook("the spec has several methods " + name + ": the contract must say the package, too")
		return false
	}
	if !known {
		x.say(finding{
			rule: UnknownOperation, severity: report.Error, span: x.Plugins.Get("protobuf").Get("service").Span,
			message: "the spec has no method " + name, cure: "call a method that the spec has, or restore this one",
		})
		return true
	}
	x.note(Use{Interaction: x.Interaction, Element: spec.ID(m.FullName()), Node: x.rpc.about(m.FullName()), Span: x.Plugins.Get("protobuf").Get("service").Span, Asserted: true})
	x.messages(m)
	return true
}

func (x *interaction) messages(m protoreflect.MethodDescriptor) {
	if x.Contents != nil {
		x.message(m, m.Input(), x.Contents, false)
	}
	if len(x.Replies) > 0 && refuses(x.Replies[0]) { // it is about just that
		x.problems = slices.DeleteFunc(x.problems, func(p Problem) bool { return p.Part == InRequestBody && p.Finding.Rule == Request })
	}
	if len(x.Replies) > 1 && !m.IsStreamingServer() {
		x.say(finding{
			rule: Response, part: InStatus, severity: report.Error, span: x.Replies[1].Span, about: x.rpc.about(m.FullName()),
			message: fmt.Sprintf("the consumer expects %d answers, but %s answers with one", len(x.Replies), m.FullName()),
		})
	}
	for _, reply := range x.Replies {
		if fails(reply) {
			continue // gRPC has all codes, whatever the spec says
		}
		x.message(m, m.Output(), reply, true)
	}
	for _, left := range stdrules.LeftOut(m.Input()) {
		x.skip("rules of " + string(left.Element) + ": " + left.Why)
	}
}

// refuses reports whether a reply says that the request breaks the spec.
func refuses(reply *contract.Payload) bool {
	return slices.ContainsFunc(reply.Metadata, func(m spec.Member) bool {
		return strings.EqualFold(m.Key, "grpc-status") && (m.Value.Text == "3" || strings.EqualFold(m.Value.Text, "INVALID_ARGUMENT"))
	})
}

// fails reports whether a reply is an error.
func fails(reply *contract.Payload) bool {
	for _, m := range reply.Metadata {
		if strings.EqualFold(m.Key, "grpc-status") && m.Value.Text != "" && m.Value.Text != "0" && !strings.EqualFold(m.Value.Text, "OK") {
			return true
		}
	}
	return false
}
