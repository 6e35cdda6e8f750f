package naming

import (
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Scope hands out identifiers, each once. What is claimed first keeps its name, so that claims in
// source order give the same names each time.
type Scope struct {
	taken    map[string]*spec.Node // by whom; nil: reserved
	next     map[string]int
	findings []report.Finding
}

// NewScope returns a scope in which the reserved names can't be claimed.
func NewScope(reserved ...string) *Scope {
	s := &Scope{taken: map[string]*spec.Node{}, next: map[string]int{}}
	for _, name := range reserved {
		s.taken[name] = nil
	}
	return s
}

// Claim returns wanted, or wanted with the lowest number from 2 up that makes it unique. origin is
// the element that the name is for; nil: none, and nothing is said of a name that was taken.
func (s *Scope) Claim(wanted string, origin *spec.Node) string {
	wanted = clipName(wanted)
	name := wanted
	if by, ok := s.taken[wanted]; ok {
		name = s.numbered(wanted)
		s.say(wanted, name, by, origin)
	}
	s.taken[name] = origin
	return name
}

// clipName bounds names that are put together of others, which are put together in their turn.
func clipName(name string) string {
	if len(name) <= longestName {
		return name
	}
	return strings.ToValidUTF8(name[:longestName], "")
}

// Taken reports whether the name has been claimed or is reserved.
func (s *Scope) Taken(name string) bool {
	_, ok := s.taken[name]
	return ok
}

func (s *Scope) numbered(wanted string) string {
	for n := max(2, s.next[wanted]); ; n++ {
		name := wanted + strconv.Itoa(n)
		if !s.Taken(name) {
			s.next[wanted] = n + 1
			return name
		}
	}
}

func (s *Scope) say(wanted, name string, by, origin *spec.Node) {
	if origin == nil {
		return
	}
	f := report.Finding{
		Rule: "generate/renamed", Severity: report.Info, Element: origin.ID(), Span: origin.NameSpan,
		Message: "this is called " + name + " in Go, for " + wanted + " is taken",
	}
	if by != nil {
		f.Related = []report.Related{{Message: "by this", Span: by.NameSpan}}
	}
	s.findings = append(s.findings, f)
}

// Findings tells of every name that was not to be had.
func (s *Scope) Findings() []report.Finding { return s.findings }
