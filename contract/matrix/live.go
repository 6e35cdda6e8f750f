package matrix

import (
	"context"
	"errors"
	"fmt"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/spec"
)

// live plays contracts against providers that run: what is read goes to the one, all else and the states
// to the other. Nothing is found where one doesn't run.
func live(ctx context.Context, contracts []*contract.Contract, writes, reads *Version, o verify.Options) Side {
	var all Side
	if writes.Provider == nil || reads.Provider == nil || len(contracts) == 0 {
		return all
	}
	o.Provider, o.Reads, o.States = writes.Provider, reads.Provider, statesOf(writes, reads)
	if o.Files == nil {
		o.Files = writes.Options.Files
	}
	for _, outcome := range verify.Verify(ctx, contracts, o) {
		all.played(outcome, writes.Name, reads.Name)
	}
	return all
}

// both sets states up at two providers. That which takes what is written comes last: of data that they
// share, its version is what is read.
type both struct{ reads, writes verify.States }

func statesOf(writes, reads *Version) verify.States {
	one, _ := writes.States.(*verify.Hook)
	other, _ := reads.States.(*verify.Hook)
	if writes == reads || writes.States == nil || reads.States == nil || one != nil && one == other {
		return writes.States
	}
	return both{reads.States, writes.States}
}

// Setup asks both for the state; values are those of the one that is written.
func (b both) Setup(ctx context.Context, s contract.State) (map[string]*spec.Value, error) {
	if _, err := b.reads.Setup(ctx, s); err != nil {
		return nil, fmt.Errorf("by the one that is read: %w", err)
	}
	return b.writes.Setup(ctx, s)
}

// Teardown asks both to take the state back.
func (b both) Teardown(ctx context.Context, s contract.State) error {
	return errors.Join(b.writes.Teardown(ctx, s), b.reads.Teardown(ctx, s))
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
		for _, m := range telling(o.Mismatches) {
			b := Break{Consumer: who(o.Contract), What: o.Interaction.Description, Span: m.Span, Message: m.Message}
			if m.Path != "" {
				b.Message = m.Path + ": " + m.Message
			}
			b.Message = fmt.Sprintf("%s was answered with %d; %s", o.Sent, o.Status, b.Message)
			s.Breaks = append(s.Breaks, b)
		}
	}
}

// telling returns the differences that say what is wrong: where the status is another one, all else is
// that of another answer.
func telling(found []match.Mismatch) []match.Mismatch {
	for _, m := range found {
		if m.Kind == match.Status {
			return []match.Mismatch{m}
		}
	}
	return found
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
