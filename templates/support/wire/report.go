package wire

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// maxViolations is how many violations one message is told; more help nobody.
const maxViolations = 100

// finding is a violation before its path is known.
type finding struct {
	node   Node // -1: none, then in and name say where
	order  Node // where it stands among the others
	in     errors.Location
	name   string
	member string // a member of node that isn't there
	code   string
	text   string
	path   int // where its path begins, while paths are put together
}

// Report records a violation that no node stands for, such as a parameter that is missing. It returns false.
func (r *Reader) Report(in errors.Location, field, code, description string) bool {
	return r.record(finding{node: -1, in: in, name: field, code: code}, description)
}

// Violate records a violation at a node. It returns false.
func (r *Reader) Violate(n Node, code, description string) bool {
	return r.record(finding{node: n, code: code}, description)
}

// violate is Violate with a description in parts, which are joined only if it is recorded.
func (r *Reader) violate(n Node, code string, parts ...string) bool {
	return r.record(finding{node: n, code: code}, parts...)
}

// record returns false.
func (r *Reader) record(f finding, parts ...string) bool {
	s := &r.state
	s.failed = true
	if s.silent > 0 {
		if !s.stop {
			s.alien, s.stop = f.code == errors.Type && f.node == s.probed, true
		}
		return false
	}
	if s.stop || r.known(f) {
		return false
	}
	if len(r.found) == maxViolations {
		s.more, s.stop = true, true
		return false
	}
	if f.order = f.node; f.node < 0 {
		f.order = Node(len(r.nodes))
	}
	f.text = strings.Join(parts, "")
	r.found = append(r.found, f)
	return false
}

// known says whether the same has been recorded, because a value may be looked at twice.
func (r *Reader) known(f finding) bool {
	for i := range r.found {
		g := &r.found[i]
		if g.node == f.node && g.code == f.code && g.member == f.member && g.in == f.in && g.name == f.name {
			return true
		}
	}
	return false
}

// exhausted ends the reading of a message that costs more than any honest one. It returns false.
func (r *Reader) exhausted() bool {
	s := &r.state
	if !s.spent {
		last := r.roots[len(r.roots)-1].node
		r.found = append(r.found, finding{node: last, order: last, code: errors.TooComplex, text: "takes too much work to check"})
	}
	s.failed, s.stop, s.spent = true, true, true
	return false
}

// Truncated says whether more was wrong than Violations tells.
func (r *Reader) Truncated() bool { return r.state.more || r.state.spent }

// Violations gives what is wrong, in the order of the message, at most 100; see Truncated.
func (r *Reader) Violations() []errors.Violation {
	if len(r.found) == 0 {
		return nil
	}
	slices.SortStableFunc(r.found, func(a, b finding) int { return int(a.order - b.order) })
	r.freeze()
	all := make([]errors.Violation, 0, len(r.found))
	for _, f := range r.found {
		all = append(all, errors.Violation{Location: f.in, Field: f.name, Code: f.code, Description: f.text})
	}
	return all
}

// freeze turns the nodes of what is recorded into paths. They share one text.
func (r *Reader) freeze() {
	paths := r.scratch[:0]
	for i := range r.found {
		f := &r.found[i]
		f.path = len(paths)
		if f.node < 0 {
			continue
		}
		f.in, paths = r.appendPath(paths, f.node)
		if f.member != "" {
			paths = appendMember(paths, f.path, f.member)
		}
	}
	r.scratch = paths
	for i, text := len(r.found)-1, string(paths); i >= 0; i-- {
		f := &r.found[i]
		if f.node >= 0 {
			f.name, f.node, f.member = text[f.path:], -1, ""
		}
		text = text[:f.path]
	}
}
