package differential

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	"github.com/pb33f/libopenapi/datamodel/high/base"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
	"github.com/pb33f/libopenapi/orderedmap"
	"go.yaml.in/yaml/v4"
)

// lib reads the high-level model of github.com/pb33f/libopenapi. It does not tell references of
// parameters, bodies, responses and headers from declarations, so that those facts are left out
// and everything is read at every use.
type lib struct{ *reading }

func readLib(t *testing.T, content []byte) *reading {
	doc, err := libopenapi.NewDocument(content)
	if err != nil {
		t.Fatal(err)
	}
	model, err := doc.BuildV3Model()
	if err != nil {
		t.Logf("libopenapi says: %v", err)
	}
	l := lib{newReading()}
	for path, item := range model.Model.Paths.PathItems.FromOldest() {
		for method, operation := range item.GetOperations().FromOldest() {
			l.operation(strings.ToUpper(method)+" "+path, operation, item.Parameters)
		}
	}
	for name, s := range model.Model.Components.Schemas.FromOldest() {
		l.typ("#/components/schemas/"+name, s)
	}
	return l.reading
}

func (l lib) operation(at string, op *v3.Operation, beside []*v3.Parameter) {
	l.operations++
	l.put(at, "operationId", op.OperationId)
	l.put(at, "summary", op.Summary)
	l.put(at, "description", op.Description)
	l.flag(at, "deprecated", is(op.Deprecated))
	l.put(at, "tags", sorted(op.Tags))
	own := map[string]bool{}
	for _, p := range op.Parameters {
		own[p.In+" "+p.Name] = true
		l.parameter(at, p)
	}
	for _, p := range beside {
		if !own[p.In+" "+p.Name] {
			l.parameter(at, p)
		}
	}
	if b := op.RequestBody; b != nil {
		l.flag(at+" body", "required", is(b.Required))
		l.put(at+" body", "description", b.Description)
		l.content(at+" body", b.Content)
	}
	for name, callback := range op.Callbacks.FromOldest() {
		for expression, item := range callback.Expression.FromOldest() {
			for method, inner := range item.GetOperations().FromOldest() {
				l.operation(at+" callback "+name+" "+strings.ToUpper(method)+" "+expression, inner, item.Parameters)
			}
		}
	}
	if op.Responses == nil {
		return
	}
	for status, r := range op.Responses.Codes.FromOldest() {
		l.response(at+" response "+status, r)
	}
	if op.Responses.Default != nil {
		l.response(at+" response default", op.Responses.Default)
	}
}

func (l lib) parameter(path string, p *v3.Parameter) {
	l.parameters++
	at := path + " parameter " + p.In + " " + p.Name
	style, explode := withDefaults(p.Style, p.In, p.Explode)
	l.reading.parameter(at, parameter{
		required: is(p.Required), deprecated: p.Deprecated, allowReserved: p.AllowReserved,
		explode: explode, style: style, description: p.Description,
	})
	l.typ(at+"/schema", p.Schema)
	l.content(at, p.Content)
}

func (l lib) response(path string, r *v3.Response) {
	l.put(path, "description", r.Description)
	l.content(path, r.Content)
	for name, h := range r.Headers.FromOldest() {
		at := path + " header " + name
		style, _ := withDefaults(h.Style, "header", nil)
		l.reading.parameter(at, parameter{
			required: h.Required, deprecated: h.Deprecated, allowReserved: h.AllowReserved,
			explode: h.Explode, style: style, description: h.Description,
		})
		l.typ(at+"/schema", h.Schema)
	}
	for name := range r.Links.FromOldest() {
		l.put(path, "link", name)
	}
}

func (l lib) content(path string, content *orderedmap.Map[string, *v3.MediaType]) {
	for name, m := range content.FromOldest() {
		at := path + " " + name
		l.put(at, "media", "true")
		l.typ(at+"/schema", m.Schema)
		for name, e := range m.Encoding.FromOldest() {
			style, _ := withDefaults(e.Style, "query", nil)
			l.put(at+" encoding "+name, "contentType", e.ContentType)
			l.put(at+" encoding "+name, "style", style)
		}
		for name, e := range m.Examples.FromOldest() {
			l.put(at+" example "+name, "summary", e.Summary)
		}
	}
}

