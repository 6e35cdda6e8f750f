// Package brokertest is a Pact Broker in memory, for tests: as much of one as the published API says of
// what verifiers and publishers use. It keeps nothing, and knows nothing of verifying.
package brokertest

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
)

// Server is a broker that listens.
type Server struct {
	*httptest.Server

	// Token and Username with Password are what is asked of callers; empty: nothing.
	Token, Username, Password string
	// Hide are relations that the index hasn't, as of an older broker.
	Hide []string
	// Elsewhere takes the place of the broker's own address in links; "": it doesn't.
	Elsewhere string

	mu           sync.Mutex
	calls        []string
	versions     []*version
	pacts        []*pact
	results      []Result
	environments []environment
	deployments  []deployment
}

// Result is what came of a verification, as it was published.
type Result struct {
	Consumer, Provider, Version string
	Success                     bool
	Body                        map[string]any // as it was sent

	content string
}

// version is one of an application.
type version struct {
	pacticipant, number string
	branches, tags      []string
}

// pact is what a version of a consumer expects of a provider.
type pact struct {
	consumer, provider, version string
	sha                         string // of the content
	content                     map[string]any
	raw                         []byte // as it was published
}

type environment struct {
	id, name   string
	production bool
}

type deployment struct{ environment, pacticipant, version string }

// New starts a broker without contracts.
func New() *Server {
	s := &Server{}
	s.Server = httptest.NewServer(s.guarded(s.routes()))
	return s
}

// Calls returns the requests that came in, as "GET /path".
func (s *Server) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Results returns what was published of verifications.
func (s *Server) Results() []Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.results)
}

// Version returns the branches and tags of a version, and whether there is one.
func (s *Server) Version(pacticipant, number string) (branches, tags []string, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.find(pacticipant, number); v != nil {
		return slices.Clone(v.branches), slices.Clone(v.tags), true
	}
	return nil, nil, false
}

// Published returns what was published of a version of a consumer, byte for byte; nil if nothing was.
func (s *Server) Published(consumer, provider, version string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.published(consumer, provider, version); p != nil {
		return p.raw
	}
	return nil
}

// guarded lets only those in who say who they are, and one at a time.
func (s *Server) guarded(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.calls = append(s.calls, r.Method+" "+r.URL.RequestURI())
		name, password, basic := r.BasicAuth()
		switch {
		case s.Token != "" && r.Header.Get("Authorization") != "Bearer "+s.Token,
			s.Username != "" && (!basic || name != s.Username || password != s.Password):
			w.Header().Set("WWW-Authenticate", `Basic realm="broker"`)
			w.WriteHeader(http.StatusUnauthorized)
		default:
			inner.ServeHTTP(w, r)
		}
	})
}

func (s *Server) find(pacticipant, number string) *version {
	for _, v := range s.versions {
		if v.pacticipant == pacticipant && v.number == number {
			return v
		}
	}
	return nil
}

// made returns the version, which is new if there was none.
func (s *Server) made(pacticipant, number string) *version {
	v := s.find(pacticipant, number)
	if v == nil {
		v = &version{pacticipant: pacticipant, number: number}
		s.versions = append(s.versions, v)
	}
	return v
}

func (s *Server) knows(pacticipant string) bool {
	return slices.ContainsFunc(s.versions, func(v *version) bool { return v.pacticipant == pacticipant }) ||
		slices.ContainsFunc(s.pacts, func(p *pact) bool { return p.provider == pacticipant })
}

func (s *Server) base() string {
	if s.Elsewhere != "" {
		return s.Elsewhere
	}
	return s.URL
}

func added(list []string, one string) []string {
	if one == "" || slices.Contains(list, one) {
		return list
	}
	return append(list, one)
}
