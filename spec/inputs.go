package spec

import "strings"

// Input is one value that a caller can give to an operation, wherever it travels.
type Input struct {
	*Field
	In        Location
	Parameter *Parameter // OpenAPI parameters; nil for fields of the body and in proto
}

// Inputs returns what a caller can give to the operation at the top level, alike for both
// formats: OpenAPI's parameters and the properties of its body, or the fields of the request
// message placed as the primary HTTP binding says (InBody if there is none).
func (o *Operation) Inputs() []Input {
	var inputs []Input
	for _, p := range o.Parameters {
		inputs = append(inputs, Input{Field: &p.Field, In: p.In, Parameter: p})
	}
	body := o.RequestType()
	if body == nil {
		return inputs
	}
	for _, f := range body.AllFields() {
		inputs = append(inputs, Input{Field: f, In: o.fieldLocation(f)})
	}
	return inputs
}

func (o *Operation) fieldLocation(f *Field) Location {
	if len(o.HTTP) == 0 || f.Number == 0 {
		return InBody
	}
	http := &o.HTTP[0]
	for _, name := range http.Path.Variables() {
		if name == f.Name {
			return InPath
		}
	}
	if http.Body == "*" || http.Body == f.Name {
		return InBody
	}
	return InQuery
}

// RequestType returns the definition of the request body's type, JSON preferred where there are
// several media types, or nil if there is no body or no schema.
func (o *Operation) RequestType() *Type {
	if o.Request == nil {
		return nil
	}
	return preferredType(o.Request.Content)
}

// Success returns the response that answers a success: the first 2xx as written, or proto's only
// one; nil if none is declared.
func (o *Operation) Success() *Response {
	for _, r := range o.Responses {
		if r.Status == "" || strings.HasPrefix(r.Status, "2") {
			return r
		}
	}
	return nil
}

// ResponseType returns the definition of the type that a success carries, or nil.
func (o *Operation) ResponseType() *Type {
	if r := o.Success(); r != nil {
		return preferredType(r.Content)
	}
	return nil
}

// Path returns the path of the primary HTTP binding; the zero Path if there is none.
func (o *Operation) Path() Path {
	if len(o.HTTP) == 0 {
		return Path{}
	}
	return o.HTTP[0].Path
}

// Method returns the HTTP method of the primary binding in upper case, or "".
func (o *Operation) Method() string {
	if len(o.HTTP) == 0 {
		return ""
	}
	return o.HTTP[0].Method
}

func preferredType(content []*MediaType) *Type {
	for _, m := range content {
		if m.Name == "" || IsJSON(m.Name) {
			return m.Type.Resolve()
		}
	}
	if len(content) > 0 {
		return content[0].Type.Resolve()
	}
	return nil
}

// IsJSON reports whether a media type is JSON or ends in +json (RFC 6839).
func IsJSON(mediaType string) bool {
	name, _, _ := strings.Cut(mediaType, ";")
	name = strings.ToLower(strings.TrimSpace(name))
	return name == "application/json" || name == "text/json" || strings.HasSuffix(name, "+json")
}

// AllFields returns the fields of the type and, behind references, of every branch of its allOf,
// each name once, its own declarations first.
func (t *Type) AllFields() []*Field {
	root := t.Resolve()
	if root == nil {
		return nil
	}
	if root.Schema == nil || len(root.Schema.AllOf) == 0 {
		return root.Fields
	}
	c := fieldCollector{types: map[*Type]bool{}, names: map[string]bool{}}
	c.add(root)
	return c.fields
}

type fieldCollector struct {
	types  map[*Type]bool
	names  map[string]bool
	fields []*Field
}

func (c *fieldCollector) add(t *Type) {
	if t = t.Resolve(); t == nil || c.types[t] {
		return
	}
	c.types[t] = true
	for _, f := range t.Fields {
		if !c.names[f.Name] {
			c.names[f.Name] = true
			c.fields = append(c.fields, f)
		}
	}
	if t.Schema != nil {
		for _, branch := range t.Schema.AllOf {
			c.add(branch)
		}
	}
}
