package replay

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
)

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, control) {
		s.control(w, r)
		return
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
		s.serveCall(w, r)
		return
	}
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.options.MaxBody))
	if err != nil {
		s.unreadable(w, r, err)
		return
	}
	sent := requestOf(r, content)
	if p, states := s.find(sent, wantedStatus(r)); p != nil {
		s.answer(w, r, p, states)
		return
	}
	if s.options.Next != nil {
		s.tell(Exchange{Request: r, Nearest: s.nearest(sent).close()})
		r.Body = io.NopCloser(bytes.NewReader(content))
		s.options.Next.ServeHTTP(w, r)
		return
	}
	s.refuse(w, r, sent)
}

func (s *Server) tell(x Exchange) {
	if s.options.Tell != nil {
		s.options.Tell(x)
	}
}

// unreadable answers a request whose body has not come, or is too long.
func (s *Server) unreadable(w http.ResponseWriter, r *http.Request, err error) {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		s.problem(w, r, problem{status: http.StatusRequestEntityTooLarge, title: "the body is too long", detail: err.Error()})
		return
	}
	s.problem(w, r, problem{status: http.StatusBadRequest, title: "the body can't be read", detail: err.Error()})
}

// requestOf is a request as contracts have them.
func requestOf(r *http.Request, content []byte) *contract.Request {
	q := &contract.Request{
		Method: r.Method, Path: r.URL.EscapedPath(), Query: queryOf(r.URL.RawQuery), QueryText: r.URL.RawQuery,
		Headers: []contract.Values{{Name: "Host", Values: []string{r.Host}}}, Body: contract.Body{Presence: contract.Empty},
	}
	for name, values := range r.Header {
		q.Headers = append(q.Headers, contract.Values{Name: name, Values: values})
	}
	slices.SortFunc(q.Headers, func(a, b contract.Values) int { return strings.Compare(a.Name, b.Name) })
	if len(content) > 0 {
		q.Body = contract.Body{Presence: contract.Present, Content: content}
	}
	return q
}

// queryOf reads a query; what is malformed in it stays as it is.
func queryOf(raw string) []contract.Values {
	var all []contract.Values
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, value = unescaped(name), unescaped(value)
		i := slices.IndexFunc(all, func(v contract.Values) bool { return v.Name == name })
		if i < 0 {
			all = append(all, contract.Values{Name: name})
			i = len(all) - 1
		}
		all[i].Values = append(all[i].Values, value)
	}
	return all
}

func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// spelled returns the request with its path as the contract spells the same one: %7E is ~.
func spelled(sent, wanted *contract.Request) *contract.Request {
	plain, err := url.PathUnescape(sent.Path)
	other, err2 := url.PathUnescape(cmp.Or(wanted.Path, "/"))
	if err != nil || err2 != nil || plain != other || sent.Path == wanted.Path {
		return sent
	}
	same := *sent
	same.Path = wanted.Path
	return &same
}

// find returns the interaction that answers the request, and what its generators go by. A status that
// is asked for counts more than states.
func (s *Server) find(sent *contract.Request, status int) (*play, source) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var fit []*play
	for _, p := range s.plays {
		if p.Kind == contract.HTTP && (status == 0 || p.status() == status) && s.fits(p, sent) {
			fit = append(fit, p)
		}
	}
	return s.take(fit, sent.Path, status != 0, func(p *play) int { return likeness(p.Request, sent) })
}

// take returns which of those that match answers; any of them, where the client has asked for it.
func (s *Server) take(fit []*play, path string, any bool, like func(*play) int) (*play, source) {
	if len(fit) == 0 {
		return nil, source{}
	}
	chosen := likest(fit, like)[0]
	if !any {
		if chosen = s.choose(fit, path, like); chosen == nil {
			return nil, source{}
		}
	}
	s.played(chosen, path)
	return chosen, source{s.clock, s.values(chosen.Interaction.Interaction)}
}

