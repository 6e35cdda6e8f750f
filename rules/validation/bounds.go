package validation

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/spec"
)

// The kinds of values that can lack bounds, as the option names them.
const (
	text   = "string"
	octets = "bytes"
	list   = "list"
	pairs  = "map"
	number = "number"
)

func allKinds() []string { return []string{text, octets, list, pairs, number} }

// open says what of a value has no bound.
type open struct {
	kind   string // "": everything is bounded
	within string // the kind of a list's elements or a map's values, if they too, or only they, are unbounded
	inner  bool   // only what is within is unbounded
	typ    *spec.Type
}

// openness looks at a value and, of lists and maps, one level deeper.
func openness(t *spec.Type) open {
	if composed(t) {
		return open{}
	}
	outer := unbounded(t)
	if t.Kind != spec.KindArray && t.Kind != spec.KindMap || t.Items == nil || t.Items.Kind == spec.KindReference || composed(t.Items) {
		return open{kind: outer, typ: t}
	}
	within := unbounded(t.Items)
	if within == number {
		within = "" // a number in a list is rarely more than one in a field, and often an identifier
	}
	if outer == "" {
		return open{kind: within, within: within, inner: within != "", typ: t}
	}
	return open{kind: outer, within: within, typ: t}
}

// composed reports whether other schemas, whose bounds are not looked at, take part in the value.
func composed(t *spec.Type) bool {
	s := t.Schema
	return s != nil && (len(s.AllOf) > 0 || len(s.AnyOf) > 0 || len(s.OneOf) > 0 || s.If != nil || s.DynamicRef != "")
}

// unbounded returns the kind of the value if its size has no bound, or "".
func unbounded(t *spec.Type) string {
	c := t.Constraints
	if c == nil {
		c = &spec.Constraints{}
	}
	if len(c.In) > 0 || c.Const != nil || len(c.Rules) > 0 || len(c.Other) > 0 {
		return ""
	}
	switch t.Kind {
	case spec.KindString:
		return unless(text, c.MaxLength != nil || c.MaxBytes != nil || c.Pattern != "" || says(t))
	case spec.KindBytes:
		return unless(octets, c.MaxLength != nil || c.MaxBytes != nil || c.Pattern != "")
	case spec.KindArray:
		return unless(list, c.MaxItems != nil)
	case spec.KindMap:
		return unless(pairs, c.MaxProperties != nil || namesKeys(t))
	case spec.KindInteger, spec.KindNumber:
		return unless(number, c.Minimum != nil || c.Maximum != nil || says(t) && !isNumeric(t.Format))
	}
	return ""
}

func unless(kind string, bounded bool) string {
	if bounded {
		return ""
	}
	return kind
}

// says reports whether a format tells what the value may be. Uploads (binary) are bounded by what
// receives them, not by a schema.
func says(t *spec.Type) bool {
	switch t.Format {
	case "", "byte", "password", "string", "text", "markdown", "html":
		return t.Schema != nil && t.Schema.ContentMediaType != ""
	}
	return true
}

// isNumeric tells the formats that only say how a number is stored. Unsigned ones are not among
// them: they have a bound.
func isNumeric(format string) bool {
	switch format {
	case "int32", "int64", "integer", "float", "double", "number", "decimal", "sint32", "sint64", "sfixed32", "sfixed64":
		return true
	}
	return false
}

func isNumber(t *spec.Type) bool { return t.Kind == spec.KindInteger || t.Kind == spec.KindNumber }

// namesKeys reports whether the keys of a map are a closed set.
func namesKeys(t *spec.Type) bool { return t.Keys != nil && t.Keys.Resolve().Kind == spec.KindEnum }

func (o open) harm() string {
	switch {
	case o.inner:
		return "bounds how many values it takes, but not the size of each, so one request can still be as large as the caller likes"
	case o.kind == list:
		return "takes a list of any length, so one request can cost as much time and memory as the caller likes"
	case o.kind == pairs:
		return "takes any number of entries, so one request can cost as much time and memory as the caller likes"
	case o.kind == number:
		return "takes any number, so negative and absurd values are refused late, differently in each place, or never"
	case o.kind == octets:
		return "takes any number of bytes, so one request can fill the memory or the disk behind the API"
	}
	return "takes text of any length, so one request can fill the memory or the column behind the API"
}

// cure names the constraint as the format writes it.
func (o open) cure(format spec.Format) string {
	if format == spec.Proto {
		return "add " + o.protoCure()
	}
	return "add " + o.schemaCure()
}

func (o open) schemaCure() string {
	switch {
	case o.inner:
		return "maxLength to the schema of its values"
	case o.kind == list || o.kind == pairs:
		keyword := "maxItems"
		if o.kind == pairs {
			keyword = "maxProperties"
		}
		if o.within != "" {
			return keyword + ", and maxLength to the schema of its values"
		}
		return keyword + ", as many as one request should carry"
	case o.kind == number:
		return "minimum and maximum"
	}
	return "maxLength, as long as real values get, or a format, pattern or enum if only some texts make sense"
}

func (o open) protoCure() string {
	switch {
	case o.inner:
		return fmt.Sprintf("[(buf.validate.field).%s.%s.max_len = …]", protoRules(o.typ), o.kind)
	case o.kind == list:
		return "[(buf.validate.field).repeated.max_items = …], as many as one request should carry"
	case o.kind == pairs:
		return "[(buf.validate.field).map.max_pairs = …], as many as one request should carry"
	case o.kind == number:
		return fmt.Sprintf("[(buf.validate.field).%s = {gte: …, lte: …}]", o.typ.Format)
	case o.kind == octets:
		return "[(buf.validate.field).bytes.max_len = …]"
	}
	return "[(buf.validate.field).string.max_len = …], as long as real values get, or pattern or in if only some texts make sense"
}

// protoRules is where protovalidate keeps the rules of what a list or map holds.
func protoRules(t *spec.Type) string {
	if t.Kind == spec.KindMap {
		return "map.values"
	}
	return "repeated.items"
}
