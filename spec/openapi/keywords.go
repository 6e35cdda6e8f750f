package openapi

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// assertion reads the keywords that constrain a value by themselves.
func (r *reading) assertion(m *spec.Member) bool {
	switch m.Key {
	case "type":
		r.typeNames(m.Value)
	case "format":
		r.t.Format = text(m.Value)
	case "nullable":
		r.nullable = m.Value.Bool() && r.at.version == version30
	case "enum":
		if r.enum = m.Value; len(r.l.list(m.Value, &r.t.Node, "enum")) == 0 {
			r.enum = nil
		}
	case "const":
		r.constant = m.Value
		r.constraints().Const = m.Value
	case "required":
		r.extra().Required = r.requiredNames(m.Value, "required")
	case "dependentRequired":
		r.dependentRequired(m)
	case "dependencies":
		r.dependencies(m)
	case "minContains":
		r.extra().MinContains = r.limit(m)
	case "maxContains":
		r.extra().MaxContains = r.limit(m)
	default:
		return r.constraint(m)
	}
	return true
}

// constraint reads the keywords that spec.Constraints holds.
func (r *reading) constraint(m *spec.Member) bool {
	switch m.Key {
	case "minLength":
		r.constraints().MinLength = r.limit(m)
	case "maxLength":
		r.constraints().MaxLength = r.limit(m)
	case "pattern":
		r.constraints().Pattern = text(m.Value)
	case "minItems":
		r.constraints().MinItems = r.limit(m)
	case "maxItems":
		r.constraints().MaxItems = r.limit(m)
	case "uniqueItems":
		r.constraints().UniqueItems = m.Value.Bool()
	case "minProperties":
		r.constraints().MinProperties = r.limit(m)
	case "maxProperties":
		r.constraints().MaxProperties = r.limit(m)
	case "minimum":
		r.minimum = m.Value
	case "maximum":
		r.maximum = m.Value
	case "exclusiveMinimum":
		r.exclusiveMinimum = m.Value
	case "exclusiveMaximum":
		r.exclusiveMaximum = m.Value
	case "multipleOf":
		if r.number(m.Key, m.Value) {
			r.constraints().MultipleOf = &spec.Bound{Text: m.Value.Text, Span: m.Value.Span}
		}
	default:
		return false
	}
	return true
}

// declaration reads the keywords that name schemas and describe content.
func (r *reading) declaration(m *spec.Member) {
	switch m.Key {
	case "$defs", "definitions":
		r.t.Types = append(r.t.Types, r.l.definitions(r.at, &r.t.Node, "/", m)...)
	case "$schema":
		r.extra().Dialect = text(m.Value)
	case "$id":
		r.extra().SchemaID = text(m.Value)
	case "$anchor":
		r.extra().Anchor = text(m.Value)
	case "$dynamicAnchor":
		r.extra().DynamicAnchor = text(m.Value)
	case "$dynamicRef":
		if m.Value.Kind == spec.Str {
			r.extra().DynamicRef = m.Value.Text
			r.l.wait(r.at, m.Value, &r.t.Node, &r.extra().DynamicTarget)
		}
	case "contentEncoding":
		r.extra().ContentEncoding = text(m.Value)
	case "contentMediaType":
		r.extra().ContentMediaType = text(m.Value)
	}
}

// typeNames reads `type`, one name or several.
func (r *reading) typeNames(v *spec.Value) {
	if v.Kind == spec.List {
		for _, item := range v.Items {
			if name, ok := r.typeName(item); ok {
				r.types = append(r.types, name)
			}
		}
	} else if name, ok := r.typeName(v); ok {
		r.types = r.l.oneType(name)
	}
	r.extra().Types = r.types
}

func (r *reading) typeName(v *spec.Value) (name string, ok bool) {
	switch v.String() {
	case "object", "array", "string", "integer", "number", "boolean", "null":
		return v.Text, true
	}
	if v.Kind == spec.Null {
		r.l.invalid(v, &r.t.Node, "the type is called \"null\", with quotes: without them this is the value null")
		return "null", true
	}
	r.l.invalid(v, &r.t.Node, "a type is object, array, string, integer, number, boolean or null, not %s", describe(v))
	return "", false
}

// oneType returns a list of one type's name, the same one each time: most schemas have one.
func (l *lowering) oneType(name string) []string {
	list := l.typeLists[name]
	if list == nil {
		list = slices.Clip([]string{name})
		l.typeLists[name] = list
	}
	return list
}

func (r *reading) constraints() *spec.Constraints {
	if r.t.Constraints == nil {
		r.t.Constraints = r.l.constraints.new()
	}
	return r.t.Constraints
}

// limit reads a non-negative count. Counts beyond 64 bits are as good as the largest.
func (r *reading) limit(m *spec.Member) *spec.Limit {
	n, ok := count(m.Value)
	if !ok {
		r.l.invalid(m.Value, &r.t.Node, "%s is a whole number from 0 up, not %s", m.Key, describe(m.Value))
		return nil
	}
	limit := r.l.limits.new()
	limit.N, limit.Span = n, m.Value.Span
	return limit
}

func count(v *spec.Value) (uint64, bool) {
	if n, ok := v.Int(); ok {
		return uint64(n), n >= 0
	}
	f, ok := v.Float()
	if !ok || f < 0 || f != math.Trunc(f) {
		return 0, false
	}
	if n, err := strconv.ParseUint(v.Text, 10, 64); err == nil {
		return n, true
	}
	if f >= math.MaxUint64 {
		return math.MaxUint64, true
	}
	return uint64(f), true
}

