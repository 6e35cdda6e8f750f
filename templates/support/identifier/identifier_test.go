package identifier

import (
	"regexp"
	"strings"
	"testing"
)

func TestHarmless(t *testing.T) {
	for id, want := range map[string]bool{
		"a": true, "2eb8aa08-aa98-11ea-b4aa-73b441d16380": true, "a.b:c/d+e=f@g~h_I9": true, strings.Repeat("a", 64): true,
		"": false, strings.Repeat("a", 65): false, "a b": false, "a\nb": false, "a\x1b[31m": false, "ä": false, "<a>": false, `a"`: false, "a%0a": false,
	} {
		if got := Harmless(id, Longest); got != want {
			t.Errorf("%q is harmless: %v", id, got)
		}
	}
}

func TestNew(t *testing.T) {
	version4 := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for range 1000 {
		id := New()
		if !version4.MatchString(id) || seen[id] {
			t.Fatalf("%s is no new UUID of version 4", id)
		}
		seen[id] = true
	}
}
