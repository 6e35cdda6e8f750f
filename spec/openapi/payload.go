package openapi

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/spec"
)

// registries says how each kind of element that can be referred to is lowered.
func (l *lowering) registries() {
	parameter := func(p *spec.Parameter) *spec.Node { return &p.Node }
	referParameter := func(use, target *spec.Parameter) { *use = *target; use.Target = target }
	l.parameters = registry[spec.Parameter]{what: "parameter", named: true, node: parameter, read: l.readParameter, refer: referParameter}
	l.headers = registry[spec.Parameter]{what: "header", node: parameter, read: l.readHeader, refer: referParameter}
	l.payloads = registry[spec.Payload]{what: "request body", node: func(p *spec.Payload) *spec.Node { return &p.Node },
		read: l.readPayload, refer: referPayload}
	l.responses = registry[spec.Response]{what: "response", node: func(r *spec.Response) *spec.Node { return &r.Node },
		read: l.readResponse, refer: func(use, target *spec.Response) { *use = *target; use.Target = target }}
	l.mediaTypes = registry[spec.MediaType]{what: "media type", node: func(m *spec.MediaType) *spec.Node { return &m.Node },
		read: l.readMediaType, refer: func(use, target *spec.MediaType) { *use = *target; use.Target = target }}
	l.examples = registry[spec.Example]{what: "example", node: func(e *spec.Example) *spec.Node { return &e.Node },
		read: l.readExample, refer: func(use, target *spec.Example) { *use = *target }}
	l.links = registry[spec.Link]{what: "link", node: func(k *spec.Link) *spec.Node { return &k.Node },
		read: l.readLink, refer: func(use, target *spec.Link) { *use = *target; use.Target = target }}
	l.callbacks = registry[spec.Callback]{what: "callback", node: func(c *spec.Callback) *spec.Node { return &c.Node },
		read: l.readCallback, refer: func(use, target *spec.Callback) { *use = *target; use.Target = target }}
	l.schemes = registry[spec.SecurityScheme]{what: "security scheme", node: func(s *spec.SecurityScheme) *spec.Node { return &s.Node },
		read: l.readScheme, refer: func(use, target *spec.SecurityScheme) { *use = *target }}
}

func referPayload(use, target *spec.Payload) { *use = *target; use.Target = target }

func (l *lowering) readPayload(at *scope, v *spec.Value, p *spec.Payload) {
	members := l.object(v, &p.Node, "a request body")
	l.describeNode(&p.Node, members)
	for i := range members {
		switch m := &members[i]; m.Key {
		case "required":
			p.Required = m.Value.Bool()
		case "content":
			p.Content = declareAll(l, &l.mediaTypes, at, &p.Node, "/content/", m.Value, "content")
		}
	}
}

func (l *lowering) readResponse(at *scope, v *spec.Value, r *spec.Response) {
	members := l.object(v, &r.Node, "a response")
	l.describeNode(&r.Node, members)
	for i := range members {
		switch m := &members[i]; m.Key {
		case "summary":
			r.Summary = text(m.Value)
		case "headers":
			r.Headers = declareAll(l, &l.headers, at, &r.Node, "/headers/", m.Value, "headers")
		case "content":
			r.Content = declareAll(l, &l.mediaTypes, at, &r.Node, "/content/", m.Value, "content")
		case "links":
			r.Links = declareAll(l, &l.links, at, &r.Node, "/links/", m.Value, "links")
		}
	}
}

func (l *lowering) readMediaType(at *scope, v *spec.Value, t *spec.MediaType) {
	members := l.object(v, &t.Node, "a media type")
	l.describeNode(&t.Node, members)
	for i := range members {
		switch m := &members[i]; m.Key {
		case "schema":
			t.Type = l.schema(at, m.Value, place{parent: &t.Node, local: "/schema", key: m.KeySpan})
		case "itemSchema":
			t.ItemType = l.schema(at, m.Value, place{parent: &t.Node, local: "/itemSchema", key: m.KeySpan})
		case "encoding":
			t.Encodings = l.encodings(at, &t.Node, m.Value)
		case "prefixEncoding":
			t.PrefixEncoding = l.encodingList(at, &t.Node, m.Value)
		case "itemEncoding":
			t.ItemEncoding = l.itemEncoding(at, &t.Node, m)
		case "example", "examples":
			t.Examples = append(t.Examples, l.exampleList(at, &t.Node, m)...)
		}
	}
}

