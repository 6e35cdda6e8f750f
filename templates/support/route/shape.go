package route

import (
	"cmp"
	"strings"
)

// shape is one segment of a template: literals with a variable between each two of them. A single
// literal is a segment without a variable. Literals are escaped as a normal path is.
type shape struct {
	literals []string
	tail     bool // the variable takes all that is left of the path
	named    bool // the variables are captured one by one
	opens    bool // a variable that spans segments starts here,
	closes   bool // or ends here,
	trim     int  // before so many bytes of text
}

func (s *shape) variables() int { return len(s.literals) - 1 }

// whole says that the segment is a variable and nothing else.
func (s *shape) whole() bool {
	return len(s.literals) == 2 && s.literals[0] == "" && s.literals[1] == ""
}

func (s *shape) prefix() string { return s.literals[0] }
func (s *shape) suffix() string { return s.literals[len(s.literals)-1] }

// matches says whether the segment has the shape. No variable is empty.
func (s *shape) matches(segment string) bool { return s.split(segment, nil) }

// split fills texts with the variables, if it isn't nil. A variable takes as much as it can, the
// first one first, as in a regular expression: {name}.{ext} splits archive.tar.gz before gz. Going
// from the right, the last place of each literal is that very answer, without any backtracking.
func (s *shape) split(segment string, texts []string) bool {
	if len(segment) <= len(s.prefix())+len(s.suffix()) ||
		!strings.HasPrefix(segment, s.prefix()) || !strings.HasSuffix(segment, s.suffix()) {
		return false
	}
	segment = segment[len(s.prefix()) : len(segment)-len(s.suffix())]
	for i := len(s.literals) - 2; i > 0; i-- {
		at := strings.LastIndex(segment[:len(segment)-1], s.literals[i])
		if at < 1 {
			return false
		}
		if texts != nil {
			texts[i] = segment[at+len(s.literals[i]):]
		}
		segment = segment[:at]
	}
	if texts != nil {
		texts[0] = segment
	}
	return true
}

// matchesTail says whether a tail takes the rest of a path, of which nothing may be left.
func (s *shape) matchesTail(path string, over bool) bool {
	if s.suffix() == "" {
		return true
	}
	return !over && len(path) > len(s.suffix()) && strings.HasSuffix(path, s.suffix())
}

// compare puts the shape that says more of a segment first; rank ties are broken by the text, so
// that the order of the routes never counts.
func compare(a, b shape) int {
	return cmp.Or(rank(a, b), strings.Compare(strings.Join(a.literals, "*"), strings.Join(b.literals, "*")))
}

// rank is 0 if neither shape is more specific: more text wins, then more text at the start.
func rank(a, b shape) int {
	return cmp.Or(cmp.Compare(b.text(), a.text()), cmp.Compare(len(b.prefix()), len(a.prefix())))
}

func (s *shape) text() int {
	n := 0
	for _, l := range s.literals {
		n += len(l)
	}
	return n
}

// overlaps says whether some segment has both shapes. Between the affixes there is always room for
// the text that stands between the variables of both.
func (s *shape) overlaps(other *shape) bool {
	switch {
	case s.variables() == 0 && other.variables() == 0:
		return unescape(s.literals[0], false) == unescape(other.literals[0], false)
	case s.variables() == 0:
		return other.matches(s.literals[0])
	case other.variables() == 0:
		return s.matches(other.literals[0])
	}
	return affixed(s.prefix(), other.prefix(), strings.HasPrefix) && affixed(s.suffix(), other.suffix(), strings.HasSuffix)
}

func affixed(a, b string, has func(string, string) bool) bool { return has(a, b) || has(b, a) }
