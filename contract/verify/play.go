package verify

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/spec"
)

// play sets up the states of an interaction, plays it, and takes the states back.
func (v *verifier) play(ctx context.Context, t task) {
	i := t.Interaction
	switch {
	case ctx.Err() != nil:
		t.Why = "the run was stopped before its turn"
		return
	case i.Kind != contract.HTTP && !rpc.IsCall(i) && v.Messages == nil:
		t.Why = fmt.Sprintf("nothing is named that makes messages, and this is one of %s", i.Kind)
		return
	case i.Kind == contract.HTTP && v.Provider == nil:
		t.Why = "nothing is named that serves HTTP"
		return
	case rpc.IsCall(i) && v.Provider == nil && v.GRPC == nil:
		t.Why = "nothing is named that serves gRPC"
		return
	}
	t.Assumed = v.States == nil && len(i.States) > 0
	values, tried, err := v.setUp(ctx, i.States)
	if err != nil {
		t.Why = err.Error()
	} else {
		v.perform(ctx, t, v.source(t, values))
	}
	for n, s := range slices.Backward(i.States[:tried]) {
		failed := err != nil && n == tried-1 // and need not be told a second time
		if left := v.takeBack(ctx, s); left != nil && t.Left == "" && !failed {
			t.Left = fmt.Sprintf("the state %q was not taken back: %v", s.Name, left)
		}
	}
}

// setUp sets up the states, in order. It returns what they are about, and how many were tried: of the one
// that failed half may have been done.
func (v *verifier) setUp(ctx context.Context, states []contract.State) (values map[string]*spec.Value, tried int, err error) {
	values = map[string]*spec.Value{}
	for n, s := range states {
		for _, m := range s.Params {
			values[m.Key] = m.Value
		}
		if v.States == nil {
			continue
		}
		limited, cancel := context.WithTimeout(ctx, v.Timeout)
		returned, err := v.States.Setup(limited, s)
		err = inWords(limited, ctx, v.Timeout, err)
		cancel()
		if err != nil {
			return nil, n + 1, fmt.Errorf("the state %q was not set up: %w", s.Name, err)
		}
		maps.Copy(values, returned)
	}
	return values, len(states), nil
}

// takeBack takes a state back, even if the run was stopped: the provider is not left as nobody expects it.
func (v *verifier) takeBack(ctx context.Context, s contract.State) error {
	if v.States == nil {
		return nil
	}
	patience := v.Timeout
	if ctx.Err() != nil {
		patience = min(patience, lastPatience)
	}
	ctx = context.WithoutCancel(ctx)
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return inWords(limited, ctx, patience, v.States.Teardown(limited, s))
}

// lastPatience is how long whoever has stopped the run waits for a state to be taken back.
const lastPatience = 3 * time.Second

// perform plays an interaction in the way of its kind.
func (v *verifier) perform(ctx context.Context, t task, from match.Source) {
	switch {
	case t.Interaction.Kind == contract.HTTP:
		v.exchange(ctx, t, from)
	case rpc.IsCall(t.Interaction):
		v.call(ctx, t, from)
	default:
		v.message(ctx, t, from)
	}
}

// source returns what generated values of an interaction are made from.
func (v *verifier) source(t task, values map[string]*spec.Value) match.Source {
	server := url.URL{}
	if v.Provider != nil {
		server = *v.Provider
		server.User = nil // nobody else is told
	}
	return match.Source{
		Now: v.Now, Random: rand.New(rand.NewPCG(v.Seed, t.number)), States: values, Server: strings.TrimSuffix(server.String(), "/"),
	}
}

// exchange sends the request and judges what comes back.
func (v *verifier) exchange(ctx context.Context, t task, from match.Source) {
	filled, errs := match.FillRequest(t.Interaction.Request, from)
	if len(errs) > 0 {
		t.Why = "the request can't be made: " + errors.Join(errs...).Error()
		return
	}
	t.Sent = strings.ToUpper(filled.Method) + " " + filled.Path
	limited, cancel := context.WithTimeout(ctx, v.Timeout)
	defer cancel()
	answer, err := v.send(limited, filled)
	if err := inWords(limited, ctx, v.Timeout, err); err != nil {
		t.Why = err.Error()
		return
	}
	t.Status, t.Excerpt = answer.Status, excerpt(answer.Body.Content)
	if int64(len(answer.Body.Content)) <= v.Keep && v.Keep > 0 {
		t.Answer = answer
	}
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