func (l *lowering) encodings(at *scope, parent *spec.Node, v *spec.Value) []*spec.Encoding {
	var encodings []*spec.Encoding
	members := l.object(v, parent, "encoding")
	for i := range members {
		encodings = append(encodings, l.encoding(at, members[i].Value, under(parent, "/encoding/", &members[i])))
	}
	return encodings
}

func (l *lowering) encodingList(at *scope, parent *spec.Node, v *spec.Value) []*spec.Encoding {
	var encodings []*spec.Encoding
	for i, item := range l.list(v, parent, "prefixEncoding") {
		encodings = append(encodings, l.encoding(at, item, place{parent: parent, local: "/prefixEncoding/" + strconv.Itoa(i)}))
	}
	return encodings
}

func (l *lowering) itemEncoding(at *scope, parent *spec.Node, m *spec.Member) []*spec.Encoding {
	return []*spec.Encoding{l.encoding(at, m.Value, place{parent: parent, local: "/itemEncoding", key: m.KeySpan})}
}

func (l *lowering) encoding(at *scope, v *spec.Value, p place) *spec.Encoding {
	e := &spec.Encoding{Style: "form"}
	l.node(&e.Node, at, v, p)
	members := l.object(v, &e.Node, "an encoding")
	l.describeNode(&e.Node, members)
	var explode *spec.Value
	for i := range members {
		switch m := &members[i]; m.Key {
		case "contentType":
			e.ContentType = text(m.Value)
		case "headers":
			e.Headers = declareAll(l, &l.headers, at, &e.Node, "/headers/", m.Value, "headers")
		case "style":
			e.Style = text(m.Value)
		case "explode":
			explode = m.Value
		case "allowReserved":
			e.AllowReserved = m.Value.Bool()
		case "encoding":
			e.Encodings = l.encodings(at, &e.Node, m.Value)
		case "prefixEncoding":
			e.PrefixEncoding = l.encodingList(at, &e.Node, m.Value)
		case "itemEncoding":
			e.ItemEncoding = l.itemEncoding(at, &e.Node, m)
		}
	}
	e.Explode = explodes(explode, e.Style)
	return e
}

// exampleList reads `example`, a bare value, or `examples`, a map of Example objects.
func (l *lowering) exampleList(at *scope, parent *spec.Node, m *spec.Member) []*spec.Example {
	if m.Key == "examples" {
		return declareAll(l, &l.examples, at, parent, "/examples/", m.Value, "examples")
	}
	e := &spec.Example{Value: m.Value}
	l.node(&e.Node, at, m.Value, place{parent: parent, local: "/example", key: m.KeySpan})
	return []*spec.Example{e}
}

func (l *lowering) readExample(at *scope, v *spec.Value, e *spec.Example) {
	members := l.object(v, &e.Node, "an example")
	l.describeNode(&e.Node, members)
	for _, m := range members {
		switch m.Key {
		case "summary":
			e.Summary = text(m.Value)
		case "value", "dataValue":
			e.Value = m.Value
		case "externalValue":
			e.External = text(m.Value)
		case "serializedValue":
			e.Serialized = text(m.Value)
		}
	}
}

func (l *lowering) readLink(at *scope, v *spec.Value, k *spec.Link) {
	members := l.object(v, &k.Node, "a link")
	l.describeNode(&k.Node, members)
	for _, m := range members {
		switch m.Key {
		case "operationId":
			k.OperationID = text(m.Value)
		case "operationRef":
			k.OperationRef = text(m.Value)
		}
	}
}
