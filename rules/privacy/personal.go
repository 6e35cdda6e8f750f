package privacy

import (
	_ "embed"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/vocabulary"
	"github.com/bylaw-dev/bylaw/spec"
)

//go:embed pii.txt
var piiText string

// classOf returns the class of personal data that a field holds: the declared one, or the one that its name
// or format tells; "" if it holds none.
func classOf(terms vocabulary.Terms, f *spec.Field) string {
	if class := declared(f); class != "" {
		return unlessNone(class)
	}
	if !isText(f.Type) {
		return ""
	}
	if class, ok := terms.Ends(f.Name); ok {
		if whole, more := terms.Ends(fullName(f)); more {
			class = whole // the email of a ServiceAccount is a service_account_email
		}
		return unlessNone(class)
	}
	if f.Type.Format == "email" || f.Type.Format == "idn-email" {
		return "contact"
	}
	return ""
}

// fullName puts the name of what a field belongs to before its own.
func fullName(f *spec.Field) string {
	if f.Owner == nil {
		return f.Name
	}
	return words.Snake.Write(f.Owner.Name) + "_" + words.Snake.Write(f.Name)
}

func unlessNone(class string) string {
	if class == "none" {
		return ""
	}
	return class
}

// declared returns the class that is declared for a field, or for its type.
func declared(f *spec.Field) string {
	if f.Policy != nil && f.Policy.PII != "" {
		return f.Policy.PII
	}
	for t := f.Type; t != nil; t = t.Target {
		if t.Policy != nil && t.Policy.PII != "" {
			return t.Policy.PII
		}
	}
	if f.Owner != nil && f.Owner.Policy != nil {
		return f.Owner.Policy.PII
	}
	return ""
}

// isText reports whether a value is text, a date, or a list of texts: an email of type boolean says whether one
// is sent, and a phone of type object is something to call with.
func isText(t *spec.Type) bool {
	t = t.Resolve()
	if t != nil && t.Kind == spec.KindArray && t.Items != nil {
		t = t.Items.Resolve()
	}
	return t != nil && (t.Kind == spec.KindString || t.ID() == "google.type.Date")
}
