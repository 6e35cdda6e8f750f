package replay_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/replay"
)

// FuzzLiteral holds a glance at a pattern against the pattern: whatever it matches begins as the glance says.
func FuzzLiteral(f *testing.F) {
	for _, pattern := range []string{"/orders/[0-9]+", "^/a(b|c)?d{2}$", "/a|/b", "ä?b", `/\\d`, "(?i)/A"} {
		f.Add(pattern, "/orders/7")
		f.Add(pattern, "/abdd")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		re, err := regexp.Compile(`\A(?:` + pattern + `)\z`)
		if err == nil && re.MatchString(text) && !strings.HasPrefix(text, replay.Literal(pattern)) {
			t.Errorf("%q matches %q, which doesn't begin with %q", pattern, text, replay.Literal(pattern))
		}
	})
}
