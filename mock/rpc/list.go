package rpc

import (
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Route is one method that the mock serves.
type Route struct {
	Method  string   // "shop.v1.Orders/CreateOrder"
	HTTP    []string // "POST /v1/{parent=customers/*}/orders"
	Streams string   // "client", "server", "both"; "": neither
	Summary string   // the first line of its comment
}

// Routes returns what is served, in the order of the contract.
func (s *Server) Routes() []Route {
	var all []Route
	for _, m := range s.methods {
		r := Route{Method: string(m.Parent().FullName()) + "/" + string(m.Name()), Streams: streams(m), Summary: summary(m)}
		for _, b := range bindings(m) {
			r.HTTP = append(r.HTTP, b.method+" "+b.path)
		}
		all = append(all, r)
	}
	return all
}

func streams(m protoreflect.MethodDescriptor) string {
	switch {
	case m.IsStreamingClient() && m.IsStreamingServer():
		return "both"
	case m.IsStreamingClient():
		return "client"
	case m.IsStreamingServer():
		return "server"
	}
	return ""
}

func summary(d protoreflect.Descriptor) string {
	comment := d.ParentFile().SourceLocations().ByDescriptor(d).LeadingComments
	line, _, _ := strings.Cut(strings.TrimSpace(comment), "\n")
	return strings.TrimSpace(line)
}

// binding is one way to a method over HTTP.
type binding struct{ method, path, body string }

func bindings(m protoreflect.MethodDescriptor) []binding {
	rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	if rule == nil {
		return nil
	}
	var all []binding
	for _, r := range slices.Concat([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()) {
		b := binding{body: r.GetBody()}
		switch p := r.GetPattern().(type) {
		case *annotations.HttpRule_Get:
			b.method, b.path = "GET", p.Get
		case *annotations.HttpRule_Put:
			b.method, b.path = "PUT", p.Put
		case *annotations.HttpRule_Post:
			b.method, b.path = "POST", p.Post
		case *annotations.HttpRule_Delete:
			b.method, b.path = "DELETE", p.Delete
		case *annotations.HttpRule_Patch:
			b.method, b.path = "PATCH", p.Patch
		case *annotations.HttpRule_Custom:
			b.method, b.path = p.Custom.GetKind(), p.Custom.GetPath()
		}
		all = append(all, b)
	}
	return all
}
