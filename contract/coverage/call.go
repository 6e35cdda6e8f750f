package coverage

import (
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/spec"
)

// succeeded and failed are what calls over gRPC end with, as far as a spec says.
const succeeded = "OK"

// ofCall lists what there is to cover of a method that is only called over gRPC.
func ofCall(o *spec.Operation) []*Thing {
	all := inMessage(o.RequestType(), Input, spec.InRequest)
	answer := &spec.Response{Status: succeeded}
	if len(o.Responses) > 0 {
		answer = o.Responses[0]
	}
	all = append(all, &Thing{Part: Status, Path: succeeded, Node: &o.Node, Answer: answer})
	for _, t := range inMessage(o.ResponseType(), Field, spec.InResponse) {
		t.Answer = answer
		all = append(all, t)
	}
	return all
}

func inMessage(t *spec.Type, part Part, d spec.Direction) []*Thing {
	if t == nil {
		return nil
	}
	l := lister{direction: d}
	l.value("$", []*spec.Type{t}, nil)
	for _, f := range l.found {
		f.Part = part
	}
	return l.found
}

// coverCall marks what a call over gRPC relies on. Its uses name fields by their full names.
func (o *Operation) coverCall(consumer string, i *contract.Interaction, uses []check.Use) {
	fails := failed(i)
	for _, t := range o.Things {
		switch {
		case t.Part == Status && !fails && t.isSuccess(o):
			note(&t.By, consumer)
		case t.Part == Status, fails:
		default:
			for _, u := range uses {
				if t.coveredByCall(o, u) {
					note(&t.By, consumer)
				}
			}
		}
	}
}

func (t *Thing) coveredByCall(o *Operation, u check.Use) bool {
	switch {
	case u.Element != t.id || o.rpc && folded(u.Path) != folded(t.Path):
		return false
	case t.Part == Input:
		return u.Part == check.InRequestBody
	}
	return u.Part == check.InField && u.Asserted && t.isSuccess(o)
}

// folded is a path in which fields are called the same by either of their names, order_name and orderName.
func folded(path string) string { return strings.ToLower(strings.ReplaceAll(path, "_", "")) }

// isSuccess reports whether a call that succeeds is answered so.
func (t *Thing) isSuccess(o *Operation) bool {
	return t.Answer != nil && (o.rpc || strings.HasPrefix(t.Answer.Status, "2"))
}

// failed reports whether a call is answered with an error.
func failed(i *contract.Interaction) bool {
	for _, reply := range i.Replies {
		for _, m := range reply.Metadata {
			if strings.EqualFold(m.Key, "grpc-status") && m.Value.Text != "" && m.Value.Text != "0" && !strings.EqualFold(m.Value.Text, succeeded) {
				return true
			}
		}
	}
	return false
}
