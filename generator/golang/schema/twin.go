package schema

import "github.com/bylaw-dev/bylaw/spec"

// alike is what makes two schemas one Go type: what they demand, and what they stand for.
type alike struct {
	print fingerprint
	label string // of schemas without a name: the property or the parameter
}

// twin returns the component that demands the very same of an object or an enum as this schema
// without a name does, or else the first schema for a property of the same name; nil: there is none.
// Contracts are full of copies, which nobody wants to convert into one another.
func (t *Types) twin(s *spec.Type) *spec.Type {
	if t.isComponent(s) || t.options.Strict || !t.copied(s) {
		return nil
	}
	if t.twins == nil {
		t.twins = map[alike]*spec.Type{}
		for _, component := range t.api.Types {
			if t.copied(component) {
				t.enrol(component, "")
			}
		}
	}
	print, ok := t.prints.of(s)
	if !ok {
		return nil
	}
	if component := t.twins[alike{print, ""}]; component != nil {
		return component
	}
	if first := t.enrol(s, label(s)); first != s {
		return first
	}
	return nil
}

// copied reports whether a schema is of those that are declared: an object with properties, an enum.
func (t *Types) copied(s *spec.Type) bool {
	if s.Kind == spec.KindReference {
		return false
	}
	values, _ := literals(s)
	return len(s.Fields) > 0 || len(values) > 1
}

// enrol returns the first schema that is like this one.
func (t *Types) enrol(s *spec.Type, label string) *spec.Type {
	print, ok := t.prints.of(s)
	if !ok {
		return s
	}
	key := alike{print, label}
	if t.twins[key] == nil {
		t.twins[key] = s
	}
	return t.twins[key]
}

// label returns the name of what a schema is declared for.
func label(s *spec.Type) string {
	if s.Name != "" {
		return s.Name
	}
	for at := s.Parent; at != nil; at = at.Parent {
		if at.Name != "" {
			return at.Name
		}
	}
	return "-"
}
