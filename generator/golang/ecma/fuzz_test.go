package ecma_test

import (
	"errors"
	"regexp"
	"testing"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
)

// FuzzTranslate looks for patterns that break the translation, or whose translation does not compile.
func FuzzTranslate(f *testing.F) {
	for _, c := range translated() {
		f.Add(c.pattern)
	}
	for _, c := range refused() {
		f.Add(c.pattern)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		re2, err := ecma.Translate(pattern)
		if err == nil {
			if _, err := regexp.Compile(re2); err != nil {
				t.Errorf("%q → %q: %v", pattern, re2, err)
			}
			return
		}
		var refusal *ecma.Error
		if !errors.As(err, &refusal) || refusal.Offset < 0 || refusal.Offset > len(pattern) || refusal.Reason == "" {
			t.Errorf("%q: %v", pattern, err)
		}
	})
}
