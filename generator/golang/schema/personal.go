package schema

import "github.com/bylaw-dev/bylaw/spec"

// isPersonal reports whether a schema is classified as personal data, or as a secret.
func isPersonal(s *spec.Type) bool { return classOf(s) != "" && classOf(s) != "none" }

func classOf(s *spec.Type) string {
	if s.Policy == nil {
		return ""
	}
	return s.Policy.PII
}

// Personal reports whether values of a schema must not be logged: it says so itself, or what its values are, or hold as
// items, does.
func (t *Types) Personal(s *spec.Type) bool {
	return t.audience.personal && t.personal(s, map[*spec.Type]bool{})
}

func (t *Types) personal(s *spec.Type, seen map[*spec.Type]bool) bool {
	if s == nil || seen[s] {
		return false
	}
	seen[s] = true
	if class := classOf(s); class != "" {
		return class != "none"
	}
	if t.personal(s.Target, seen) || t.personal(s.Items, seen) {
		return true
	}
	if s.Schema == nil {
		return false
	}
	for _, branch := range s.Schema.AllOf {
		if t.personal(branch, seen) {
			return true
		}
	}
	return false
}

// HoldsPersonal reports whether something within the values of a schema must not be logged.
func (t *Types) HoldsPersonal(s *spec.Type) bool {
	if !t.audience.personal {
		return false
	}
	found, known := t.audience.holds[s]
	if !known {
		found = t.personalWithin(s, map[*spec.Type]bool{})
		t.audience.holds[s] = found
	}
	return found
}

func (t *Types) personalWithin(s *spec.Type, seen map[*spec.Type]bool) bool {
	if s == nil || seen[s] || classOf(s) == "none" {
		return false
	}
	seen[s] = true
	if isPersonal(s) {
		return true
	}
	for _, inner := range inside(s) {
		if t.personalWithin(inner, seen) {
			return true
		}
	}
	return false
}

// redacted stands in logs where a value isn't shown.
const redacted = `"[redacted]"`

// logged returns the attributes of a value of the struct in logs, as expressions; nil: it has nothing to hide.
func (l *layout) logged() []string {
	if !l.types.HoldsPersonal(l.view.schema) {
		return nil
	}
	attributes := []string{}
	for _, f := range l.fields {
		if f.name == "" {
			continue
		}
		attributes = append(attributes, l.types.Logged(f.json, "x."+f.name, f.slot, l.personal(f)))
	}
	return attributes
}

func (l *layout) personal(f *field) bool {
	for _, use := range f.uses {
		if l.types.Personal(use.Type) {
			return true
		}
	}
	return false
}

// Logged is the expression of the attribute of a log that shows the value of a slot, src, or says that it isn't shown:
// because it is personal, holds something that is and can't leave it out by itself, or has no type.
func (t *Types) Logged(name, src string, s *Slot, personal bool) string {
	shape := s.Shape
	switch {
	case personal, shape.Form == Raw, shape.Form == File, (shape.Form == Slice || shape.Form == Map || shape.Form == Scalar) && t.HoldsPersonal(s.owner):
		return "slog.String(" + quote(name) + ", " + redacted + ")"
	case s.mode == pointer, s.mode == nullPointer, s.mode == box:
		src = "value.Logged(" + src + ")"
	}
	return "slog.Any(" + quote(name) + ", " + src + ")"
}
