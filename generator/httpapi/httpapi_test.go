package httpapi

import "testing"

func TestCanonical(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "next_page_token": "nextpagetoken", "X-Request-ID": "xrequestid", "Größe2": "gre2", "a\xffb": "ab",
	} {
		if got := Canonical(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestIgnoredHeader(t *testing.T) {
	for name, want := range map[string]bool{"accept": true, "Content-Type": true, "AUTHORIZATION": true, "Accept-Language": false, "": false} {
		if got := IgnoredHeader(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
