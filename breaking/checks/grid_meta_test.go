package checks

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// applicable returns the schemas that say something of a value: those given, what they refer to,
// all that allOf joins, and of alternatives and conditions those that the value fits.
func applicable(schemas []*jsonschema.Schema, v any) []*jsonschema.Schema {
	var all []*jsonschema.Schema
	seen := map[*jsonschema.Schema]bool{}
	var add func(s *jsonschema.Schema)
	add = func(s *jsonschema.Schema) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		all = append(all, s)
		add(s.Ref)
		if s.DynamicRef != nil {
			add(s.DynamicRef.Ref)
		}
		for _, sub := range s.AllOf {
			add(sub)
		}
		for _, sub := range slices.Concat(s.OneOf, s.AnyOf) {
			if sub.Validate(v) == nil {
				add(sub)
			}
		}
		if s.If != nil {
			if s.If.Validate(v) == nil {
				add(s.Then)
			} else {
				add(s.Else)
			}
		}
		if m, ok := v.(map[string]any); ok {
			for _, key := range slices.Sorted(maps.Keys(s.DependentSchemas)) {
				if _, there := m[key]; there {
					add(s.DependentSchemas[key])
				}
			}
		}
	}
	for _, s := range schemas {
		add(s)
	}
	return all
}

var definitionName = regexp.MustCompile(`\$defs/([\w-]+)$`)

// definition returns the name that the meta-schema gives to what the schemas are about.
func definition(schemas []*jsonschema.Schema) string {
	name := ""
	for _, s := range schemas {
		m := definitionName.FindStringSubmatch(s.Location)
		if m == nil || strings.HasSuffix(m[1], "-or-reference") || m[1] == "specification-extensions" || name != "" {
			continue
		}
		name = m[1]
	}
	return name
}

// free returns the schemas of a key that is the author's choice.
func free(applied []*jsonschema.Schema, key string) []*jsonschema.Schema {
	var subs []*jsonschema.Schema
	for _, s := range applied {
		for _, pattern := range slices.SortedFunc(maps.Keys(s.PatternProperties), func(a, b jsonschema.Regexp) int { return strings.Compare(a.String(), b.String()) }) {
			if pattern.MatchString(key) {
				subs = append(subs, s.PatternProperties[pattern])
			}
		}
		if sub, ok := s.AdditionalProperties.(*jsonschema.Schema); ok {
			subs = append(subs, sub)
		}
	}
	return subs
}

// changed returns other values for a scalar: those that the meta-schema lists, or near ones.
func changed(v any, schemas []*jsonschema.Schema) []any {
	switch value := v.(type) {
	case string:
		var others []any
		for _, s := range applicable(schemas, v) {
			if s.Enum == nil {
				continue
			}
			for _, one := range s.Enum.Values {
				if one != v {
					others = append(others, one)
				}
			}
		}
		if others == nil {
			others = []any{value + "2"}
		}
		return others
	case bool:
		return []any{!value}
	case float64:
		return []any{value + 1, value - 1}
	}
	return nil
}

// sample returns the simplest value that the schemas allow.
func sample(schemas []*jsonschema.Schema, depth int) any {
	if depth > 4 || slices.ContainsFunc(schemas, isSchemaOfSchemas) || definition(applicable(schemas, nil)) == "schema" {
		return map[string]any{"type": "string", "maxLength": 3}
	}
	for _, s := range applicable(schemas, nil) {
		switch {
		case s.Const != nil:
			return *s.Const
		case s.Enum != nil && len(s.Enum.Values) > 0:
			return s.Enum.Values[len(s.Enum.Values)-1]
		case s.Types == nil:
			continue
		}
		types := s.Types.ToStrings()
		switch {
		case slices.Contains(types, "boolean") && !slices.Contains(types, "object"):
			return true
		case slices.Contains(types, "string"):
			return text(s)
		case slices.Contains(types, "integer"), slices.Contains(types, "number"):
			return 3
		case slices.Contains(types, "array"):
			return items(s, depth)
		case slices.Contains(types, "object"):
			return filled(s, depth)
		}
	}
	return map[string]any{"type": "string"} // a schema, most likely
}

func text(s *jsonschema.Schema) any {
	if s.Format != nil && strings.HasPrefix(s.Format.Name, "uri") {
		return "https://example.com/added"
	}
	return "added"
}

func items(s *jsonschema.Schema, depth int) any {
	if s.Items2020 != nil {
		return []any{sample([]*jsonschema.Schema{s.Items2020}, depth+1)}
	}
	return []any{"added"}
}

func filled(s *jsonschema.Schema, depth int) any {
	made := map[string]any{}
	for _, key := range s.Required {
		if sub := s.Properties[key]; sub != nil {
			made[key] = sample([]*jsonschema.Schema{sub}, depth+1)
		}
	}
	if sub, ok := s.AdditionalProperties.(*jsonschema.Schema); ok && len(made) == 0 {
		made["added"] = sample([]*jsonschema.Schema{sub}, depth+1)
	}
	return made
}
