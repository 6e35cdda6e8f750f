package agree

import "testing"

func TestFits(t *testing.T) {
	for _, c := range []struct {
		template, path string
		want           bool
	}{
		{"/v1/orders:lookup", "/v1/orders:lookup", true},
		{"/v1/orders:lookup", "/v1/ordersXlookup", false},
		{"/v1/{name=customers/*/orders/*}:cancel", "/v1/customers/1/orders/2:cancel", true},
		{"/v1/{name=customers/*/orders/*}", "/v1/customers/1/orders", false},
		{"/v1/{id}", "/v1/7", true},
		{"/v1/{id}", "/v1/7/8", false},
		{"/v1/{parent=documents/*/**}/{collection}", "/v1/documents/a/b/c", true},
		{"/v1/{parent=documents/*/**}/{collection}", "/v1/documents/a/b", true}, // ** is any number of segments
		{"/v1/files/{path=**}", "/v1/files/a/b", true},
	} {
		if got := (&binding{path: c.template}).fits(c.path); got != c.want {
			t.Errorf("%s fits %s: %t", c.path, c.template, got)
		}
	}
}
