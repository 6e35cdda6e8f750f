package sample

import (
	"slices"

	"github.com/bylaw-dev/bylaw/spec"
)

// kinds is a set of JSON types.
type kinds uint8

const (
	object kinds = 1 << iota
	array
	text
	integer
	fraction // a number that need not be whole
	truth
	nothing
	anyKind = object | array | text | integer | fraction | truth | nothing
)

// preferred is the order in which types are tried.
var preferred = [...]kinds{object, array, text, integer, fraction, truth, nothing}

// allowed returns the types that all layers allow.
func (all layers) allowed() kinds {
	set := anyKind
	for _, t := range all {
		set &= allowedBy(t)
	}
	return set
}

func allowedBy(t *spec.Type) kinds {
	var set kinds
	if t.Schema != nil {
		for _, name := range t.Schema.Types {
			set |= kindNamed(name)
		}
	}
	switch {
	case t.Kind == spec.KindNever:
		return 0
	case set == 0:
		return anyKind
	case t.Nullable:
		return set | nothing
	}
	return set
}

func kindNamed(name string) kinds {
	switch name {
	case "object":
		return object
	case "array":
		return array
	case "string":
		return text
	case "integer":
		return integer
	case "number":
		return integer | fraction
	case "boolean":
		return truth
	}
	return nothing
}

// meant returns the types that the keywords of the layers speak of, if none names a type: a schema
// with `properties` is meant for objects. Text if there are no such keywords.
func (all layers) meant() kinds {
	var set kinds
	for _, t := range all {
		set |= meantBy(t)
	}
	if set == 0 {
		return text
	}
	return set
}

func meantBy(t *spec.Type) kinds {
	switch t.Kind {
	case spec.KindObject, spec.KindMap:
		return object
	case spec.KindArray:
		return array
	}
	if s := t.Schema; s != nil && (len(s.Required) > 0 || len(s.DependentRequired) > 0 || s.PropertyNames != nil) {
		return object
	}
	c := t.Constraints
	switch {
	case t.Format != "":
		return formatKind(t.Format)
	case c == nil:
		return 0
	case c.Minimum != nil || c.Maximum != nil || c.MultipleOf != nil:
		return fraction
	case c.MinItems != nil || c.MaxItems != nil || c.UniqueItems:
		return array
	case c.MinProperties != nil || c.MaxProperties != nil:
		return object
	case c.MinLength != nil || c.MaxLength != nil || c.Pattern != "":
		return text
	}
	return 0
}

func formatKind(format string) kinds {
	if slices.Contains([]string{"int32", "int64"}, format) {
		return integer
	}
	if slices.Contains([]string{"float", "double"}, format) {
		return fraction
	}
	return text
}
