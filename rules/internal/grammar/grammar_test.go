package grammar_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/rules/internal/grammar"
)

// TestRead holds the notation against a few objects, and demands that all that is referred to is there.
func TestRead(t *testing.T) {
	g := grammar.Read()
	if len(g) < 23 {
		t.Fatalf("%d kinds of objects: has the notation changed?", len(g))
	}
	info := g["info"]
	for key, want := range map[string]bool{"title": true, "version": true, "summary": false, "contact": false} {
		if k := info.Key(key); k == nil || k.Demanded(30) != want {
			t.Errorf("info.%s is not as the specification has it: %+v", key, k)
		}
	}
	if k := info.Key("summary"); k.Since != 31 {
		t.Errorf("info.summary is known since %s", k.Since)
	}
	if k := g["document"].Key("paths"); !k.Demanded(30) || k.Demanded(31) {
		t.Errorf("paths is demanded otherwise than before 3.1: %+v", k)
	}
	if !g["callback"].IsMap() || g["operation"].IsMap() {
		t.Error("callbacks are maps, and operations are not")
	}
	for name := range g {
		if strings.ContainsAny(name, "=[]{}!@~") {
			t.Errorf("%q is no name of an object", name)
		}
	}
}