// fits reports whether a request is the interaction's. Most are not, by their method or path.
func (s *Server) fits(p *play, sent *contract.Request) bool {
	if !strings.EqualFold(cmp.Or(p.Request.Method, http.MethodGet), sent.Method) {
		return false
	}
	if len(p.Request.Generators) == 0 && !mayLead(p.Request, sent) {
		return false
	}
	return len(s.differences(p, sent)) == 0
}

// mayLead reports whether the path may be the interaction's, as far as a glance tells.
func mayLead(wanted, sent *contract.Request) bool {
	switch rules := contract.In(wanted.Rules, contract.InPath); {
	case len(rules) == 0:
		return spelled(sent, wanted).Path == cmp.Or(wanted.Path, "/")
	case len(rules) == 1 && len(rules[0].Matchers) == 1 && rules[0].Matchers[0].Kind == contract.Regex:
		return strings.HasPrefix(sent.Path, literal(rules[0].Matchers[0].Regex)) || spelled(sent, wanted).Path == wanted.Path
	}
	return true
}

// literal returns how every text begins that a pattern matches, as far as a glance tells.
func literal(pattern string) string {
	pattern = strings.TrimPrefix(pattern, "^")
	end := strings.IndexAny(pattern, `\.+*?()|[]{}^$`)
	if strings.Contains(pattern, "|") || end == 0 {
		return ""
	}
	if end < 0 {
		return pattern
	}
	if strings.IndexByte("*?{", pattern[end]) >= 0 { // what stands before may be missing
		_, size := utf8.DecodeLastRuneInString(pattern[:end])
		end -= size
	}
	return pattern[:end]
}

// differences holds a request against the interaction's, in which values of states stand where it has
// them filled in.
func (s *Server) differences(p *play, sent *contract.Request) []match.Mismatch {
	wanted := *p.Request
	wanted.Path = cmp.Or(wanted.Path, "/")
	wanted.Generators = slices.DeleteFunc(slices.Clone(wanted.Generators), func(g *contract.Generator) bool { return g.Kind != contract.ProviderState })
	if len(wanted.Generators) > 0 {
		filled, _ := match.FillRequest(&wanted, match.Source{States: s.values(p.Interaction.Interaction)}) // else the example stands there
		wanted = *filled
	}
	return match.Request(&wanted, spelled(sent, &wanted))
}

// source is what the values of one answer are made of.
type source struct {
	number uint64
	states values
}

// answer sends what the interaction is answered with.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, p *play, of source) {
	filled, failures := match.FillResponse(p.Response, s.source(r, of))
	status := cmp.Or(filled.Status, http.StatusOK)
	if status < 200 {
		status = p.status() // a generator has made one that no answer can have
	}
	s.tell(Exchange{Request: r, Status: status, Answered: &p.Interaction, Failures: failures})
	if s.options.Before != nil && s.options.Before(w, r) {
		return
	}
	for _, h := range filled.Headers {
		if !slices.Contains(ours, strings.ToLower(h.Name)) {
			w.Header()[http.CanonicalHeaderKey(h.Name)] = slices.Clone(h.Values)
		}
	}
	if kind := filled.Body.ContentType; kind != "" && w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", kind)
	}
	if w.Header()["Content-Type"] == nil {
		w.Header()["Content-Type"] = nil // the contract says of none, and none is guessed
	}
	w.WriteHeader(status)
	_, _ = w.Write(filled.Body.Content) // nobody is told if the client is gone
}

// source is what generators go by for one answer.
func (s *Server) source(r *http.Request, of source) match.Source {
	return match.Source{Now: s.options.Now(), Random: rand.New(rand.NewPCG(s.options.Seed, of.number)), States: of.states, Server: serverOf(r)}
}

// ours are headers that say how the answer travels, which the contract's recording did in another way.
var ours = []string{"connection", "content-encoding", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}

// serverOf is the address by which the client has found the server.
func serverOf(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
