package replay

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/spec"
)

// message makes a message that the provider sends by itself, asked for as verifiers of Pact ask providers:
//
//	{"description": "an order was placed", "providerStates": [{"name": "there is an order"}]}
//
// The body is its contents, and the header Pact-Message-Metadata its metadata.
func (s *Server) message(w http.ResponseWriter, r *http.Request) {
	asked, ok := s.object(w, r, "description", `{"description": "an order was placed"}`)
	if !ok {
		return
	}
	p, of := s.findMessage(asked.Get("description").Text, namesOf(asked.Get("providerStates")))
	if p == nil {
		s.problem(w, r, problem{status: http.StatusNotFound, title: "no contract has this message", detail: fmt.Sprintf("there is no message that is described as %q: GET %s lists all interactions", asked.Get("description").Text, interactionsPath)})
		return
	}
	payload := p.Contents
	if p.Kind == contract.SyncMessage {
		payload = p.Replies[0]
	}
	filled, failures := match.FillMessage(payload, s.source(r, of))
	s.tell(Exchange{Request: r, Status: http.StatusOK, Answered: &p.Interaction, Failures: failures})
	for _, m := range filled.Metadata {
		if m.Key == "contentType" && m.Value.Kind == spec.Str {
			w.Header().Set("Content-Type", m.Value.Text)
		}
	}
	if filled.Body.ContentType != "" {
		w.Header().Set("Content-Type", filled.Body.ContentType)
	}
	w.Header().Set("Pact-Message-Metadata", base64.StdEncoding.EncodeToString(contract.AppendJSON(nil, contract.Object(filled.Metadata...))))
	_, _ = w.Write(filled.Body.Content)
}

// findMessage returns the message of that description, of several the one of those states.
func (s *Server) findMessage(description string, states []string) (*play, source) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var found *play
	for _, p := range s.plays {
		if p.Kind == contract.HTTP || p.call != nil || p.Description != description || p.Kind == contract.SyncMessage && len(p.Replies) == 0 {
			continue
		}
		var own []string
		for _, state := range p.States {
			own = append(own, state.Name)
		}
		if found == nil || slices.Equal(own, states) {
			found = p
		}
	}
	if found == nil {
		return nil, source{}
	}
	s.played(found, "")
	return found, source{s.clock, s.values(found.Interaction.Interaction)}
}

func namesOf(states *spec.Value) []string {
	var names []string
	if states == nil {
		return nil
	}
	for _, state := range states.Items {
		names = append(names, state.Get("name").String())
	}
	return names
}
