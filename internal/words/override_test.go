package words

import "testing"

func TestWith(t *testing.T) {
	l := English().With(Overrides{
		Plurals:     map[string]string{"datum": "datums", "fish": "fish", "rhino": "rhinoceri"},
		Verbs:       map[string]Verb{"zap": {Writes: true, Job: true}, "get": {Writes: true}},
		Synonyms:    map[string]string{"zap": "delete"},
		Uncountable: []string{"equipment"}, Collective: []string{"shoal"}, Qualifiers: []string{"blue"}, SetByServer: []string{"born_at"},
		Except: []string{"query", "access", "news", "pending", "created_at", "child"},
	})
	for singular, plural := range map[string]string{
		"datum": "datums", "fish": "fish", "rhino": "rhinoceri", "person": "people", "order": "orders", "child": "childs",
	} {
		if got := l.Plural(singular); got != plural {
			t.Errorf("the plural of %s is %s, not %s", singular, got, plural)
		}
		if got := l.Singular(plural); got != singular {
			t.Errorf("the singular of %s is %s, not %s", plural, got, singular)
		}
	}
	if v, ok := l.LookupVerb("zap"); !ok || !v.Job {
		t.Error("zap is a verb")
	}
	if v, _ := l.LookupVerb("get"); !v.Writes {
		t.Error("get writes here")
	}
	if s, _ := l.StandardVerb("zap"); s != "delete" {
		t.Error("zap says what delete says")
	}
	if !l.Uncountable("equipment") || !l.Collective("shoal") || !l.Qualifier("blue") || !l.SetByServer("bornAt") {
		t.Error("words that were added are missing")
	}
	if _, ok := l.StandardVerb("query"); ok || l.Uncountable("access") || l.Qualifier("pending") || l.SetByServer("created_at") {
		t.Error("words that were taken out are there")
	}
}

// TestWithLeavesEnglish holds that a lexicon never changes, and that what was added tells lexicons apart.
func TestWithLeavesEnglish(t *testing.T) {
	before := English().Plural("datum")
	one := English().With(Overrides{Plurals: map[string]string{"datum": "datums"}, Except: []string{"query"}})
	other := English().With(Overrides{Plurals: map[string]string{"datum": "data"}, Except: []string{"query"}})
	if _, ok := English().LookupVerb("query"); !ok || English().Plural("datum") != before {
		t.Error("English has changed")
	}
	if English().Added() != "" || one.Added() == other.Added() || one.Added() == "" {
		t.Errorf("added: %q, %q", one.Added(), other.Added())
	}
	if again := English().With(Overrides{Plurals: map[string]string{"datum": "datums"}, Except: []string{"query"}}); again.Added() != one.Added() {
		t.Errorf("%q and %q are the same", again.Added(), one.Added())
	}
}
