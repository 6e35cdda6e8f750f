package matrix

import (
	"context"
	"fmt"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/verify"
)

// live plays contracts against providers that run: what is read goes to the one, all else and the states
// to the other. Nothing is found where one doesn't run.
func live(ctx context.Context, contracts []*contract.Contract, writes, reads *Version, o verify.Options) Side {
	var all Side
	if writes.Provider == nil || reads.Provider == nil || len(contracts) == 0 {
		return all
	}
	o.Provider, o.Reads, o.States = writes.Provider, reads.Provider, writes.States
	if o.Files == nil {
		o.Files = writes.Options.Files
	}
	for _, outcome := range verify.Verify(ctx, contracts, o) {
		all.played(outcome, writes.Name, reads.Name)
	}
	return all
}

// played adds what came of one interaction.
func (s *Side) played(o *verify.Outcome, writes, reads string) {
	provider := writes
	if reads != writes {
		provider += " (written) and " + reads + " (read)"
	}
	what := provider + ": " + name(o.Contract, o.Interaction)
	switch {
	case o.Verdict == verify.NotVerified:
		s.unsure(what, o.Why)
	case o.Verdict == verify.Held:
		s.Held++
	case o.Interaction.Pending:
		s.pending(what)
	default:
		s.Broken++
		for _, m := range o.Mismatches {
			b := Break{Consumer: who(o.Contract), What: o.Interaction.Description, Span: m.Span, Message: m.Message}
			if m.Path != "" {
				b.Message = m.Path + ": " + m.Message
			}
			b.Message = fmt.Sprintf("%s was answered with %d; %s", o.Sent, o.Status, b.Message)
			s.Breaks = append(s.Breaks, b)
		}
	}
}

// share plays the contracts of two versions against both providers at once: one is written, the other
// read, as while one of them is being replaced by the other.
func (m *Matrix) share(ctx context.Context, o verify.Options) {
	for w, writes := range m.Versions {
		for r, reads := range m.Versions {
			if w == r || writes.Provider == nil || reads.Provider == nil {
				continue
			}
			for _, c := range []int{min(w, r), max(w, r)} {
				if of := m.Versions[c]; len(of.Contracts) > 0 {
					m.Shared = append(m.Shared, &Shared{c, w, r, live(ctx, of.Contracts, writes, reads, o)})
				}
			}
		}
	}
}
