package sample

import (
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// binding is how a request travels over HTTP.
type binding struct {
	variables map[string]string // the path of a field to its template: "customers/*/orders/*"
	body      string            // the path of what the body is, "*" for all that is left, "" for none
}

// bindingOf returns the first binding of a method; nil for none.
func bindingOf(d protoreflect.MethodDescriptor) *binding {
	rule := option[*annotations.HttpRule](d, annotations.E_Http)
	if rule == nil {
		return nil
	}
	b := &binding{variables: map[string]string{}, body: rule.GetBody()}
	path := pathOf(rule)
	for {
		_, rest, found := strings.Cut(path, "{")
		variable, behind, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return b
		}
		name, template, given := strings.Cut(variable, "=")
		if !given {
			template = "*"
		}
		b.variables[strings.TrimSpace(name)] = strings.TrimSpace(template)
		path = behind
	}
}

func pathOf(rule *annotations.HttpRule) string {
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		return p.Get
	case *annotations.HttpRule_Put:
		return p.Put
	case *annotations.HttpRule_Post:
		return p.Post
	case *annotations.HttpRule_Delete:
		return p.Delete
	case *annotations.HttpRule_Patch:
		return p.Patch
	case *annotations.HttpRule_Custom:
		return p.Custom.GetPath()
	}
	return ""
}

// holds reports whether a path holds a field, or something in it.
func (b *binding) holds(path string) bool {
	if b == nil {
		return false
	}
	if _, ok := b.variables[path]; ok {
		return true
	}
	for variable := range b.variables {
		if strings.HasPrefix(variable, path+".") {
			return true
		}
	}
	return false
}

// template returns what the field's text has to be like in the path; "" if it doesn't stand there.
func (b *binding) template(path string) string {
	if b == nil {
		return ""
	}
	return b.variables[path]
}

// fits reports whether a field can travel: in the query there is no room for maps, repeated messages, and messages
// that ProtoJSON writes as objects.
func (b *binding) fits(path string, f protoreflect.FieldDescriptor) bool {
	if b == nil || b.body == "*" || b.body != "" && strings.HasPrefix(path, b.body+".") || string(f.Name()) == b.body && path == "" {
		return true
	}
	m := f.Message()
	switch {
	case f.IsMap():
		return false
	case m == nil:
		return true
	}
	switch m.FullName() {
	case "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue", "google.protobuf.Any", "google.protobuf.Empty", "google.api.HttpBody":
		return false
	}
	return !f.IsList() && known[m.FullName()]
}

// creates reports whether a method creates a resource (AIP-133).
func creates(d protoreflect.MethodDescriptor) bool {
	return strings.HasPrefix(string(d.Name()), "Create")
}
