package replay

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
)

// near is the interaction whose request comes nearest to one that none has.
type near struct {
	play        *play
	differences []match.Mismatch
}

func (n near) one() *Interaction {
	if n.play == nil {
		return nil
	}
	return &n.play.Interaction
}

// close returns the interaction if it is one of the same method and path.
func (n near) close() *Interaction {
	if slices.ContainsFunc(n.differences, func(m match.Mismatch) bool { return m.Kind == match.Method || m.Kind == match.Path }) {
		return nil
	}
	return n.one()
}

// nearest returns the interaction that has the least to say against the request.
func (s *Server) nearest(sent *contract.Request) near {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var best near
	least := 0
	for _, p := range s.plays {
		if p.Kind != contract.HTTP {
			continue
		}
		found := s.differences(p, sent)
		if far := distance(found, p.Request.Path, sent.Path); best.play == nil || far < least {
			best, least = near{p, found}, far
		}
	}
	return best
}

// distance is small for few differences. Another path counts more than anything in a request, and the
// less of it is the same, the more; so does another method.
func distance(found []match.Mismatch, path, sent string) int {
	far := 0
	for _, m := range found {
		switch m.Kind {
		case match.Path:
			far += 1_000_000 * (1 + apart(path, sent))
		case match.Method:
			far += 500_000
		default:
			far++
		}
	}
	return far
}

// apart counts the segments in which two paths differ.
func apart(a, b string) int {
	left, right := strings.Split(strings.Trim(a, "/"), "/"), strings.Split(strings.Trim(b, "/"), "/")
	n := max(len(left), len(right)) - min(len(left), len(right))
	for i := range min(len(left), len(right)) {
		if left[i] != right[i] {
			n++
		}
	}
	return n
}

// miss is a request that no interaction has answered.
type miss struct {
	method, path string
	nearest      near
}

// mostMisses is how many are kept.
const mostMisses = 100

func (s *Server) miss(m miss) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.missed++
	if s.misses = append(s.misses, m); len(s.misses) > mostMisses {
		s.misses = s.misses[1:]
	}
}

// refuse says why no interaction answers.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, sent *contract.Request) {
	n := s.nearest(sent)
	s.miss(miss{sent.Method, sent.Path, n})
	p := problem{status: http.StatusNotImplemented, nearest: n}
	asked := sent.Method + " " + sent.Path
	switch {
	case n.play == nil:
		p.title, p.detail = "no contract has this request", "there is no interaction over HTTP in the contracts"
	case len(n.differences) > 0:
		p.title, p.detail = "no contract has this request", fmt.Sprintf("%s is nearest to %q of %s, which differs in %s",
			asked, n.play.Description, consumerOf(n.play.Contract), counted(len(n.differences), "place"))
	case wantedStatus(r) != 0:
		p.title, p.detail = "no contract has this answer", fmt.Sprintf("%s is in the contracts, but not answered with %d", asked, wantedStatus(r))
	default:
		p.title, p.detail = "the states of this request don't hold", fmt.Sprintf("%s is in the contracts for other states than were set: %q of %s%s; set it with a POST to %s",
			asked, n.play.Description, consumerOf(n.play.Contract), given(n.play.States), statesPath)
	}
	s.tell(Exchange{Request: r, Status: p.status, Nearest: n.one()})
	s.problem(w, r, p)
}

// given names states: is given "order 7 exists" and "…".
func given(states []contract.State) string {
	var names []string
	for _, s := range states {
		names = append(names, strconv.Quote(s.Name))
	}
	return " is given " + strings.Join(names, " and ")
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func consumerOf(c *contract.Contract) string {
	if c.Consumer == "" {
		return "a consumer without a name"
	}
	return c.Consumer
}

// wantedStatus returns the status that the client asks for; 0: none.
func wantedStatus(r *http.Request) int {
	status, _ := strconv.Atoi(wanted(r))
	return status
}

// wanted returns the answer that the client asks for, as it does of bylaw's other mocks; "": none.
func wanted(r *http.Request) string {
	text := r.Header.Get("X-Mock-Status")
	for _, line := range r.Header["Prefer"] {
		for _, preference := range strings.FieldsFunc(line, func(c rune) bool { return c == ',' || c == ';' }) {
			name, code, _ := strings.Cut(strings.TrimSpace(preference), "=")
			if text == "" && strings.EqualFold(name, "code") {
				text = strings.Trim(code, `"`)
			}
		}
	}
	return text
}

// mostDifferences bounds what is said of one request.
const mostDifferences = 20

// fewest returns the first of the differences.
func fewest(all []match.Mismatch) []match.Mismatch {
	return slices.Clone(all[:min(len(all), mostDifferences)])
}
