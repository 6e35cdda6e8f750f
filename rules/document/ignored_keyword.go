package document

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var ignoredKeyword = lint.New(lint.Meta{
	ID:       "ignored-keyword",
	Title:    "a keyword of a schema says nothing about its type",
	Group:    "document",
	Severity: report.Warning,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{
	Type: func(p *lint.Pass, t *spec.Type) {
		types := typesOf(t)
		if len(types) == 0 || !mayIgnore(t, types) {
			return
		}
		var ignored []spec.Attribute
		var names []string
		for _, a := range t.Syntax.Attributes() {
			if about := typesAbout(a); len(about) > 0 && !intersects(about, types) {
				ignored, names = append(ignored, a), append(names, a.Name)
			}
		}
		if len(ignored) == 0 {
			return
		}
		p.Report(&t.Node, ignored[0].NameSpan,
			fmt.Sprintf("%s %s nothing about a value of type %s, so that every tool ignores it", phrase.And(names), says(names), phrase.Or(types)),
			lint.Cure("take it away, or correct the type"))
	},
})

func says(names []string) string {
	if len(names) == 1 {
		return "says"
	}
	return "say"
}

func intersects(a, b []string) bool {
	return slices.ContainsFunc(a, func(name string) bool { return slices.Contains(b, name) })
}

// mayIgnore is quick to say no, which is the answer for nearly all schemas.
func mayIgnore(t *spec.Type, types []string) bool {
	c, s := t.Constraints, t.Schema
	if t.Format != "" && !intersects(formatTypes(t.Format), types) {
		return true
	}
	if c != nil {
		switch {
		case (c.MinLength != nil || c.MaxLength != nil || c.Pattern != "") && !slices.Contains(types, "string"),
			(c.Minimum != nil || c.Maximum != nil || c.MultipleOf != nil) && !intersects(types, []string{"number", "integer"}),
			(c.MinItems != nil || c.MaxItems != nil || c.UniqueItems) && !slices.Contains(types, "array"),
			(c.MinProperties != nil || c.MaxProperties != nil) && !slices.Contains(types, "object"):
			return true
		}
	}
	return !slices.Contains(types, "array") && (t.Items != nil && t.Kind != spec.KindMap || len(s.PrefixItems) > 0) ||
		!slices.Contains(types, "object") && (len(t.Fields)+len(s.Required)+len(s.PatternProperties) > 0 || s.AdditionalProperties != nil)
}

// typesAbout returns the types that a keyword says something about; none: all of them, or not known.
func typesAbout(a spec.Attribute) []string {
	switch a.Name {
	case "minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType":
		return []string{"string"}
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf":
		return []string{"number", "integer"}
	case "items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "unevaluatedItems":
		return []string{"array"}
	case "properties", "required", "additionalProperties", "minProperties", "maxProperties", "patternProperties", "propertyNames", "unevaluatedProperties":
		return []string{"object"}
	case "format":
		return formatTypes(a.Value.String())
	}
	return nil
}

// formatTypes returns the types that a format of JSON Schema or OpenAPI is about. Numbers are written as
// strings to keep their digits, so that their formats are about strings too.
func formatTypes(format string) []string {
	switch format {
	case "date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri", "uri-reference",
		"iri", "iri-reference", "uri-template", "uuid", "json-pointer", "relative-json-pointer", "regex", "byte", "binary", "password":
		return []string{"string"}
	case "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double", "decimal":
		return []string{"number", "integer", "string"}
	}
	return nil
}
