package types

import (
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/spec"
)

// declared returns hooks that look at the values which fields and parameters have, but for those of headers, which are
// texts whatever they stand for, and for what is deprecated.
func declared(check func(*lint.Pass, *spec.Field)) lint.Hooks {
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
