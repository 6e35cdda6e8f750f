package mutate

import (
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// try makes all mutants of one kind of answers. One is killed if any of its interactions notices it.
func (r *runner) try(ctx context.Context, t *target) error {
	if len(t.Players) == 0 {
		made := t.made(nil)
		r.answers(ctx, t, nil, made)
		return r.schemas(ctx, t, made)
	}
	for _, p := range t.Players {
		r.answers(ctx, t, p, r.answer(t, p.Interaction))
	}
	for _, p := range t.Players {
		if err := r.schemas(ctx, t, t.made(p.Interaction.Response)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// answers tries the mutants of an answer on the interaction that it is for; nil: nobody asks for it.
func (r *runner) answers(ctx context.Context, t *target, p *Player, answer *contract.Response) {
	work := 0
	t.spoil(answer, func(s spoiled) {
		one, _ := r.tried(t, s.mutant, InAnswer, s.path, s.about)
		if one == nil || one.Killed || ctx.Err() != nil {
			return
		}
		if s.answer != nil {
			work += len(s.answer.Body.Content)
		}
		switch {
		case work > mostWork:
			r.note(t.name(), "there is too much to compare: not all of its mutants were tried")
		case p != nil && (s.answer == nil || noticed(p.Interaction.Response, s.answer)):
			one.Killed, one.By, one.Equivalent = true, consumerOf(p.Contract), false
		default:
			one.Equivalent = one.Equivalent || t.allowed(s)
		}
	})
}

// name says for people which kind of answers it is.
func (t *target) name() string {
	return "the answer " + t.Response.Status + " of " + string(t.Operation.ID())
}

// tried returns the mutant as it was tried before, or is for the first time; nil: there are too many.
func (r *runner) tried(t *target, mutant string, side Side, path string, about *spec.Field) (one *Tried, first bool) {
	key := triedKey{mutant, side, path}
	if known := t.tried[key]; known != nil {
		return known, false
	}
	if len(t.tried) >= 2*mostOf {
		r.note(t.name(), "it has more mutants than are tried")
		return nil, false
	}
	made := &Tried{Mutant: mutant, Side: side, Path: path, About: about}
	t.tried[key] = made
	t.Tried = append(t.Tried, made)
	return made, true
}

// schemas tries the mutants of what the spec declares. The answer shows which parts that has.
func (r *runner) schemas(ctx context.Context, t *target, answer *contract.Response) error {
	before, failed := t.judge(t.Response)
	t.reshape(answer, func(m reshaped) {
		one, first := r.tried(t, m.mutant, InSpec, m.path, m.about)
		if !first || ctx.Err() != nil || failed != nil {
			return
		}
		after, err := t.judge(m.response())
		if failed = err; err != nil {
			return
		}
		for i, said := range after {
			if said.beyond(before[i]) {
				one.Killed, one.By = true, consumerOf(t.Players[i].Contract)
				return
			}
		}
	})
	if failed != nil {
		return failed
	}
	return ctx.Err()
}

// said is what the static check says of an interaction.
type said map[[2]string]bool

// beyond reports whether something is said that wasn't before.
func (s said) beyond(before said) bool {
	for one := range s {
		if !before[one] {
			return true
		}
	}
	return false
}

// judge holds the interactions against a spec that has one operation alone, and of it such a response.
func (t *target) judge(response *spec.Response) ([]said, error) {
	if len(t.Players) == 0 {
		return nil, nil
	}
	o := *t.Operation
	o.Responses = slices.Clone(o.Responses)
	o.Responses[slices.Index(o.Responses, t.Response)] = response
	service := spec.Service{Operations: []*spec.Operation{&o}}
	api := *t.spec.API
	api.Services = []*spec.Service{&service}
	checker, err := check.New([]check.Spec{{API: &api, Closed: t.spec.Closed}}, check.Options{})
	if err != nil {
		return nil, err
	}
	var all []said
	for _, p := range t.Players {
		one := *p.Contract
		one.Interactions = []*contract.Interaction{p.Interaction}
		found := said{}
		for _, f := range checker.Check(&one).Findings {
			if f.Severity >= report.Warning {
				found[[2]string{f.Rule, f.Message}] = true
			}
		}
		all = append(all, found)
	}
	return all, nil
}
