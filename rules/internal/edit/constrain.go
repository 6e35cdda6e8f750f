package edit

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Constrain adds a constraint to a proto field by the validation that its package uses, as the path
// below the option (string.max_len) and its value. It is not ok in a package without any, which is
// not made to depend on one, and where the field says something of the kind already.
func Constrain(api *spec.API, f *spec.Field, path, literal string) ([]report.Edit, bool) {
	for _, validation := range [...]struct{ file, option string }{
		{"buf/validate/validate.proto", "(buf.validate.field)"}, {"validate/validate.proto", "(validate.rules)"},
	} {
		if !imports(api, validation.file) {
			continue
		}
		name := validation.option + "." + path
		if f.Syntax == nil || slices.ContainsFunc(f.Syntax.Attributes(), func(a spec.Attribute) bool { return overlaps(a.Name, name) }) {
			return nil, false
		}
		return All(One(Insert(f.Syntax, name, literal)), Many(Import(api, f.Span.File, validation.file)))
	}
	return nil, false
}

// overlaps reports whether one option is the other, or holds it.
func overlaps(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".")
}

func imports(api *spec.API, path string) bool {
	return slices.ContainsFunc(api.Documents, func(d *spec.Document) bool {
		return slices.ContainsFunc(d.Imports, func(i spec.Import) bool { return i.Path == path })
	})
}
