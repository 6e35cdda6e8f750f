package naming

import (
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

// written returns hooks that look at the names which consumers write: those of fields, and of parameters that are no
// headers, whose names come from elsewhere. What is deprecated is left alone: renaming it would help no one.
func written(check func(*lint.Pass, *spec.Field)) lint.Hooks {
	look := func(p *lint.Pass, f *spec.Field) {
		if f.Deprecated == nil {
			check(p, f)
		}
	}
	return lint.Hooks{
		Field: look,
		Parameter: func(p *lint.Pass, parameter *spec.Parameter) {
			if parameter.In != spec.InHeader && parameter.Target == nil {
				look(p, &parameter.Field)
			}
		},
	}
}

// retiredInWords reports whether the beginning of a documentation calls its field deprecated.
func retiredInWords(f *spec.Field) bool {
	return strings.Contains(strings.ToLower(phrase.Head(f.Doc, 300)), "deprecated")
}

// suggest returns the cure for a name, and the renaming of a field if it can be made.
func suggest(p *lint.Pass, f *spec.Field, better string) []lint.Option {
	return append(renameField(p.API, f, better), lint.Cure("name it "+better))
}
