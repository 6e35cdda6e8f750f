package golang

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// routable refuses paths that no router can tell apart or read, with the places of both, for the
// package would be refused by the router when it starts.
func (l *lowering) routable(operations []*operation) []*operation {
	seen := map[string]*operation{}
	shaped := map[string][]*operation{}
	for _, o := range operations {
		if reason := malformed(o.Path()); reason != "" {
			l.refuse(&o.Node, o.Path().Span, "malformed-path", "no request can be routed by this path: "+reason, "write variables as {name}, with text between each two of them")
			continue
		}
		if strings.ContainsAny(o.Path().Raw, "?#") {
			l.warn(&o.Node, o.Path().Span, "unreachable-path", "a path has neither query nor fragment, so no request finds this operation", "declare the query as parameters")
		}
		key := o.Method() + " " + o.Path().Erased()
		if first := seen[key]; first != nil {
			l.ambiguous(first, o)
			continue
		}
		seen[key] = o
		if !hasPartial(o.Path()) {
			continue
		}
		for _, other := range shaped[o.Method()] {
			if clash(segments(other.Path()), segments(o.Path())) {
				l.ambiguous(other, o)
			}
		}
		shaped[o.Method()] = append(shaped[o.Method()], o)
	}
	return operations
}

func (l *lowering) ambiguous(first, second *operation) {
	l.findings = append(l.findings, report.Finding{
		Rule: rulePrefix + "ambiguous-route", Severity: report.Error, Element: second.ID(), Span: second.Path().Span,
		Message: fmt.Sprintf("%s %s matches the same requests as %s, and neither is more specific", second.Method(), second.Path().Raw, first.Path().Raw),
		Cure:    "rename or remove one of them",
		Related: []report.Related{{Message: "the other path", Span: first.Path().Span}},
	})
}

// segment is the literal texts of one path segment, with a variable between each two of them.
type segment []string

func (s segment) text() int {
	n := 0
	for _, literal := range s {
		n += len(literal)
	}
	return n
}

// partial reports whether the segment has variables with text around them.
func (s segment) partial() bool { return len(s) > 1 && s.text() > 0 }

func segments(p spec.Path) []segment {
	var all []segment
	for _, part := range strings.Split(strings.TrimPrefix(p.Erased(), "/"), "/") {
		all = append(all, strings.Split(part, "{}"))
	}
	return all
}

func hasPartial(p spec.Path) bool {
	for _, s := range segments(p) {
		if s.partial() {
			return true
		}
	}
	return false
}

// clash reports whether some path matches both templates and the first segment in which they differ
// doesn't say which goes first: more text does, then more text before the first variable.
func clash(a, b []segment) bool {
	if len(a) != len(b) {
		return false
	}
	differ := false
	for i := range a {
		if !a[i].overlaps(b[i]) {
			return false
		}
		if !differ && strings.Join(a[i], "{}") != strings.Join(b[i], "{}") {
			differ = true
			if len(a[i]) == 1 || len(b[i]) == 1 || a[i].text() != b[i].text() || len(a[i][0]) != len(b[i][0]) {
				return false
			}
		}
	}
	return true
}

// overlaps reports whether some text has both shapes.
func (s segment) overlaps(other segment) bool {
	switch {
	case len(s) == 1 && len(other) == 1:
		return s[0] == other[0]
	case len(s) == 1:
		return other.matches(s[0])
	case len(other) == 1:
		return s.matches(other[0])
	}
	first, last := affixed(s[0], other[0], strings.HasPrefix), affixed(s[len(s)-1], other[len(other)-1], strings.HasSuffix)
	return first && last
}

func affixed(a, b string, has func(string, string) bool) bool { return has(a, b) || has(b, a) }

// matches reports whether a text can be read as the segment, no variable being empty.
func (s segment) matches(text string) bool {
	for i, literal := range s {
		at := 0
		switch {
		case i == len(s)-1 && i > 0:
			return len(text) > len(literal) && strings.HasSuffix(text, literal)
		case i > 0 && len(text) > 0:
			at = strings.Index(text[1:], literal) + 1
		}
		if at < 0 || i == 0 && !strings.HasPrefix(text, literal) || i > 0 && at == 0 {
			return false
		}
		text = text[at+len(literal):]
	}
	return text == ""
}

// malformed says why a path is no template, or "".
func malformed(p spec.Path) string {
	if !strings.HasPrefix(p.Raw, "/") {
		return "it doesn't begin with /"
	}
	rest, seen, after := p.Raw, map[string]bool{}, false
	for rest != "" {
		switch open := strings.IndexAny(rest, "{}"); {
		case open < 0:
			return ""
		case rest[open] == '}':
			return "a } has no {"
		case after && open == 0:
			return "two variables have no text between them"
		default:
			name, tail, closed := strings.Cut(rest[open+1:], "}")
			if !closed {
				return "a { has no }"
			}
			if name == "" {
				return "a variable has no name"
			}
			if seen[name] {
				return "the variable " + name + " occurs twice"
			}
			seen[name], rest, after = true, tail, true
		}
	}
	return ""
}
