package proto

import (
	"strconv"

	"github.com/bylaw-dev/bylaw/spec"
)

// rulesReader reads the rules of protovalidate, or of its predecessor protoc-gen-validate, into
// constraints. Both call what they have in common alike.
type rulesReader struct {
	prefix string      // of the names in Constraints.Other: "buf.validate." or "validate.rules."
	field  *spec.Field // nil: the rules are about items, keys or a message
}

// fieldConstraints reads (buf.validate.field) and (validate.rules).
func fieldConstraints(f *spec.Field, o options) {
	if rules := o.value("(buf.validate.field)"); rules != nil {
		rulesReader{"buf.validate.", f}.fieldRules(f.Type, rules)
	}
	if rules := o.value("(validate.rules)"); rules != nil {
		rulesReader{"validate.rules.", f}.fieldRules(f.Type, rules)
	}
}

// messageConstraints reads what holds for a message as a whole.
func messageConstraints(t *spec.Type, o options) {
	if rules := o.value("(buf.validate.message)"); rules != nil {
		r := rulesReader{prefix: "buf.validate.message."}
		for i := range rules.Members {
			r.general(constraints(t), "", &rules.Members[i])
		}
	}
	for _, name := range [...]string{"validate.disabled", "validate.ignored"} {
		if o.has("(" + name + ")") {
			c := constraints(t)
			c.Other = append(c.Other, spec.Attribute{Name: name, Value: o.value("(" + name + ")"), Span: o.span("(" + name + ")")})
		}
	}
}

func constraints(t *spec.Type) *spec.Constraints {
	if t.Constraints == nil {
		t.Constraints = &spec.Constraints{}
	}
	return t.Constraints
}

// fieldRules reads a FieldRules message about the values of a type.
func (r rulesReader) fieldRules(t *spec.Type, rules *spec.Value) {
	for i := range rules.Members {
		m := &rules.Members[i]
		switch m.Key {
		case "float", "double", "int32", "int64", "uint32", "uint64", "sint32", "sint64",
			"fixed32", "fixed64", "sfixed32", "sfixed64", "bool", "enum", "any",
			"string", "bytes", "repeated", "map", "duration", "timestamp", "field_mask", "message":
			r.typeRules(t, m.Key, m.Value)
		default:
			if !r.require(m) {
				r.general(constraints(t), "", m)
			}
		}
	}
}

// require notes that the field has to be set. Rules about items and keys have no field.
func (r rulesReader) require(m *spec.Member) bool {
	if r.field == nil || m.Key != "required" {
		return false
	}
	r.field.Required = r.field.Required || m.Value.Bool()
	return true
}

// typeRules reads the rules for one kind of type, such as StringRules.
func (r rulesReader) typeRules(t *spec.Type, kind string, rules *spec.Value) {
	for i := range rules.Members {
		m := &rules.Members[i]
		within := rulesReader{prefix: r.prefix}
		switch {
		case kind == "repeated" && m.Key == "items", kind == "map" && m.Key == "values":
			within.fieldRules(orSelf(t.Items, t), m.Value)
		case kind == "map" && m.Key == "keys":
			within.fieldRules(orSelf(t.Keys, t), m.Value)
		case !r.require(m):
			r.rule(t, kind, m)
		}
	}
}

// orSelf returns the type of items or keys; the type itself where the rules don't fit the field.
func orSelf(part, whole *spec.Type) *spec.Type {
	if part == nil {
		return whole
	}
	return part
}

// rule reads one rule into the place that the model has for it.
func (r rulesReader) rule(t *spec.Type, kind string, m *spec.Member) {
	c := constraints(t)
	understood := false
	switch kind {
	case "string":
		understood = stringRule(t, c, m) || listRule(c, m)
	case "bytes":
		understood = bytesRule(t, c, m) || listRule(c, m)
	case "repeated", "map":
		understood = sizeRule(c, m)
	case "enum", "bool", "any":
		understood = listRule(c, m)
	case "duration", "timestamp", "field_mask", "message":
		// Their bounds are messages, which the model's bounds are not.
	default:
		understood = numberRule(c, m) || listRule(c, m)
	}
	if !understood {
		r.general(c, kind+".", m)
	}
}

