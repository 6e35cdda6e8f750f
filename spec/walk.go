package spec

// Visitor holds what Walk calls, each for every declaration of its kind; nil hooks are skipped.
// References are not declarations: what stands behind a $ref or a type's name is visited where it
// is declared, once.
type Visitor struct {
	API       func(*API)
	Document  func(*Document)
	Service   func(*Service)
	Operation func(*Operation)
	Parameter func(*Parameter) // OpenAPI parameters and headers
	Payload   func(*Payload)   // OpenAPI request bodies
	Response  func(*Response)  // OpenAPI responses
	MediaType func(*MediaType) // OpenAPI
	Type      func(*Type)      // messages, enums and every schema, inline ones included
	Field     func(*Field)     // message fields, properties, extensions
	OneOf     func(*OneOf)
	EnumValue func(*EnumValue)
}

// Walk visits every declaration of the API once, parents before children, in source order.
func Walk(api *API, v *Visitor) {
	w := walker{v, v.Type != nil || v.Field != nil || v.OneOf != nil || v.EnumValue != nil}
	call(v.API, api)
	for _, d := range api.Documents {
		call(v.Document, d)
	}
	for _, s := range api.Services {
		call(v.Service, s)
		for _, o := range s.Operations {
			w.operation(o)
		}
	}
	w.components(api.Components)
	w.types(api.Types)
	w.fields(api.Extensions)
}

func call[T any](hook func(*T), element *T) {
	if hook != nil {
		hook(element)
	}
}

// walker walks for one visitor. Most of an API lies inside types, and many visitors want none of it.
type walker struct {
	*Visitor
	inTypes bool // the visitor wants what lies inside types
}

func (w walker) components(c *Components) {
	if c == nil {
		return
	}
	w.parameters(c.Parameters)
	w.parameters(c.Headers)
	for _, p := range c.RequestBodies {
		w.payload(p)
	}
	for _, r := range c.Responses {
		w.response(r)
	}
	for _, cb := range c.Callbacks {
		w.callback(cb)
	}
	w.pathItems(c.PathItems)
	w.mediaTypes(c.MediaTypes)
}

func (w walker) operation(o *Operation) {
	call(w.Operation, o)
	w.parameters(o.Parameters)
	if o.Request != nil {
		w.payload(o.Request)
	}
	for _, r := range o.Responses {
		w.response(r)
	}
	for _, cb := range o.Callbacks {
		w.callback(cb)
	}
}

func (w walker) callback(c *Callback) {
	if c.Target == nil {
		w.pathItems(c.PathItems)
	}
}

func (w walker) pathItems(items []*PathItem) {
	for _, item := range items {
		for _, o := range item.Operations {
			w.operation(o)
		}
	}
}

func (w walker) parameters(parameters []*Parameter) {
	for _, p := range parameters {
		if p.Target != nil {
			continue
		}
		call(w.Parameter, p)
		w.typ(p.Type)
		w.mediaTypes(p.Content)
	}
}

func (w walker) payload(p *Payload) {
	if p.Target == nil {
		call(w.Payload, p)
		w.mediaTypes(p.Content)
	}
}

func (w walker) response(r *Response) {
	if r.Target != nil {
		return
	}
	call(w.Response, r)
	w.parameters(r.Headers)
	w.mediaTypes(r.Content)
}

func (w walker) mediaTypes(media []*MediaType) {
	for _, m := range media {
		if m.Target != nil {
			continue
		}
		call(w.MediaType, m)
		w.typ(m.Type)
		w.typ(m.ItemType)
		w.encodings(m.Encodings)
		w.encodings(m.PrefixEncoding)
		w.encodings(m.ItemEncoding)
	}
}

func (w walker) encodings(encodings []*Encoding) {
	for _, e := range encodings {
		w.parameters(e.Headers)
		w.encodings(e.Encodings)
		w.encodings(e.PrefixEncoding)
		w.encodings(e.ItemEncoding)
	}
}

func (w walker) types(types []*Type) {
	for _, t := range types {
		w.typ(t)
	}
}

func (w walker) fields(fields []*Field) {
	if !w.inTypes {
		return
	}
	for _, f := range fields {
		call(w.Field, f)
		w.typ(f.Type)
	}
}

func (w walker) typ(t *Type) {
	if t == nil || !w.inTypes {
		return
	}
	if t.Kind != KindReference {
		call(w.Type, t)
	}
	w.fields(t.Fields)
	for _, o := range t.OneOfs {
		call(w.OneOf, o)
	}
	for _, value := range t.Values {
		call(w.EnumValue, value)
	}
	w.typ(t.Items)
	w.typ(t.Keys)
	w.types(t.Types)
	w.fields(t.Extensions)
	if t.Schema != nil && t.Schema.holdsSchemas() {
		t.Schema.each(w.typ)
	}
}

// each calls visit for every sub-schema that the keywords hold, in a fixed order. Items and
// properties belong to Type and are not among them.
func (s *Schema) each(visit func(*Type)) {
	for _, list := range [...]*[]*Type{&s.AllOf, &s.AnyOf, &s.OneOf, &s.PrefixItems} {
		for _, t := range *list {
			visit(t)
		}
	}
	for _, f := range s.DependentSchemas {
		visit(f.Type)
	}
	for _, f := range s.PatternProperties {
		visit(f.Type)
	}
	for _, t := range [...]*Type{
		s.Not, s.If, s.Then, s.Else, s.AdditionalProperties, s.PropertyNames, s.UnevaluatedProperties,
		s.AdditionalItems, s.Contains, s.UnevaluatedItems, s.ContentSchema,
	} {
		if t != nil {
			visit(t)
		}
	}
}

// holdsSchemas reports whether a keyword holds a sub-schema: most schemas have none, and a walk meets
// each of them.
func (s *Schema) holdsSchemas() bool {
	return len(s.AllOf)+len(s.AnyOf)+len(s.OneOf)+len(s.PrefixItems)+len(s.DependentSchemas)+len(s.PatternProperties) > 0 ||
		s.AdditionalProperties != nil || s.Not != nil || s.If != nil || s.Then != nil || s.Else != nil || s.PropertyNames != nil ||
		s.UnevaluatedProperties != nil || s.AdditionalItems != nil || s.Contains != nil || s.UnevaluatedItems != nil || s.ContentSchema != nil
}
