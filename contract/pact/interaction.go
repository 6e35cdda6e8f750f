package pact

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// interaction reads an interaction of any version.
func (r *reader) interaction(v *spec.Value) *contract.Interaction {
	if v.Kind != spec.Map {
		r.fail(v.Span, "an interaction is an object, this one is "+article(v), "")
		return nil
	}
	i := r.common(v)
	switch kind := r.text(v, "type"); {
	case r.version < contract.V4 || kind == "" || kind == contract.HTTP.String():
		r.exchange(i, v)
	case kind == contract.Message.String():
		i.Kind = contract.Message
		i.Contents = r.payload(v)
		i.Unknown = others(v, slices.Concat(commonKeys, payloadKeys)...)
	case kind == contract.SyncMessage.String():
		r.dialogue(i, v)
	default:
		r.say(report.Finding{
			Rule: Unsupported, Severity: report.Error, Span: v.Get("type").Span,
			Message: fmt.Sprintf("interactions of type %q are not known, this one is left out", kind),
			Cure:    "write Synchronous/HTTP, Asynchronous/Messages or Synchronous/Messages",
		})
		return nil
	}
	return i
}

var commonKeys = []string{
	"type", "key", "description", "providerStates", "providerState", "provider_state",
	"pending", "comments", "pluginConfiguration", "transport",
}

// common reads what interactions of all kinds have.
func (r *reader) common(v *spec.Value) *contract.Interaction {
	i := &contract.Interaction{
		Key: r.text(v, "key"), Description: r.text(v, "description"), Transport: r.text(v, "transport"),
		Pending: r.flag(v, "pending"), Comments: r.object(v, "comments"), Plugins: r.object(v, "pluginConfiguration"),
		States: r.states(v), Span: v.Span, DescriptionSpan: v.Span,
	}
	if d := v.Get("description"); d != nil {
		i.DescriptionSpan = d.Span
	} else {
		r.fail(v.Span, "the interaction has no description, so that nobody can be told which one failed", `write "description": "…"`)
	}
	return i
}

// exchange reads a request and its response.
func (r *reader) exchange(i *contract.Interaction, v *spec.Value) {
	i.Kind = contract.HTTP
	i.Unknown = others(v, append([]string{"request", "response"}, commonKeys...)...)
	i.Request, i.Response = &contract.Request{Method: "GET", Span: v.Span}, &contract.Response{Span: v.Span}
	if request := r.object(v, "request"); request != nil {
		i.Request = r.request(request)
	} else {
		r.fail(v.Span, "the interaction has no request", "")
	}
	if response := r.object(v, "response"); response != nil {
		i.Response = r.response(response)
	} else {
		r.fail(v.Span, "the interaction has no response", "")
	}
}

// dialogue reads a message and the messages that answer it.
func (r *reader) dialogue(i *contract.Interaction, v *spec.Value) {
	i.Kind = contract.SyncMessage
	i.Unknown = others(v, append([]string{"request", "response"}, commonKeys...)...)
	i.Contents = &contract.Payload{Span: v.Span}
	if request := r.object(v, "request"); request != nil {
		i.Contents = r.payload(request)
		i.Contents.Unknown = others(request, payloadKeys...)
	} else {
		r.fail(v.Span, "the interaction has no request", "")
	}
	for _, reply := range r.list(v, "response") {
		if reply.Kind != spec.Map {
			r.fail(reply.Span, "a response is an object, this one is "+article(reply), "")
			continue
		}
		p := r.payload(reply)
		p.Unknown = others(reply, payloadKeys...)
		i.Replies = append(i.Replies, p)
	}
}

// states reads the provider states in each version's way.
func (r *reader) states(v *spec.Value) []contract.State {
	var states []contract.State
	for _, key := range []string{"providerState", "provider_state"} {
		if name := v.Get(key); name != nil && name.Kind == spec.Str {
			states = append(states, contract.State{Name: name.Text, Span: name.Span})
		}
	}
	many := v.Get("providerStates")
	if many != nil && many.Kind == spec.Str { // some writers of V3 kept to one
		return append(states, contract.State{Name: many.Text, Span: many.Span})
	}
	for _, s := range r.list(v, "providerStates") {
		if s.Kind != spec.Map {
			r.fail(s.Span, "a provider state is an object with a name, this one is "+article(s), "")
			continue
		}
		state := contract.State{Name: r.text(s, "name"), Span: s.Span}
		r.dropped(s, "name", "params")
		if params := r.object(s, "params"); params != nil {
			state.Params = params.Members
		}
		states = append(states, state)
	}
	return states
}
