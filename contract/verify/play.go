package verify

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/spec"
)

// play sets up the states of an interaction, plays it, and takes the states back.
func (v *verifier) play(ctx context.Context, t task) {
	i := t.Interaction
	switch {
	case ctx.Err() != nil:
		t.Why = "the run was stopped before"
		return
	case i.Kind != contract.HTTP:
		t.Why = fmt.Sprintf("only interactions over HTTP are verified here, and this is one of %s", i.Kind)
		return
	}
	t.Assumed = v.States == nil && len(i.States) > 0
	values, ready, err := v.setUp(ctx, i.States)
	defer v.takeBack(ctx, t.Outcome, ready)
	if err != nil {
		t.Why = err.Error()
		return
	}
	v.exchange(ctx, t, values)
}

// setUp sets up the states, in order. It returns what they are about, and those that have been set up.
func (v *verifier) setUp(ctx context.Context, states []contract.State) (map[string]*spec.Value, []contract.State, error) {
	values := map[string]*spec.Value{}
	for n, s := range states {
		for _, m := range s.Params {
			values[m.Key] = m.Value
		}
		if v.States == nil {
			continue
		}
		limited, cancel := context.WithTimeout(ctx, v.Timeout)
		returned, err := v.States.Setup(limited, s)
		err = v.reason(limited, ctx, err)
		cancel()
		if err != nil { // half of it may have been done: it is taken back as well
			return nil, states[:n+1], fmt.Errorf("the state %q was not set up: %w", s.Name, err)
		}
		for name, value := range returned {
			values[name] = value
		}
	}
	return values, states, nil
}

// takeBack takes the states back, the last one first, even if the run was stopped: the provider is not
// left as nobody expects it.
func (v *verifier) takeBack(ctx context.Context, o *Outcome, states []contract.State) {
	if v.States == nil {
		return
	}
	patience := v.Timeout
	if ctx.Err() != nil {
		patience = min(patience, lastPatience)
	}
	ctx = context.WithoutCancel(ctx)
	for _, s := range slices.Backward(states) {
		limited, cancel := context.WithTimeout(ctx, patience)
		if err := v.reason(limited, ctx, v.States.Teardown(limited, s)); err != nil && o.Left == "" {
			o.Left = fmt.Sprintf("the state %q was not taken back: %v", s.Name, err)
		}
		cancel()
	}
}

// lastPatience is how long whoever has stopped the run waits for a state to be taken back.
const lastPatience = 3 * time.Second

// exchange sends the request and judges what comes back.
func (v *verifier) exchange(ctx context.Context, t task, values map[string]*spec.Value) {
	server := *v.Provider
	server.User = nil // nobody else is told
	from := match.Source{
		Now: v.Now, Random: rand.New(rand.NewPCG(v.Seed, t.number)), States: values, Server: strings.TrimSuffix(server.String(), "/"),
	}
	filled, errs := match.FillRequest(t.Interaction.Request, from)
	if len(errs) > 0 {
		t.Why = "the request can't be made: " + errors.Join(errs...).Error()
		return
	}
	t.Sent = strings.ToUpper(filled.Method) + " " + filled.Path
	limited, cancel := context.WithTimeout(ctx, v.Timeout)
	defer cancel()
	answer, err := v.send(limited, filled)
	if err := v.reason(limited, ctx, err); err != nil {
		t.Why = err.Error()
		return
	}
	t.Status, t.Excerpt = answer.Status, excerpt(answer.Body.Content)
	t.judge(match.Response(t.Interaction.Response, answer))
}

// judge tells facts from what nothing is known of: one fact is enough.
func (o *Outcome) judge(found []match.Mismatch) {
	o.Mismatches = found
	switch {
	case len(found) == 0:
		o.Verdict = Held
	case slices.ContainsFunc(found, func(m match.Mismatch) bool { return m.Kind != match.Unchecked }):
		o.Verdict = Broken
	default:
		o.Why = found[0].Message
	}
}