// general keeps what there is no field for, CEL apart.
func (r rulesReader) general(c *spec.Constraints, kind string, m *spec.Member) {
	switch m.Key {
	case "cel":
		for _, v := range flatten(m.Value) {
			c.Rules = append(c.Rules, spec.Rule{
				ID: v.Get("id").String(), Message: v.Get("message").String(), Expression: v.Get("expression").String(), Span: v.Span,
			})
		}
	case "cel_expression":
		for _, v := range flatten(m.Value) {
			c.Rules = append(c.Rules, spec.Rule{Expression: v.Text, Span: v.Span})
		}
	default:
		span := m.KeySpan
		if span.File == m.Value.Span.File {
			span.End = max(span.End, m.Value.Span.End)
		}
		c.Other = append(c.Other, spec.Attribute{Name: r.prefix + kind + m.Key, Value: m.Value, Span: span, NameSpan: m.KeySpan})
	}
}

func numberRule(c *spec.Constraints, m *spec.Member) bool {
	bound := &spec.Bound{Text: m.Value.Text, Span: m.Value.Span}
	switch m.Key {
	case "gt":
		bound.Exclusive = true
		c.Minimum = bound
	case "gte":
		c.Minimum = bound
	case "lt":
		bound.Exclusive = true
		c.Maximum = bound
	case "lte":
		c.Maximum = bound
	default:
		return false
	}
	return true
}

// listRule reads the rules that list values.
func listRule(c *spec.Constraints, m *spec.Member) bool {
	switch m.Key {
	case "const":
		c.Const = m.Value
	case "in":
		c.In = append(c.In, flatten(m.Value)...)
	case "not_in":
		c.NotIn = append(c.NotIn, flatten(m.Value)...)
	case "defined_only":
		c.DefinedOnly = m.Value.Bool()
	default:
		return false
	}
	return true
}

func sizeRule(c *spec.Constraints, m *spec.Member) bool {
	switch m.Key {
	case "min_items":
		c.MinItems = limit(m.Value)
	case "max_items":
		c.MaxItems = limit(m.Value)
	case "unique":
		c.UniqueItems = m.Value.Bool()
	case "min_pairs":
		c.MinProperties = limit(m.Value)
	case "max_pairs":
		c.MaxProperties = limit(m.Value)
	default:
		return false
	}
	return true
}

func stringRule(t *spec.Type, c *spec.Constraints, m *spec.Member) bool {
	switch m.Key {
	case "len":
		c.MinLength, c.MaxLength = limit(m.Value), limit(m.Value)
	case "min_len":
		c.MinLength = limit(m.Value)
	case "max_len":
		c.MaxLength = limit(m.Value)
	case "len_bytes":
		c.MinBytes, c.MaxBytes = limit(m.Value), limit(m.Value)
	case "min_bytes":
		c.MinBytes = limit(m.Value)
	case "max_bytes":
		c.MaxBytes = limit(m.Value)
	case "pattern":
		c.Pattern = m.Value.Text
	default:
		return formatRule(t, m)
	}
	return true
}

func bytesRule(t *spec.Type, c *spec.Constraints, m *spec.Member) bool {
	switch m.Key {
	case "len":
		c.MinBytes, c.MaxBytes = limit(m.Value), limit(m.Value)
	case "min_len":
		c.MinBytes = limit(m.Value)
	case "max_len":
		c.MaxBytes = limit(m.Value)
	case "pattern":
		c.Pattern = m.Value.Text
	default:
		return formatRule(t, m)
	}
	return true
}

// formatRule reads the well-known formats: `string.email = true` says what `format: email` says.
// A type has one format; a second one stays among the other constraints.
func formatRule(t *spec.Type, m *spec.Member) bool {
	format := ruleFormat(m.Key)
	if format == "" || !m.Value.Bool() || t.Format != "" {
		return false
	}
	t.Format = format
	return true
}

// ruleFormat returns JSON Schema's name for a well-known format, or our own where it has none.
func ruleFormat(rule string) string {
	switch rule {
	case "email", "hostname", "ipv4", "ipv6", "uri", "uuid", "ip", "ulid", "tuuid", "address":
		return rule
	case "uri_ref":
		return "uri-reference"
	case "host_and_port":
		return "host-and-port"
	}
	return ""
}

func limit(v *spec.Value) *spec.Limit {
	n, err := strconv.ParseUint(v.Text, 10, 64)
	if err != nil {
		return nil
	}
	return &spec.Limit{N: n, Span: v.Span}
}
