package check

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// shared is a warning that several interactions have.
type shared struct {
	first Problem
	last  *contract.Interaction
	more  int // interactions beside the first
}

// Told returns Findings for people: a warning that several interactions have is told once, of the first of
// them, with the number of the others.
func (r *Result) Told() []report.Finding {
	type key struct {
		rule, same string
		element    spec.ID
	}
	findings := slices.Clone(r.itself)
	known := map[key]*shared{}
	var all []*shared
	for _, o := range r.Outcomes {
		for _, p := range o.Problems {
			k := key{p.Finding.Rule, p.same, p.Finding.Element}
			one := known[k]
			switch {
			case p.Finding.Severity == report.Error:
				findings = append(findings, p.Finding)
			case one == nil:
				known[k] = &shared{first: p, last: o.Interaction}
				all = append(all, known[k])
			case one.last != o.Interaction:
				one.last, one.more = o.Interaction, one.more+1
			}
		}
	}
	for _, one := range all {
		findings = append(findings, one.told())
	}
	return report.Sort(findings)
}

func (s *shared) told() report.Finding {
	f := s.first.Finding
	switch rest := f.Message[len(s.first.who):]; s.more {
	case 0:
	case 1:
		f.Message = s.first.who + " and 1 more interaction" + rest
	default:
		f.Message = fmt.Sprintf("%s and %d more interactions%s", s.first.who, s.more, rest)
	}
	return f
}
