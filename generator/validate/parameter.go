package validate

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// Style returns how a parameter travels as text.
func Style(p *spec.Parameter) param.Style {
	style := styleNamed(p)
	if p.Explode && len(p.Content) == 0 {
		style |= param.Explode
	}
	if p.Required || p.In == spec.InPath {
		style |= param.Required
	}
	if p.AllowReserved {
		style |= param.AllowReserved
	}
	if p.AllowEmptyValue {
		style |= param.AllowEmpty
	}
	return style
}

func styleNamed(p *spec.Parameter) param.Style {
	if len(p.Content) > 0 {
		switch name := p.Content[0].Name; {
		case spec.IsJSON(name):
			return param.JSON
		case name == "application/x-www-form-urlencoded" && p.In == spec.InQueryString:
			return param.Form
		}
		return param.Simple
	}
	switch p.Style {
	case "matrix":
		return param.Matrix
	case "label":
		return param.Label
	case "form":
		return param.Form
	case "spaceDelimited":
		return param.SpaceDelimited
	case "pipeDelimited":
		return param.PipeDelimited
	case "deepObject":
		return param.DeepObject
	case "cookie":
		return param.Cookie
	}
	if p.Style != "simple" && (p.In == spec.InQuery || p.In == spec.InCookie) {
		return param.Form
	}
	return param.Simple
}

// Encodings returns how the fields of a form travel where the contract says so.
func Encodings(m *spec.MediaType) []param.Encoding {
	var all []param.Encoding
	for _, e := range m.Encodings {
		all = append(all, param.Encoding{Name: e.Name, Style: encodingStyle(e), ContentType: e.ContentType})
	}
	return all
}

// encodingStyle is the declared style of a form's field; 0 if the media type decides.
func encodingStyle(e *spec.Encoding) param.Style {
	_, styled := e.Attr("style")
	_, exploded := e.Attr("explode")
	if !styled && !exploded && !e.AllowReserved {
		return 0
	}
	style := styleNamed(&spec.Parameter{Style: e.Style, In: spec.InQuery})
	if e.Explode {
		style |= param.Explode
	}
	if e.AllowReserved {
		style |= param.AllowReserved
	}
	return style
}

// Shape returns what the text of a value of the schema may stand for.
func Shape(t *spec.Type) *param.Shape {
	return (&shaper{known: map[*spec.Type]*param.Shape{}}).shape(t)
}

// FormShape is Shape for the body of a form, whose binary strings are files.
func FormShape(t *spec.Type) *param.Shape {
	return (&shaper{files: true, known: map[*spec.Type]*param.Shape{}}).shape(t)
}

// shaper makes each shape once, so that recursive schemas have one too.
type shaper struct {
	files bool
	known map[*spec.Type]*param.Shape
}

func (m *shaper) shape(t *spec.Type) *param.Shape {
	if made := m.known[t]; made != nil {
		return made
	}
	made := &param.Shape{}
	m.known[t] = made
	schemas := speakers(t)
	kinds := impliedKinds(schemas)
	// A text says null only where nothing else could, which no style has a form for.
	if made.Scalars = kinds &^ (wire.KindArray | wire.KindObject | wire.KindNull); kinds&^wire.KindNull == 0 {
		made.Scalars = wire.KindString
	}
	made.File = m.files && isFile(schemas)
	for _, s := range schemas {
		if items := RestItems(s); items != nil && kinds&wire.KindArray != 0 && made.Items == nil {
			made.Items = m.shape(items)
		}
		if kinds&wire.KindObject != 0 {
			m.members(made, s)
		}
	}
	if kinds&wire.KindArray != 0 && made.Items == nil {
		made.Items = param.Text
	}
	if kinds&wire.KindObject != 0 && made.Properties == nil && made.Additional == nil {
		made.Additional = param.Text
	}
	return made
}

func (m *shaper) members(made *param.Shape, s *spec.Type) {
	for _, f := range s.Fields {
		if !slices.ContainsFunc(made.Properties, func(p param.Property) bool { return p.Name == f.Name }) {
			made.Properties = append(made.Properties, param.Property{Name: f.Name, Shape: m.shape(f.Type)})
		}
	}
	if rest := AdditionalProperties(s); rest != nil && !IsNever(rest) && made.Additional == nil {
		made.Additional = m.shape(rest)
	}
}

func isFile(schemas []*spec.Type) bool {
	return slices.ContainsFunc(schemas, func(s *spec.Type) bool {
		return s.Format == "binary" || s.Schema != nil && s.Schema.ContentMediaType != "" && s.Schema.ContentEncoding == ""
	})
}

// speakers returns the schema, what its references lead to, and all branches of its compositions: every
// schema that may speak of a value.
func speakers(t *spec.Type) []*spec.Type {
	var all []*spec.Type
	var add func(t *spec.Type)
	add = func(t *spec.Type) {
		if t == nil || slices.Contains(all, t) || len(all) > 200 {
			return
		}
		all = append(all, t)
		if t.Kind == spec.KindReference {
			add(t.Target)
		}
		if t.Schema == nil {
			return
		}
		for _, branches := range [][]*spec.Type{t.Schema.AllOf, t.Schema.AnyOf, t.Schema.OneOf} {
			for _, branch := range branches {
				add(branch)
			}
		}
	}
	add(t)
	return all
}

// impliedKinds returns the kinds that any of the schemas names, by `type`, literals or keywords; text
// if none does.
func impliedKinds(schemas []*spec.Type) wire.Kind {
	var kinds wire.Kind
	for _, s := range schemas {
		named := Kinds(s)
		for _, e := range s.Values {
			if e.Value != nil && Kinds(s) == 0 {
				named |= kindOfLiteral(e.Value)
			}
		}
		switch {
		case named != 0:
		case len(s.Fields) > 0 || AdditionalProperties(s) != nil:
			named = wire.KindObject
		case s.Items != nil:
			named = wire.KindArray
		}
		kinds |= named
	}
	if kinds&^wire.KindNull == 0 {
		kinds |= wire.KindString
	}
	return kinds
}

func kindOfLiteral(v *spec.Value) wire.Kind {
	switch v.Kind {
	case spec.Bool:
		return wire.KindBool
	case spec.Num:
		return wire.KindNumber
	case spec.Str:
		return wire.KindString
	case spec.List:
		return wire.KindArray
	case spec.Map:
		return wire.KindObject
	}
	return wire.KindNull
}
