package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// part reads --shard.
func (f *lintFlags) part() (p workspace.Part, err error) {
	if f.shard == "" {
		return p, nil
	}
	index, of, _ := strings.Cut(f.shard, "/")
	var err1, err2 error
	p.Index, err1 = strconv.Atoi(index)
	p.Of, err2 = strconv.Atoi(of)
	switch {
	case err1 != nil || err2 != nil || p.Index < 1 || p.Index > p.Of:
		return p, fmt.Errorf("--shard %s is none: write 1/4 to 4/4 for four parts", f.shard)
	case f.ratchet:
		return p, errors.New("--shard can't hold back earlier findings, which may be those of another part: leave out --against")
	case f.edits() || f.staged:
		return p, errors.New("--shard only finds: leave out --fix, --diff and --staged")
	}
	return p, nil
}

// leaveOpen takes out what only all parts of a run can say.
func (l *linter) leaveOpen(s *report.Summary, found *found) {
	if l.part.Of == 0 {
		return
	}
	s.Shard = &report.Shard{Index: l.part.Index, Of: l.part.Of, Open: found.Open}
	for i := range s.Findings {
		s.Shard.See(&s.Findings[i])
	}
	for _, h := range found.Hidden {
		s.Shard.See(&h.Finding)
		s.Shard.Hidden = append(s.Shard.Hidden, h.Finding.Key())
	}
	s.Findings = slices.DeleteFunc(s.Findings, func(f report.Finding) bool {
		if f.Rule != report.NotASpec {
			return false
		}
		s.Shard.Open = append(s.Shard.Open, report.Open{Key: report.NotASpec + " " + f.Span.Path(), None: &f})
		return true
	})
}
