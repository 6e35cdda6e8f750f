package spelling

import "testing"

func TestClosest(t *testing.T) {
	names := []string{"User", "Users", "order_id", "PaymentMethod", "x-bylaw-pii"}
	for word, want := range map[string]string{
		"user":          "User",
		"Usr":           "User",
		"orderId":       "order_id",
		"PaymentMetod":  "PaymentMethod",
		"x-bylaw-pi":    "x-bylaw-pii",
		"Invoice":       "",
		"":              "",
		"ab":            "",
		"paymentmethod": "PaymentMethod",
	} {
		if got := Closest(word, names); got != want {
			t.Errorf("Closest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"kitten", "sitting", 3}, {"", "abc", 3}, {"flaw", "lawn", 2}, {"same", "same", 0}} {
		if got := distance(test.a, test.b, 100); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
