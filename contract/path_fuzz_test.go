package contract

import (
	"slices"
	"testing"
)

// FuzzPath reads any path: what is read is the same once it is written and read again.
func FuzzPath(f *testing.F) {
	for _, text := range []string{"$", "$.a[0]", "$['a\\'b'][*].*", "$.a['@x']['#text']", "$[\"q\"]", "$.ü"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path, err := ParsePath(text)
		if err != nil {
			return
		}
		again, err := ParsePath(path.String())
		if err != nil || !slices.Equal(path.Steps, again.Steps) {
			t.Fatalf("%q is written as %q: %v", text, path.String(), err)
		}
	})
}
