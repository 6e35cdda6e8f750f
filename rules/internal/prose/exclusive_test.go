package prose

import "testing"

func TestExclusive(t *testing.T) {
	for _, c := range []struct {
		doc  string
		want int
	}{
		{"Only one of `a` and `b` may be set.", 1},
		{"The card. Mutually exclusive with\nbank_account. Optional.", 1},
		{"Either a or b, but not both. Exactly one of a or c.", 2},
		{"Cannot be set together with `b`.", 1},
		{"Only one of them unless force is set.", 0},
		{"One of the colours.", 0},
	} {
		if got := Exclusive(c.doc); len(got) != c.want {
			t.Errorf("Exclusive(%q) = %q, want %d sentences", c.doc, got, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		sentence, name string
		want           bool
	}{
		{"only one of card_id and bank", "card_id", true},
		{"only one of card_id and bank", "bank", false},
		{"only one of `card_id` and `bank`", "bank", true},
		{"only one of my_card_id, bankAccount", "card_id", false},
		{"my_card_id, card_id", "card_id", true},
		{"bankAccount", "bankAccount", true},
		{"only one of x or bankAccount.owner", "bankAccount", false},
		{"see [x][shop.Pay.bank_account].", "bank_account", true},
	} {
		if got := Names(c.sentence, c.name); got != c.want {
			t.Errorf("Names(%q, %q) = %v", c.sentence, c.name, got)
		}
	}
}
