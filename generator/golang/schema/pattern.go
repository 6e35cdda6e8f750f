package schema

import (
	"cmp"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/spec"
)

// pattern returns the variable of a compiled pattern that stands in s; name is what it is about. It
// returns "" for a pattern that Go can't express, which is refused.
func (t *Types) pattern(source string, s *spec.Type, name string) string {
	if known, ok := t.patterns[source]; ok && known != "" {
		return known
	}
	re2, err := ecma.Translate(source)
	if err != nil {
		t.refusePattern(s, source, err)
		t.patterns[source] = ""
		return ""
	}
	name = cmp.Or(t.called(s), name, label(s))
	variable := t.names.Claim(naming.Unexported(name+" pattern"), nil)
	t.patterns[source] = variable
	t.declare(Decl{Name: variable, Pattern: &PatternDecl{Source: source, RE2: goString(re2)}})
	return variable
}
