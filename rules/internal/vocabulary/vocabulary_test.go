package vocabulary_test

import (
	"testing"

	"github.com/bylaw-dev/bylaw/rules/internal/vocabulary"
)

func TestTerms(t *testing.T) {
	terms := vocabulary.Parse("# people\nemail contact\nphone_number contact\nrole\n", vocabulary.Options{
		Add: []string{"badge_number identifier"}, Except: []string{"role"},
	})
	for _, test := range []struct {
		name, class string
		is, ends    bool
	}{
		{"email", "contact", true, true},
		{"emails", "contact", true, true},
		{"Email", "contact", true, true},
		{"customerEmail", "contact", false, true},
		{"customer_phone_numbers", "contact", false, true},
		{"phoneNumber", "contact", true, true},
		{"number", "", false, false},
		{"email_verified", "", false, false},
		{"xemail", "", false, false},
		{"badge-number", "identifier", true, true},
		{"role", "", false, false},
		{"", "", false, false},
	} {
		if class, ok := terms.Is(test.name); ok != test.is || ok && class != test.class {
			t.Errorf("%s is %q, %v", test.name, class, ok)
		}
		if class, ok := terms.Ends(test.name); ok != test.ends || ok && class != test.class {
			t.Errorf("%s ends in %q, %v", test.name, class, ok)
		}
	}
}

func TestValidate(t *testing.T) {
	for term, ok := range map[string]bool{"email": true, "email contact": true, "": false, "E-Mail": false} {
		if err := (vocabulary.Options{Add: []string{term}}).Validate(); (err == nil) != ok {
			t.Errorf("%q: %v", term, err)
		}
	}
}
