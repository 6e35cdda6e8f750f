package rest

import (
	stderrors "errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
)

// The media types of messages and of streams of them.
const (
	mediaJSON   = "application/json"
	mediaLines  = "application/jsonl"
	mediaNDJSON = "application/x-ndjson" // another name for the same
	mediaEvents = "text/event-stream"
	mediaBytes  = "application/octet-stream"
)

// anyMethod is the kind of a custom pattern that leaves the HTTP method open.
const anyMethod = "*"

// binding is one way to call a method over HTTP.
type binding struct {
	method   *edge.Method
	kind     string // the HTTP method, or anyMethod
	template string // as it is written
	vars     []string
	whole    bool                         // body: "*"
	body     protoreflect.FieldDescriptor // of the request; nil: none, or the whole
	answer   protoreflect.FieldDescriptor // response_body; nil: the whole answer
	rawIn    bool                         // the body is a google.api.HttpBody,
	rawOut   bool                         // the answer is
}

// bind reads the annotations of all methods.
func bind(methods []*edge.Method) (all []*binding, err error) {
	var wrong []error
	for _, m := range methods {
		rule, ok := proto.GetExtension(m.Desc.Options(), annotations.E_Http).(*annotations.HttpRule)
		if !ok || rule == nil {
			continue
		}
		for i, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
			b, err := newBinding(m, r)
			if err == nil && i > 0 && len(r.GetAdditionalBindings()) > 0 {
				err = stderrors.New("a binding within additional_bindings has additional_bindings itself")
			}
			if err != nil {
				wrong = append(wrong, fmt.Errorf("rest: the binding %sof %s: %w", strings.TrimLeft(b.kind+" "+b.template+" ", " "), m.Name, err))
			} else if !slices.ContainsFunc(all, b.same) {
				all = append(all, b)
			}
		}
	}
	return all, stderrors.Join(wrong...)
}

// same says whether another rule of the method says the same, which does no harm.
func (b *binding) same(other *binding) bool {
	return b.method == other.method && b.kind == other.kind && b.template == other.template &&
		b.whole == other.whole && b.body == other.body && b.answer == other.answer
}

func newBinding(m *edge.Method, rule *annotations.HttpRule) (*binding, error) {
	b := &binding{method: m}
	b.kind, b.template = pattern(rule)
	if b.kind == "" {
		return b, stderrors.New("the rule names no HTTP method")
	}
	if beside(b.template) {
		return b, stderrors.New("text beside a variable can only be a verb, which begins with a colon")
	}
	if err := b.bindBody(rule.GetBody()); err != nil {
		return b, err
	}
	if name := rule.GetResponseBody(); name != "" {
		if b.answer = m.Desc.Output().Fields().ByName(protoreflect.Name(name)); b.answer == nil {
			return b, fmt.Errorf("response_body names no field: %s has none called %s", m.Desc.Output().FullName(), name)
		}
	}
	b.rawOut = isDocument(m.Desc.Output(), b.answer)
	b.vars = variables(b.template)
	for _, name := range b.vars {
		if reason := unbindable(m.Desc.Input(), name); reason != "" {
			return b, fmt.Errorf("the variable %s %s", name, reason)
		}
	}
	return b, nil
}

// pattern is the HTTP method and the path of a rule.
func pattern(rule *annotations.HttpRule) (kind, template string) {
	switch p := rule.GetPattern().(type) {
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
	case *annotations.HttpRule_Custom:
		return p.Custom.GetKind(), p.Custom.GetPath()
	}
	return "", ""
}

func (b *binding) bindBody(name string) error {
	input := b.method.Desc.Input()
	switch {
	case name == "":
		return nil
	case b.kind == http.MethodGet || b.kind == http.MethodHead || b.kind == http.MethodDelete:
		return stderrors.New("the body of " + b.kind + " has no meaning in HTTP")
	case name == "*":
		b.whole = true
	default:
		if b.body = input.Fields().ByName(protoreflect.Name(name)); b.body == nil {
			return fmt.Errorf("body names no field: %s has none called %s", input.FullName(), name)
		}
	}
	b.rawIn = isDocument(input, b.body)
	return nil
}

// isDocument says whether a field, or the whole message, is a body of any type as it is.
func isDocument(md protoreflect.MessageDescriptor, fd protoreflect.FieldDescriptor) bool {
	if fd != nil {
		if md = fd.Message(); md == nil || fd.IsList() || fd.IsMap() {
			return false
		}
	}
	return md.FullName() == "google.api.HttpBody"
}

// unbindable says why a path can't hold the field that a variable names, or "".
func unbindable(md protoreflect.MessageDescriptor, path string) string {
	for {
		name, rest, more := strings.Cut(path, ".")
		fd := md.Fields().ByName(protoreflect.Name(name))
		switch {
		case fd == nil:
			return "names no field: " + string(md.FullName()) + " has none called " + name
		case fd.IsMap():
			return "is a map"
		case fd.IsList():
			return "is repeated"
		case more && fd.Message() == nil:
			return "names no field: " + name + " is no message"
		case !more && fd.Message() != nil && !textual(fd.Message()):
			return "is a message"
		case !more:
			return ""
		}
		md, path = fd.Message(), rest
	}
}

// textual says whether the JSON of a message is a text, a number or a boolean.
func textual(md protoreflect.MessageDescriptor) bool {
	name, ok := strings.CutPrefix(string(md.FullName()), "google.protobuf.")
	switch name {
	case "Timestamp", "Duration", "FieldMask":
		return ok
	}
	return ok && strings.HasSuffix(name, "Value") && name != "Value" && name != "ListValue"
}

// hasBody says whether anything of the request travels in the body.
func (b *binding) hasBody() bool { return b.whole || b.body != nil }

// accepts are the media types of the request's body.
func (b *binding) accepts() []string {
	switch {
	case b.rawIn:
		return []string{"*/*"}
	case b.method.Desc.IsStreamingClient():
		return []string{mediaLines, mediaNDJSON}
	}
	return []string{mediaJSON}
}

// offers are the media types of the answer; none: it isn't known yet.
func (b *binding) offers() []string {
	switch {
	case b.rawOut:
		return nil
	case b.method.Desc.IsStreamingServer():
		return []string{mediaLines, mediaEvents, mediaNDJSON}
	}
	return []string{mediaJSON}
}

func listed(texts []string) string {
	if len(texts) < 2 {
		return strings.Join(texts, "")
	}
	return strings.Join(texts[:len(texts)-1], ", ") + " or " + texts[len(texts)-1]
}