func (l lib) typ(path string, proxy *base.SchemaProxy) {
	if proxy == nil {
		return
	}
	if proxy.IsReference() {
		l.reference(path, proxy.GetReference())
		return
	}
	s := proxy.Schema()
	f := schema{
		types: s.Type, title: s.Title, description: s.Description, format: s.Format, pattern: s.Pattern, nullable: is(s.Nullable) || slices.Contains(s.Type, "null"),
		readOnly: is(s.ReadOnly), writeOnly: is(s.WriteOnly), deprecated: is(s.Deprecated), unique: is(s.UniqueItems), required: s.Required,
		limits:  map[string]uint64{"minLength": lower(s.MinLength), "minItems": lower(s.MinItems), "minProperties": lower(s.MinProperties)},
		uppers:  map[string]*uint64{"maxLength": upperLimit(s.MaxLength), "maxItems": upperLimit(s.MaxItems), "maxProperties": upperLimit(s.MaxProperties)},
		minimum: libBound(s.Minimum, s.ExclusiveMinimum), maximum: libBound(s.Maximum, s.ExclusiveMaximum), multipleOf: bound(s.MultipleOf, false),
	}
	for _, v := range s.Enum {
		if v.Tag != "!!null" {
			f.enum = append(f.enum, nodeLiteral(v))
		}
	}
	if s.Default != nil {
		f.byDefault = nodeLiteral(s.Default)
	}
	if d := s.Discriminator; d != nil {
		f.discriminator = d.PropertyName
		for value, to := range d.Mapping.FromOldest() {
			f.mapping = append(f.mapping, value+" = "+to)
		}
	}
	l.children(path, s, &f)
	l.schema(path, f)
}

func (l lib) children(path string, s *base.Schema, f *schema) {
	for name, p := range s.Properties.FromOldest() {
		f.properties = append(f.properties, name)
		l.typ(path+"/properties/"+name, p)
	}
	if s.Items != nil {
		l.typ(path+"/items", s.Items.A)
	}
	if open := s.AdditionalProperties; open != nil && open.IsB() {
		f.open = strconv.FormatBool(open.B) + " schema"
	} else if open != nil {
		l.typ(path+"/additionalProperties", open.A)
	}
	l.list(path+"/allOf", s.AllOf)
	l.list(path+"/anyOf", s.AnyOf)
	l.list(path+"/oneOf", s.OneOf)
	l.list(path+"/prefixItems", s.PrefixItems)
	l.named(path+"/patternProperties/", s.PatternProperties)
	l.named(path+"/dependentSchemas/", s.DependentSchemas)
	l.named(path+"/$defs/", s.Defs)
	for keyword, sub := range map[string]*base.SchemaProxy{
		"not": s.Not, "if": s.If, "then": s.Then, "else": s.Else, "contains": s.Contains,
		"propertyNames": s.PropertyNames, "contentSchema": s.ContentSchema,
	} {
		l.typ(path+"/"+keyword, sub)
	}
}

func (l lib) named(path string, schemas *orderedmap.Map[string, *base.SchemaProxy]) {
	for name, s := range schemas.FromOldest() {
		l.typ(path+name, s)
	}
}

func (l lib) list(path string, schemas []*base.SchemaProxy) {
	for i, s := range schemas {
		l.typ(path+"/"+strconv.Itoa(i), s)
	}
}

func is(b *bool) bool { return b != nil && *b }

func lower(n *int64) uint64 {
	if n == nil {
		return 0
	}
	return uint64(*n)
}

func upperLimit(n *int64) *uint64 {
	if n == nil {
		return nil
	}
	limit := uint64(*n)
	return &limit
}

func libBound(f *float64, exclusive *base.DynamicValue[bool, float64]) string {
	if exclusive != nil && exclusive.IsB() {
		return bound(&exclusive.B, true)
	}
	return bound(f, exclusive != nil && exclusive.A)
}

func nodeLiteral(n *yaml.Node) string {
	var v any
	if err := n.Decode(&v); err != nil {
		return err.Error()
	}
	if i, ok := v.(int); ok {
		v = float64(i)
	}
	return literal(v)
}
