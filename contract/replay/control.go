package replay

import (
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	specsource "github.com/bylaw-dev/bylaw/spec/source"
)

// What the server itself is asked for.
const (
	control          = "/_bylaw/"
	statesPath       = control + "states"
	interactionsPath = control + "interactions"
	messagesPath     = control + "messages"
)

// values are the parameters of states, by name.
type values = map[string]*spec.Value

func (s *Server) control(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "GET " + statesPath:
		s.write(w, http.StatusOK, "application/json", s.stateList())
	case "POST " + statesPath:
		s.setByHTTP(w, r)
	case "DELETE " + statesPath:
		s.Rewind()
		w.WriteHeader(http.StatusNoContent)
	case "POST " + messagesPath:
		s.message(w, r)
	case "GET " + interactionsPath:
		s.write(w, http.StatusOK, "application/json", s.useList())
	case "DELETE " + interactionsPath:
		s.forget()
		w.WriteHeader(http.StatusNoContent)
	default:
		s.problem(w, r, problem{status: http.StatusNotFound, title: "there is nothing of that name", detail: "ask GET, POST or DELETE of " + statesPath + ", GET or DELETE of " + interactionsPath + ", POST of " + messagesPath})
	}
}

// forget counts anew what is asked for.
func (s *Server) forget() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, p := range s.plays {
		p.asked = 0
	}
	s.misses, s.missed = nil, 0
}

// setByHTTP sets a state, or takes it back, as verifiers of Pact ask providers to:
//
//	{"action": "setup", "params": {"id": 7}, "state": "order 7 exists"}
func (s *Server) setByHTTP(w http.ResponseWriter, r *http.Request) {
	asked, ok := s.object(w, r, "state", `{"state": "order 7 exists", "params": {"id": 7}}; with "action": "teardown" it is taken back`)
	if !ok {
		return
	}
	if asked.Get("state").Text == "" { // some verifiers say so that there is none
		s.write(w, http.StatusOK, "application/json", contract.Object())
		return
	}
	state := contract.State{Name: asked.Get("state").Text}
	if params := asked.Get("params"); params != nil && params.Kind == spec.Map {
		state.Params = params.Members
	}
	action := ""
	if v := asked.Get("action"); v != nil {
		action = v.Text
	}
	if action == "teardown" {
		s.Unset(state)
	} else if !s.Set(state) {
		s.problem(w, r, problem{status: http.StatusNotFound, title: "no contract knows this state", detail: s.unknown(state.Name)})
		return
	}
	s.write(w, http.StatusOK, "application/json", contract.Object())
}

// object reads the JSON object that is sent, which has to have a member.
func (s *Server) object(w http.ResponseWriter, r *http.Request, has, example string) (*spec.Value, bool) {
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.options.MaxBody))
	if err != nil {
		s.unreadable(w, r, err)
		return nil, false
	}
	document, _ := tree.Parse(specsource.NewFile(has+".json", content))
	if document == nil || document.YAML || document.Root.Kind != spec.Map || document.Root.Get(has) == nil {
		s.problem(w, r, problem{status: http.StatusBadRequest, title: "this is no " + has, detail: "write " + example})
		return nil, false
	}
	return document.Root, true
}

// unknown says that no interaction is given a state, and which was probably meant.
func (s *Server) unknown(name string) string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var names []string
	for _, k := range s.known() {
		names = append(names, k.Name)
	}
	said := fmt.Sprintf("no interaction is given %q", name)
	if guess := spelling.Closest(name, names); guess != "" {
		said += fmt.Sprintf(", did you mean %q?", guess)
	}
	return said + "; GET " + statesPath + " lists all states"
}

func (s *Server) stateList() *spec.Value {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return contract.Object(member("set", listOf(s.states)), member("known", listOf(s.known())))
}

func listOf(states []contract.State) *spec.Value {
	list := contract.Array()
	for _, state := range states {
		one := contract.Object(member("state", contract.Text(state.Name)))
		if len(state.Params) > 0 {
			one.Members = append(one.Members, member("params", contract.Object(state.Params...)))
		}
		list.Items = append(list.Items, one)
	}
	return list
}

// useList says what was asked for, what was not, and what nobody has an answer for.
func (s *Server) useList() *spec.Value {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	asked, never, missed := contract.Array(), contract.Array(), contract.Array()
	for _, p := range s.plays {
		one := named(p.Interaction)
		one.Members = append(one.Members, member("asked", contract.Whole(int64(p.asked))))
		if asked.Items = append(asked.Items, one); p.asked == 0 {
			never.Items = append(never.Items, named(p.Interaction))
		}
	}
	for _, m := range s.misses {
		one := contract.Object(member("request", contract.Text(m.method+" "+m.path)))
		missed.Items = append(missed.Items, m.nearest.put(one))
	}
	return contract.Object(member("interactions", asked), member("never_asked", never), member("not_answered", missed))
}

// named says which interaction it is.
func named(i Interaction) *spec.Value {
	method, target := i.Asks()
	one := contract.Object(
		member("consumer", contract.Text(i.Contract.Consumer)), member("description", contract.Text(i.Description)), member("request", contract.Text(method+" "+target)),
	)
	if len(i.States) > 0 {
		one.Members = append(one.Members, member("given", listOf(i.States)))
	}
	return one
}

// put adds what differs from the nearest interaction.
func (n near) put(object *spec.Value) *spec.Value {
	if n.play == nil {
		return object
	}
	nearest := named(n.play.Interaction)
	list := contract.Array()
	for _, m := range fewest(n.differences) {
		one := contract.Object(member("part", contract.Text(m.Kind.String())), member("message", contract.Text(m.Message)))
		for _, extra := range []struct{ key, text string }{{"path", m.Path}, {"expected", m.Expected}, {"actual", m.Actual}} {
			if extra.text != "" {
				one.Members = append(one.Members, member(extra.key, contract.Text(extra.text)))
			}
		}
		list.Items = append(list.Items, one)
	}
	nearest.Members = append(nearest.Members, member("mismatches", list))
	object.Members = append(object.Members, member("nearest", nearest))
	return object
}

func member(key string, v *spec.Value) spec.Member { return spec.Member{Key: key, Value: v} }

// problem is what goes wrong in the mock itself (RFC 9457).
type problem struct {
	status        int
	title, detail string
	nearest       near
}

func (s *Server) problem(w http.ResponseWriter, _ *http.Request, p problem) {
	object := contract.Object(
		member("title", contract.Text(p.title)), member("status", contract.Whole(int64(p.status))), member("detail", contract.Text(p.detail)),
	)
	s.write(w, p.status, "application/problem+json", p.nearest.put(object))
}

// write writes a value for people as well as programs.
func (s *Server) write(w http.ResponseWriter, status int, kind string, v *spec.Value) {
	text := jsontext.Value(contract.AppendJSON(nil, v))
	_ = text.Indent(jsontext.WithIndent("  ")) // which it is
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(slices.Concat(text, []byte("\n")))
}
