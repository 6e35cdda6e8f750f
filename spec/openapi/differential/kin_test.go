package differential

import (
	"slices"
	"strconv"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// kin reads the model of github.com/getkin/kin-openapi.
type kin struct{ *reading }

func readKin(t *testing.T, content []byte) *reading {
	doc, err := openapi3.NewLoader().LoadFromData(content)
	if err != nil {
		t.Fatal(err)
	}
	k := kin{newReading()}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			k.operation(method+" "+path, operation, item.Parameters)
		}
	}
	c := doc.Components
	for name, s := range c.Schemas {
		k.typ("#/components/schemas/"+name, s)
	}
	for name, p := range c.Parameters {
		k.parameter("#/components/parameters/"+name, p.Value.In, p)
	}
	for name, h := range c.Headers {
		k.header("#/components/headers/"+name, h)
	}
	for name, b := range c.RequestBodies {
		k.payload("#/components/requestBodies/"+name, b)
	}
	for name, r := range c.Responses {
		k.response("#/components/responses/"+name, r)
	}
	return k.reading
}

func (k kin) operation(path string, op *openapi3.Operation, beside openapi3.Parameters) {
	k.operations++
	k.put(path, "operationId", op.OperationID)
	k.put(path, "summary", op.Summary)
	k.put(path, "description", op.Description)
	k.flag(path, "deprecated", op.Deprecated)
	k.put(path, "tags", sorted(op.Tags))
	own := map[string]bool{}
	for _, p := range op.Parameters {
		own[p.Value.In+" "+p.Value.Name] = true
		k.operationParameter(path, p)
	}
	for _, p := range beside {
		if !own[p.Value.In+" "+p.Value.Name] {
			k.operationParameter(path, p)
		}
	}
	if op.RequestBody != nil {
		k.payload(path+" body", op.RequestBody)
	}
	for status, r := range op.Responses.Map() {
		k.response(path+" response "+status, r)
	}
	for name, callback := range op.Callbacks {
		for expression, item := range callback.Value.Map() {
			for method, inner := range item.Operations() {
				k.operation(path+" callback "+name+" "+method+" "+expression, inner, item.Parameters)
			}
		}
	}
}

func (k kin) operationParameter(path string, p *openapi3.ParameterRef) {
	k.parameters++
	at := path + " parameter " + p.Value.In + " " + p.Value.Name
	k.put(at, "reference", p.Ref)
	k.parameter(at, p.Value.In, p)
}

func (k kin) parameter(path, in string, p *openapi3.ParameterRef) {
	style, explode := withDefaults(p.Value.Style, in, p.Value.Explode)
	k.reading.parameter(path, parameter{
		required: p.Value.Required, deprecated: p.Value.Deprecated, allowReserved: p.Value.AllowReserved,
		explode: explode, style: style, description: p.Value.Description,
	})
	if p.Ref == "" {
		k.typ(path+"/schema", p.Value.Schema)
		k.content(path, p.Value.Content)
	}
}

func (k kin) header(path string, h *openapi3.HeaderRef) {
	k.parameter(path, "header", &openapi3.ParameterRef{Ref: h.Ref, Value: &h.Value.Parameter})
}

func (k kin) payload(path string, b *openapi3.RequestBodyRef) {
	k.flag(path, "required", b.Value.Required)
	k.put(path, "description", b.Value.Description)
	k.put(path, "reference", b.Ref)
	if b.Ref == "" {
		k.content(path, b.Value.Content)
	}
}

func (k kin) response(path string, r *openapi3.ResponseRef) {
	if r.Value.Description != nil {
		k.put(path, "description", *r.Value.Description)
	}
	k.put(path, "reference", r.Ref)
	if r.Ref != "" {
		return
	}
	k.content(path, r.Value.Content)
	for name, h := range r.Value.Headers {
		k.put(path+" header "+name, "reference", h.Ref)
		k.header(path+" header "+name, h)
	}
	for name := range r.Value.Links {
		k.put(path, "link", name)
	}
}

