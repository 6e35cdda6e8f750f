package cache_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/cache"
)

// FuzzCheck: a condition that names the tag alone is met, one that doesn't contain it never is, and none hangs.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"*", `"a", W/"b"`, `W/`, `"`, `,,,`, `"a" "b"`, "\x00"} {
		f.Add(seed)
	}
	tag := cache.Tag([]byte("x"))
	f.Fuzz(func(t *testing.T, text string) {
		err := cache.Check(http.Header{"If-Match": {text}}, tag)
		if err == nil && strings.TrimSpace(text) != "*" && !strings.Contains(text, tag) {
			t.Errorf("%q matches", text)
		}
		if cache.Check(http.Header{"If-Match": {text, tag}}, tag) != nil {
			t.Errorf("the line after %q doesn't count", text)
		}
	})
}
