// Package impact says whom the changes of a spec concern: which interactions of known consumers each of
// them breaks, which only use what changed, and what no known consumer uses. Whether an interaction
// holds is decided by the static check, before and after; here it is told which change did it. It knows
// no loader, no policy and no output.
package impact

import (
	"context"
	"errors"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Side is one version of a spec.
type Side struct {
	APIs    []*spec.API    // as the loaders return them
	Checker *check.Checker // nil: no contract can be held against this version
}

// Input is what is looked at.
type Input struct {
	Old, New  Side
	Changes   []breaking.Change // of the one to the other
	Contracts []*contract.Contract
	// Torn are contracts, of those or others, that could not be read whole, so that not all is known of
	// what they rely on: what each is called.
	Torn []string
	Why  string // that a Checker is nil; lower case, no full stop
}

// Result is whom the changes concern.
type Result struct {
	Changes     []report.Consumers // by the index of the change
	Places      [][]report.Related // by the index of the change: where contracts say what it breaks, some of them
	Unexplained []Broken           // what breaks, by none of the changes that are known; in the order of contracts
	Tallies     []Tally            // of every consumer, by name
}

// Broken is an interaction that the new version breaks.
type Broken struct {
	Contract    *contract.Contract
	Interaction *contract.Interaction
	Problem     check.Problem
}

// Tally counts the interactions of one consumer.
type Tally struct {
	Name         string
	Interactions int
	Broken       int // newly, pending ones not among them
	Pending      int // newly broken and pending
	Before       int // that the old version broke already, and for nothing new now
	Unknown      int // that could not be held against both versions, or not wholly
}

// Of finds out whom the changes concern. The error is that of the context.
func Of(ctx context.Context, in Input) (*Result, error) {
	s := newStudy(in)
	for _, k := range in.Contracts {
		if err := s.contract(ctx, k); err != nil {
			return nil, err
		}
	}
	for _, name := range in.Torn {
		s.torn(name)
	}
	return s.result(), nil
}

// study is an Input at work.
type study struct {
	Input
	index *index
	rolls []roll // by change
	all   map[string]*Tally
	found []Broken
}

func newStudy(in Input) *study {
	return &study{Input: in, index: newIndex(in), rolls: make([]roll, len(in.Changes)), all: map[string]*Tally{}}
}

// contract holds one contract against both versions.
func (s *study) contract(ctx context.Context, k *contract.Contract) error {
	if s.Old.Checker == nil || s.New.Checker == nil {
		s.unchecked(k)
		return ctx.Err()
	}
	before, err := s.Old.Checker.Run(ctx, k)
	after, err2 := s.New.Checker.Run(ctx, k)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	was, is := grouped(before.Uses), grouped(after.Uses)
	for n, i := range k.Interactions {
		x := &exchange{
			study: s, contract: k, Interaction: i, before: before.Outcomes[n], after: after.Outcomes[n],
			was: was[i], is: is[i], told: map[int]effect{},
		}
		x.weigh()
	}
	return nil
}

func grouped(uses []check.Use) map[*contract.Interaction][]check.Use {
	all := map[*contract.Interaction][]check.Use{}
	for _, u := range uses {
		all[u.Interaction] = append(all[u.Interaction], u)
	}
	return all
}

// unchecked notes that nothing is known of a contract.
func (s *study) unchecked(k *contract.Contract) {
	t := s.tally(k)
	for _, i := range k.Interactions {
		t.Interactions++
		t.Unknown++
		for change := range s.Changes {
			s.rolls[change].add(unknown, t.Name, i, "", s.Why)
		}
	}
}

func (s *study) torn(name string) {
	for change := range s.Changes {
		s.rolls[change].whole(name, "it could not be read whole")
	}
}

func (s *study) tally(k *contract.Contract) *Tally {
	name := k.Consumer
	if name == "" {
		name = "a consumer without a name"
	}
	if s.all[name] == nil {
		s.all[name] = &Tally{Name: name}
	}
	return s.all[name]
}