func (k kin) content(path string, content openapi3.Content) {
	for name, m := range content {
		at := path + " " + name
		k.put(at, "media", "true")
		k.typ(at+"/schema", m.Schema)
		for name, e := range m.Encoding {
			style, _ := withDefaults(e.Style, "query", nil)
			k.put(at+" encoding "+name, "contentType", e.ContentType)
			k.put(at+" encoding "+name, "style", style)
		}
		for name, e := range m.Examples {
			k.put(at+" example "+name, "summary", e.Value.Summary)
		}
	}
}

func (k kin) typ(path string, ref *openapi3.SchemaRef) {
	if ref == nil {
		return
	}
	if ref.Ref != "" {
		k.reference(path, ref.Ref)
		return
	}
	s := ref.Value
	f := schema{
		title: s.Title, description: s.Description, format: s.Format, pattern: s.Pattern, nullable: s.Nullable,
		readOnly: s.ReadOnly, writeOnly: s.WriteOnly, deprecated: s.Deprecated, unique: s.UniqueItems, required: s.Required,
		limits:  map[string]uint64{"minLength": s.MinLength, "minItems": s.MinItems, "minProperties": s.MinProps},
		uppers:  map[string]*uint64{"maxLength": s.MaxLength, "maxItems": s.MaxItems, "maxProperties": s.MaxProps},
		minimum: kinBound(s.Min, s.ExclusiveMin), maximum: kinBound(s.Max, s.ExclusiveMax), multipleOf: bound(s.MultipleOf, false),
	}
	if s.Type != nil {
		f.types = *s.Type
		f.nullable = s.Nullable || slices.Contains(f.types, "null")
	}
	for _, v := range s.Enum {
		if v != nil {
			f.enum = append(f.enum, literal(v))
		}
	}
	if s.Default != nil {
		f.byDefault = literal(s.Default)
	}
	if d := s.Discriminator; d != nil {
		f.discriminator = d.PropertyName
		for value, to := range d.Mapping {
			f.mapping = append(f.mapping, value+" = "+to.Ref)
		}
	}
	if has := s.AdditionalProperties.Has; has != nil {
		f.open = strconv.FormatBool(*has) + " schema"
	}
	for name, p := range s.Properties {
		f.properties = append(f.properties, name)
		k.typ(path+"/properties/"+name, p)
	}
	k.typ(path+"/items", s.Items)
	k.typ(path+"/additionalProperties", s.AdditionalProperties.Schema)
	k.list(path+"/allOf", s.AllOf)
	k.list(path+"/anyOf", s.AnyOf)
	k.list(path+"/oneOf", s.OneOf)
	k.newer(path, s)
	k.schema(path, f)
}

// newer reads the keywords that came with OpenAPI 3.1.
func (k kin) newer(path string, s *openapi3.Schema) {
	k.list(path+"/prefixItems", s.PrefixItems)
	k.named(path+"/patternProperties/", s.PatternProperties)
	k.named(path+"/dependentSchemas/", s.DependentSchemas)
	k.named(path+"/$defs/", s.Defs)
	for keyword, sub := range map[string]*openapi3.SchemaRef{
		"not": s.Not, "if": s.If, "then": s.Then, "else": s.Else, "contains": s.Contains,
		"propertyNames": s.PropertyNames, "contentSchema": s.ContentSchema,
	} {
		k.typ(path+"/"+keyword, sub)
	}
}

func (k kin) named(path string, schemas openapi3.Schemas) {
	for name, s := range schemas {
		k.typ(path+name, s)
	}
}

// kinBound reads exclusive bounds as 3.0 writes them, a flag, and as 3.1 does, a number.
func kinBound(inclusive *float64, exclusive openapi3.ExclusiveBound) string {
	if exclusive.Value != nil {
		return bound(exclusive.Value, true)
	}
	return bound(inclusive, exclusive.IsTrue())
}

func (k kin) list(path string, schemas openapi3.SchemaRefs) {
	for i, s := range schemas {
		k.typ(path+"/"+strconv.Itoa(i), s)
	}
}
