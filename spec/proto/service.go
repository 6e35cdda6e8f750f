package proto

import (
	"strings"

	"github.com/bufbuild/protocompile/ast"

	"github.com/bylaw-dev/bylaw/spec"
)

func (u *unit) service(d *decl) *spec.Service {
	n := d.node.(*ast.ServiceNode)
	s := &spec.Service{Node: u.node(&u.api.Node, n, n.Name)}
	o := u.options(optionNodes(n), nil)
	u.common(&s.Node, o, servicePolicy)
	if host := o.value("(google.api.default_host)").String(); host != "" {
		s.Hosts = []string{host}
	}
	for _, scope := range strings.Split(o.value("(google.api.oauth_scopes)").String(), ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			s.Scopes = append(s.Scopes, scope)
		}
	}
	for _, e := range n.Decls {
		if e, ok := e.(*ast.RPCNode); ok {
			s.Operations = append(s.Operations, u.operation(s, e))
		}
	}
	return s
}

func (u *unit) operation(s *spec.Service, n *ast.RPCNode) *spec.Operation {
	op := &spec.Operation{Node: u.node(&s.Node, n, n.Name), Service: s}
	op.Request = &spec.Payload{Required: true, Operation: op, Node: u.messageNode(&op.Node, n.Input)}
	op.Request.Content = u.content(&op.Request.Node, n.Input)
	response := &spec.Response{Operation: op, Node: u.messageNode(&op.Node, n.Output)}
	response.Content = u.content(&response.Node, n.Output)
	op.Responses = []*spec.Response{response}
	if n.Input.Stream != nil {
		op.Streaming |= spec.ClientStreaming
	}
	if n.Output.Stream != nil {
		op.Streaming |= spec.ServerStreaming
	}
	o := u.options(optionNodes(n), nil)
	u.common(&op.Node, o, methodPolicy)
	u.operationAnnotations(op, o)
	return op
}

// messageNode returns the node of a request or response, which has no name of its own.
func (u *unit) messageNode(parent *spec.Node, n *ast.RPCTypeNode) spec.Node {
	return spec.Node{Parent: parent, Span: u.span(n), NameSpan: u.span(n.MessageType)}
}

func (u *unit) content(parent *spec.Node, n *ast.RPCTypeNode) []*spec.MediaType {
	m := &spec.MediaType{Node: u.messageNode(parent, n)}
	m.Type = u.use(n.MessageType, nil, &m.Node)
	return []*spec.MediaType{m}
}

func (u *unit) operationAnnotations(op *spec.Operation, o options) {
	switch o.value("idempotency_level").String() {
	case "NO_SIDE_EFFECTS":
		op.Idempotency = spec.NoSideEffects
	case "IDEMPOTENT":
		op.Idempotency = spec.Idempotent
	}
	op.HTTP = httpBindings(o.value("(google.api.http)"))
	op.LongRunning = u.longRunning(o.value("(google.longrunning.operation_info)"))
	for _, v := range o.values("(google.api.method_signature)") {
		op.Signatures = append(op.Signatures, signature(v))
	}
	op.Visibility = o.value("(google.api.method_visibility)").Get("restriction").String()
}

// signature reads a google.api.method_signature: field paths with commas between them.
func signature(v *spec.Value) spec.Signature {
	s := spec.Signature{Span: v.Span}
	if v.Text == "" {
		return s
	}
	for _, field := range strings.Split(v.Text, ",") {
		s.Fields = append(s.Fields, strings.TrimSpace(field))
	}
	return s
}

// httpBindings reads a google.api.http rule and those inside it, the primary one first.
func httpBindings(rule *spec.Value) []spec.HTTPBinding {
	if rule == nil {
		return nil
	}
	var bindings []spec.HTTPBinding
	if b, ok := httpBinding(rule); ok {
		bindings = append(bindings, b)
	}
	for _, additional := range list(rule, "additional_bindings") {
		if b, ok := httpBinding(additional); ok {
			bindings = append(bindings, b)
		}
	}
	return bindings
}

func httpBinding(rule *spec.Value) (spec.HTTPBinding, bool) {
	b := spec.HTTPBinding{
		Body: rule.Get("body").String(), ResponseBody: rule.Get("response_body").String(), Span: rule.Span,
	}
	for _, m := range rule.Members {
		switch m.Key {
		case "get", "put", "post", "delete", "patch":
			b.Method, b.MethodSpan = strings.ToUpper(m.Key), m.KeySpan
			b.Path = pathTemplate(m.Value)
		case "custom":
			kind := m.Value.Get("kind")
			b.Method, b.MethodSpan = kind.String(), m.KeySpan
			if kind != nil {
				b.MethodSpan = inQuotes(kind)
			}
			b.Path = pathTemplate(m.Value.Get("path"))
		}
	}
	return b, b.Method != ""
}

func pathTemplate(v *spec.Value) spec.Path {
	if v == nil {
		return spec.Path{}
	}
	return spec.ParsePath(v.Text, inQuotes(v))
}

// longRunning reads a google.longrunning.operation_info. Its types are named relative to the
// package, or in full; nothing says that the file has to import them.
func (u *unit) longRunning(info *spec.Value) *spec.LongRunning {
	if info == nil {
		return nil
	}
	l := &spec.LongRunning{
		ResponseName: info.Get("response_type").String(), MetadataName: info.Get("metadata_type").String(), Span: info.Span,
	}
	l.Response, l.Metadata = u.namedType(l.ResponseName), u.namedType(l.MetadataName)
	return l
}

// namedType returns the type that a string names, wherever it is declared; nil if it is not known.
func (u *unit) namedType(name string) *spec.Type {
	if name == "" {
		return nil
	}
	if found := u.resolve(name, nil, wantType); found != nil {
		return found.typ
	}
	for pkg := u.pkg; ; pkg = parentPackage(pkg) {
		for d := u.table[strings.TrimPrefix(pkg+"."+trimDot(name), ".")]; d != nil; d = d.next {
			if d.isType() {
				return d.typ
			}
		}
		if pkg == "" {
			return nil
		}
	}
}
