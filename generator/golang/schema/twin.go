package schema

import (
	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/spec"
)

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

// plainTwin returns the component that demands the same as this one, but for null, which it doesn't
// allow; nil: there is none.
func (t *Types) plainTwin(s *spec.Type) *spec.Type {
	if !t.isComponent(s) || t.options.Strict || !t.copied(s) || !t.kindsOf(s).has(kindNull) {
		return nil
	}
	prints := fingerprints{known: t.prints.known, null: true, marks: t.prints.marks}
	if t.plain == nil {
		t.plain = map[fingerprint]*spec.Type{}
		for _, component := range t.api.Types {
			print, ok := prints.of(component)
			if ok && t.copied(component) && t.plain[print] == nil && !t.kindsOf(component).has(kindNull) {
				t.plain[print] = component
			}
		}
	}
	print, _ := prints.of(s)
	return t.plain[print]
}

// alias declares the name of a component as another name of the type that stands for it too.
func (t *Types) alias(s, twin *spec.Type) *Shape {
	shape := *t.use(twin, "")
	if shape.Form != Struct && shape.Form != Enum {
		return nil
	}
	shape.Nullable, shape.schema = true, s
	t.declare(Decl{Name: t.named[s], Alias: &AliasDecl{Doc: naming.Sentence(t.named[s], doc(s)), Go: shape.Go}})
	return &shape
}
