package openapi

import (
	"cmp"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// besides is what a path item says for all its operations.
type besides struct {
	node       spec.Node // Doc, Deprecated and Policy
	summary    string
	internal   bool
	servers    []*spec.Server
	parameters []*spec.Parameter
	claimed    []bool // by an operation, which then declares the parameter; others stand for it
}

// lowerItem lowers the operations that a path item declares.
func (l *lowering) lowerItem(at *scope, v *spec.Value, r route) []*spec.Operation {
	element := &spec.Node{Parent: r.parent, Local: r.prefix}
	members := l.object(v, element, "a path item")
	b := l.besides(at, members, r)
	var operations []*spec.Operation
	for i := range members {
		switch m := &members[i]; m.Key {
		case "get", "put", "post", "delete", "options", "head", "patch", "trace":
			operations = append(operations, l.operation(at, m, r, b))
		case "query":
			if at.version >= version32 {
				operations = append(operations, l.operation(at, m, r, b))
			}
		case "additionalOperations":
			more := l.object(m.Value, element, "additionalOperations")
			for i := range more {
				operations = append(operations, l.operation(at, &more[i], r, b))
			}
		}
	}
	for i, p := range b.parameters {
		if !b.claimed[i] {
			l.unused = append(l.unused, p)
		}
	}
	return operations
}

func (l *lowering) besides(at *scope, members []spec.Member, r route) *besides {
	b := &besides{node: spec.Node{Parent: r.parent, Local: r.prefix}}
	b.internal = l.describeNode(&b.node, members)
	for _, m := range members {
		switch m.Key {
		case "summary":
			b.summary = text(m.Value)
		case "servers":
			b.servers = l.servers(at, &b.node, m.Value)
		case "parameters":
			b.parameters = l.parameterList(at, m.Value, r.parent, r.prefix)
			b.claimed = make([]bool, len(b.parameters))
		}
	}
	return b
}

func (l *lowering) operation(at *scope, m *spec.Member, r route, b *besides) *spec.Operation {
	method := strings.ToUpper(m.Key)
	o := &spec.Operation{Kind: r.kind, Summary: b.summary, Servers: b.servers}
	l.node(&o.Node, at, m.Value, place{parent: r.parent, local: l.operationLocal(r, method), key: m.KeySpan})
	key := o.NameSpan
	o.HTTP = []spec.HTTPBinding{{Method: method, Path: r.path, Span: key, MethodSpan: key}}
	at, value := l.referredOperation(at, m.Value, &o.Node)
	members := l.object(value, &o.Node, "an operation")
	internal := l.describeNode(&o.Node, members)
	o.Doc = cmp.Or(o.Doc, b.node.Doc)
	o.Policy = complete(o.Policy, b.node.Policy)
	o.Deprecated = cmp.Or(o.Deprecated, b.node.Deprecated)
	if internal || b.internal {
		o.Visibility = "INTERNAL"
	}
	var own []*spec.Parameter
	for i := range members {
		if members[i].Key == "parameters" {
			own = l.parameterList(at, members[i].Value, &o.Node, "")
		} else {
			l.operationField(at, o, &members[i])
		}
	}
	o.Parameters = l.merge(o, b, own)
	o.Streaming = streaming(o)
	return o
}

// referredOperation follows a $ref in place of an operation. OpenAPI knows none there, but large
// specs are written so, and what an operation says must not be lost in silence.
func (l *lowering) referredOperation(at *scope, v *spec.Value, o *spec.Node) (*scope, *spec.Value) {
	ref := v.Get("$ref")
	if ref == nil || ref.Kind != spec.Str {
		return at, v
	}
	to, ok := l.resolve(at, ref, o, "operation")
	if !ok || !l.expand(o.NameSpan, 1+len(to.value.Members)+partsOf(to.value)) {
		return at, v
	}
	o.Span, o.NameSpan, o.Syntax = to.value.Span, firstToken(to.value), to.scope.doc.Syntax(to.value)
	return to.scope, to.value
}

// partsOf counts what an operation makes elements of wherever it stands.
func partsOf(v *spec.Value) int {
	n := 0
	if parameters := v.Get("parameters"); parameters != nil {
		n += len(parameters.Items)
	}
	if responses := v.Get("responses"); responses != nil {
		n += len(responses.Members)
	}
	return n
}

func (l *lowering) operationField(at *scope, o *spec.Operation, m *spec.Member) {
	switch m.Key {
	case "operationId":
		o.Name, o.NameSpan = l.word(m, &o.Node), unquoted(m.Value.Span)
	case "summary":
		o.Summary = l.word(m, &o.Node)
	case "tags":
		l.list(m.Value, &o.Node, "tags")
		o.Tags = texts(m.Value)
	case "requestBody":
		p := l.payloads.declare(l, at, m.Value, place{parent: &o.Node, local: "/requestBody", key: m.KeySpan})
		if o.Request = p; p != nil {
			p.Operation = o
		}
	case "responses":
		l.operationResponses(at, o, m.Value)
	case "callbacks":
		o.Callbacks = declareAll(l, &l.callbacks, at, &o.Node, "/callbacks/", m.Value, "callbacks")
	case "security":
		o.HasSecurity = true
		o.Security = l.requirements(at, &o.Node, m.Value)
	case "servers":
		o.Servers = l.servers(at, &o.Node, m.Value)
	}
}

func (l *lowering) operationResponses(at *scope, o *spec.Operation, v *spec.Value) {
	members := l.object(v, &o.Node, "responses")
	for i := range members {
		m := &members[i]
		if isExtension(m.Key) {
			continue
		}
		if r := l.responses.declare(l, at, m.Value, under(&o.Node, "/responses/", m)); r != nil {
			r.Status, r.Operation = m.Key, o
			o.Responses = append(o.Responses, r)
		}
	}
}

// merge returns the operation's parameters: those beside its path, unless it has its own of the
// same name and place, then its own.
func (l *lowering) merge(o *spec.Operation, b *besides, own []*spec.Parameter) []*spec.Parameter {
	type identity struct {
		in   spec.Location
		name string
	}
	overridden := map[identity]bool{}
	for _, p := range own {
		p.Operation = o
		overridden[identity{p.In, p.Name}] = true
	}
	var merged []*spec.Parameter
	for i, p := range b.parameters {
		switch {
		case overridden[identity{p.In, p.Name}]:
			continue
		case !b.claimed[i]:
			b.claimed[i], p.Operation, p.FromPathItem = true, o, true
		case l.expand(p.NameSpan, 1):
			p = parameterFor(p, o)
		default:
			return append(merged, own...)
		}
		merged = append(merged, p)
	}
	return append(merged, own...)
}

// parameterFor returns a parameter of the operation that stands for one declared once for several.
func parameterFor(p *spec.Parameter, o *spec.Operation) *spec.Parameter {
	use := *p
	use.Target, use.Operation = cmp.Or(p.Target, p), o
	return &use
}

// streaming says that a body is a sequence, which OpenAPI 3.2 declares with itemSchema.
func streaming(o *spec.Operation) spec.Streaming {
	var sides spec.Streaming
	if o.Request != nil && isSequence(o.Request.Content) {
		sides |= spec.ClientStreaming
	}
	if r := o.Success(); r != nil && isSequence(r.Content) {
		sides |= spec.ServerStreaming
	}
	return sides
}

func isSequence(content []*spec.MediaType) bool {
	for _, m := range content {
		if m.ItemType != nil {
			return true
		}
	}
	return false
}
