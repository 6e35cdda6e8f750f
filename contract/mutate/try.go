package mutate

import (
	"context"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// try makes all mutants of one kind of answers. One is killed if any of its interactions notices it.
func (r *runner) try(ctx context.Context, t *target) error {
	if t.Method != nil {
		return r.tryCall(ctx, t)
	}
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
		one := r.tried(t, triedKey{s.mutant, InAnswer, t, nil, s.path}, s.path, s.about)
		if one == nil || one.Killed || p == nil || ctx.Err() != nil {
			return
		}
		var made *contract.Response
		if s.answer != nil {
			made = s.answer()
			work += len(made.Body.Content)
		}
		switch {
		case work > mostWork:
			r.note(t.name(), tooMuch)
		case made == nil || noticed(p.Interaction.Response, made):
			one.Killed, one.By, one.Equivalent = true, consumerOf(p.Contract), false
		default:
			one.Equivalent = one.Equivalent || t.allowed(s, made)
		}
	})
}

// tryCall is try for calls over gRPC, whose answers alone are mutated.
func (r *runner) tryCall(ctx context.Context, t *target) error {
	if len(t.Players) == 0 {
		made := t.madeCall(nil)
		t.spoilCall(made, func(s spoiledCall) { r.callTried(t, s) })
		return r.descriptors(ctx, t, made)
	}
	for _, p := range t.Players {
		work := int64(0)
		t.spoilCall(r.callAnswer(t, p), func(s spoiledCall) {
			one := r.callTried(t, s)
			if one == nil || one.Killed || ctx.Err() != nil {
				return
			}
			if s.answer != nil {
				work += s.answer.Size()
			}
			switch {
			case work > mostWork:
				r.note(t.name(), tooMuch)
			case s.answer == nil || t.notices(p.stream, s.answer):
				one.Killed, one.By = true, consumerOf(p.Contract)
			}
		})
		if err := r.descriptors(ctx, t, t.madeCall(p.stream)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (r *runner) callTried(t *target, s spoiledCall) *Tried {
	var about *spec.Field
	if s.field != nil {
		about = r.field(s.field.FullName())
	}
	return r.tried(t, triedKey{s.mutant, InAnswer, t, nil, s.path}, s.path, about)
}

// field returns what .proto files say of a field; nil: nothing is known.
func (r *runner) field(name protoreflect.FullName) *spec.Field {
	if r.fields == nil {
		r.fields = map[protoreflect.FullName]*spec.Field{}
		for _, api := range r.RPC {
			spec.Walk(api, &spec.Visitor{Field: func(f *spec.Field) { r.fields[protoreflect.FullName(f.ID())] = f }})
		}
	}
	return r.fields[name]
}

const tooMuch = "there is too much to compare: not all of its mutants were tried"

// name says for people which kind of answers it is.
func (t *target) name() string {
	if t.Method != nil {
		return "the answer " + t.Code + " of " + string(t.Method.FullName())
	}
	return "the answer " + t.Response.Status + " of " + string(t.Operation.ID())
}

// tried returns the mutant, which may have been tried on other interactions; nil: there are too many.
func (r *runner) tried(t *target, key triedKey, path string, about *spec.Field) *Tried {
	if known := r.tries[key]; known != nil {
		if len(known.Kind.Players) == 0 {
			known.Kind, known.Path = &t.Kind, path
		}
		return known
	}
	if r.count[t]++; r.count[t] > mostOf {
		r.note(t.name(), "it has more mutants than are tried")
		return nil
	}
	made := &Tried{Mutant: key.mutant, Side: key.side, Kind: &t.Kind, Path: path, About: about}
	r.tries[key] = made
	if key.target != nil {
		t.Tried = append(t.Tried, made)
	} else {
		s := r.schema(about.Owner)
		s.Tried = append(s.Tried, made)
	}
	return made
}

// schema returns where the mutants are listed of what a type declares.
func (r *runner) schema(owner *spec.Type) *Schema {
	if r.owners[owner] == nil {
		r.owners[owner] = &Schema{Owner: owner}
		r.result.Schemas = append(r.result.Schemas, r.owners[owner])
	}
	return r.owners[owner]
}

// schemas tries the mutants of what the spec declares. The answer shows which parts that has.
func (r *runner) schemas(ctx context.Context, t *target, answer *contract.Response) error {
	before, failed := t.judge(t.Response)
	t.reshape(answer, func(m reshaped) {
		one := r.tried(t, m.key(t), m.path, m.about)
		if one == nil || one.Killed || ctx.Err() != nil || failed != nil {
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
	return saidOf(checker, t.Players), nil
}

// saidOf returns what the check says of each interaction.
func saidOf(checker *check.Checker, players []*Player) []said {
	var all []said
	for _, p := range players {
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
	return all
}
