package longrunning

import (
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

// pass judges operations by the words of a run.
type pass struct{ pass *lint.Pass }

// reads reports whether an operation only reads.
func (p pass) reads(o *spec.Operation) bool {
	m := standard.Classify(p.pass.Words, o)
	if m == standard.Get || m == standard.List || o.Method() == "GET" {
		return true
	}
	verb, ok := p.pass.Words.LookupVerb(standard.Verb(p.pass.Words, o))
	return ok && !verb.Writes
}
