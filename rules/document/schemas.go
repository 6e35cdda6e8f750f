package document

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// isBranch reports whether a schema is a part of a composition, and so says only some of what holds.
func isBranch(t *spec.Type) bool {
	for _, keyword := range [...]string{"/allOf/", "/anyOf/", "/oneOf/", "/not", "/if", "/then", "/else", "/dependent"} {
		if strings.HasPrefix(t.Local, keyword) {
			return true
		}
	}
	return false
}

// isComposed reports whether other schemas say what else holds.
func isComposed(t *spec.Type) bool {
	s := t.Schema
	return s != nil && (len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) > 0 || s.Not != nil || s.If != nil || s.DynamicRef != "")
}

// typesOf returns the types that a schema names, without null; none: any.
func typesOf(t *spec.Type) []string {
	if t == nil || t.Schema == nil || !slices.Contains(t.Schema.Types, "null") {
		return declaredTypes(t)
	}
	return slices.DeleteFunc(slices.Clone(t.Schema.Types), func(name string) bool { return name == "null" })
}

func declaredTypes(t *spec.Type) []string {
	if t == nil || t.Schema == nil {
		return nil
	}
	return t.Schema.Types
}

// version returns the version of OpenAPI that a file of the contract is written in, such as "3.0.3".
func version(api *spec.API, file *source.File) string {
	root := ""
	for _, d := range api.Documents {
		if d.File == file && d.Dialect != "" {
			return d.Dialect
		}
		if d.File == api.Root {
			root = d.Dialect
		}
	}
	return root
}

// isOld reports whether a file is written in OpenAPI 3.0, whose schemas are a dialect of their own.
func isOld(api *spec.API, file *source.File) bool {
	return strings.HasPrefix(version(api, file), "3.0")
}

// label is what messages call a schema: its name, or what it belongs to.
func label(t *spec.Type) string {
	if t.Name != "" {
		return "schema " + t.Name
	}
	if t.Local == "" && t.Parent != nil && t.Parent.Name != "" {
		return "property " + t.Parent.Name
	}
	for n := t.Parent; n != nil; n = n.Parent {
		if n.Name != "" {
			return "the schema in " + n.Name
		}
	}
	return "the schema"
}