func (r *reading) number(key string, v *spec.Value) bool {
	if v.Kind != spec.Num {
		r.l.invalid(v, &r.t.Node, "%s is a number, not %s", key, describe(v))
	}
	return v.Kind == spec.Num
}

// bounds puts minimum and exclusiveMinimum together, and their opposites. The exclusive ones are
// flags in OpenAPI 3.0 and bounds of their own since 3.1.
func (r *reading) bounds() {
	if r.minimum != nil || r.exclusiveMinimum != nil {
		r.constraints().Minimum = r.bound("minimum", r.minimum, "exclusiveMinimum", r.exclusiveMinimum, 1)
	}
	if r.maximum != nil || r.exclusiveMaximum != nil {
		r.constraints().Maximum = r.bound("maximum", r.maximum, "exclusiveMaximum", r.exclusiveMaximum, -1)
	}
}

// bound returns the tighter of an inclusive and an exclusive bound; sign is 1 where the higher is
// the tighter.
func (r *reading) bound(key string, inclusive *spec.Value, exclusiveKey string, exclusive *spec.Value, sign float64) *spec.Bound {
	var bound *spec.Bound
	if inclusive != nil && r.number(key, inclusive) {
		bound = &spec.Bound{Text: inclusive.Text, Span: inclusive.Span}
	}
	switch {
	case exclusive == nil:
	case exclusive.Kind == spec.Bool:
		if bound != nil {
			bound.Exclusive = exclusive.Bool()
		}
	case r.number(exclusiveKey, exclusive):
		a, _ := inclusive.Float()
		b, _ := exclusive.Float()
		if bound == nil || b*sign >= a*sign {
			bound = &spec.Bound{Text: exclusive.Text, Exclusive: true, Span: exclusive.Span}
		}
	}
	return bound
}

func (r *reading) requiredNames(v *spec.Value, what string) []spec.RequiredName {
	items := r.l.list(v, &r.t.Node, what)
	if len(items) == 0 {
		return nil
	}
	names := make([]spec.RequiredName, len(items))
	for i, item := range items {
		names[i] = spec.RequiredName{Name: text(item), Span: item.Span}
	}
	return names
}

func (r *reading) dependentRequired(m *spec.Member) {
	for _, d := range r.l.object(m.Value, &r.t.Node, m.Key) {
		r.dependency(&d)
	}
}

func (r *reading) dependency(m *spec.Member) {
	s := r.extra()
	s.DependentRequired = append(s.DependentRequired, spec.Dependency{
		Name: m.Key, Required: r.requiredNames(m.Value, "dependentRequired"), Span: spanOf(m),
	})
}

// dependencies reads what drafts before 2019-09 had for dependentRequired and dependentSchemas.
func (r *reading) dependencies(m *spec.Member) {
	members := r.l.object(m.Value, &r.t.Node, m.Key)
	for i := range members {
		if d := &members[i]; d.Value.Kind == spec.List {
			r.dependency(d)
		} else {
			s := r.extra()
			s.DependentSchemas = append(s.DependentSchemas, r.field("/dependencies/", d))
		}
	}
}

// discriminator reads what tells the branches of a union apart. A mapping leads to a schema by its
// name in components or by a reference.
func (r *reading) discriminator(m *spec.Member) {
	v := m.Value
	d := &spec.Discriminator{Property: text(v.Get("propertyName")), DefaultMapping: text(v.Get("defaultMapping")), Span: spanOf(m)}
	r.extra().Discriminator = d
	r.l.object(v, &r.t.Node, "discriminator")
	mapping := r.l.object(v.Get("mapping"), &r.t.Node, "mapping")
	d.Mapping = make([]spec.DiscriminatorMapping, len(mapping))
	for i := range mapping {
		e := &mapping[i]
		d.Mapping[i] = spec.DiscriminatorMapping{Value: e.Key, Ref: text(e.Value), Span: spanOf(e)}
		r.waitForBranch(e.Value, &d.Mapping[i].Target)
	}
	if d.DefaultMapping != "" {
		r.waitForBranch(v.Get("defaultMapping"), &d.Default)
	}
}

func (r *reading) waitForBranch(v *spec.Value, to **spec.Type) {
	if v.Kind != spec.Str {
		r.l.invalid(v, &r.t.Node, "a mapping names a schema or refers to one, but this is %s", describe(v))
		return
	}
	at := r.at
	if by := r.l.namesSchema(at.doc, v.Text); by != nil || !strings.ContainsAny(v.Text, "/#.") {
		named := *v
		named.Text = "#/components/schemas/" + escape(v.Text)
		at, v = cmp.Or(by, r.l.root.scope), &named
	}
	r.l.wait(at, v, &r.t.Node, to)
}

// namesSchema returns the scope of the document that has a schema component of that name: the root,
// as OpenAPI recommends, or else the document that uses the name.
func (l *lowering) namesSchema(doc *document, name string) *scope {
	for _, candidate := range []*document{l.root, doc} {
		schemas := candidate.Root.Get("components").Get("schemas")
		if schemas != nil && l.member(schemas, name) != nil {
			return candidate.scope
		}
	}
	return nil
}
