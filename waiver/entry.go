package waiver

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// entries adds the suppressions by definition ID or fingerprint. The caller has checked them, so that what is
// wrong is said about the configuration and before any spec is read.
func (c *collector) entries(apis []*spec.API, entries []Entry) {
	if len(entries) == 0 {
		return
	}
	declared := findElements(apis, entries)
	for _, e := range entries {
		s := Suppression{
			Until: e.Ignore.Until, Owner: e.Ignore.Owner, Reason: e.Ignore.Reason,
			Span: e.Ignore.Span, Element: e.Element, Change: e.Change, Dir: e.Dir, until: e.Ignore.Span,
		}
		for _, id := range e.Ignore.Rules {
			s.Rules = append(s.Rules, Rule{id, e.Ignore.Span})
		}
		for _, n := range declared[e.Element] {
			if within(e.Dir, n.Span.Path()) {
				s.Scopes = append(s.Scopes, n.Span)
			}
		}
		c.found = append(c.found, s)
	}
}

// findElements returns the elements with the IDs that the entries name. Two APIs may have one each.
func findElements(apis []*spec.API, entries []Entry) map[spec.ID][]*spec.Node {
	wanted := map[spec.ID]bool{}
	endings := map[byte]bool{} // of the IDs, because putting an ID together costs
	for _, e := range entries {
		if e.Element != "" {
			wanted[e.Element] = true
			endings[e.Element[len(e.Element)-1]] = true
		}
	}
	found := map[spec.ID][]*spec.Node{}
	for _, api := range apis {
		if api.Imported {
			continue
		}
		everyNode(api, func(n *spec.Node) {
			if n.Local == "" || !endings[n.Local[len(n.Local)-1]] {
				return
			}
			if id := n.ID(); wanted[id] {
				found[id] = append(found[id], n)
			}
		})
	}
	return found
}

// within reports whether a path lies in the folder or below it.
func within(dir, path string) bool {
	return dir == "." || strings.HasPrefix(path, dir+"/")
}
