package constraints

import (
	"math"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// language is what a simple pattern matches: either a sequence of repeated sets of characters, as
// ^[a-z][a-z0-9]{0,9}$ has them, or a choice of words: ^(asc|desc)$. For others no order is proved.
type language struct {
	start, end bool // anchored
	atoms      []atom
	words      []string // nil: it is no choice
}

// atom is a set of characters, as sorted pairs of first and last, and how often one follows.
type atom struct {
	set      []rune
	min, max int
}

// beyondCommon finds what ECMA-262 and RE2 read differently: escapes other than of punctuation, \d
// and \w, POSIX classes, and groups with flags or names.
var beyondCommon = regexp.MustCompile(`\\[^\pP\pSdw]|\[:|\(\?[^:]`)

func readPattern(text string) (language, bool) {
	astral := strings.ContainsFunc(text, func(r rune) bool { return r > 0xffff }) // two characters to ECMA-262
	if len(text) > 1000 || astral || beyondCommon.MatchString(text) {
		return language{}, false
	}
	re, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return language{}, false
	}
	parts := sequence(re)
	var l language
	if len(parts) > 0 && parts[0].Op == syntax.OpBeginText {
		l.start, parts = true, parts[1:]
	}
	if n := len(parts); n > 0 && parts[n-1].Op == syntax.OpEndText {
		l.end, parts = true, parts[:n-1]
	}
	if l.start && l.end {
		if words, ok := choice(parts); ok {
			l.words = words
		}
	}
	ok := true
	for _, part := range parts {
		ok = ok && l.add(part, 1, 1)
	}
	if !ok {
		l.atoms = nil
	}
	return l, ok || l.words != nil
}

// sequence returns the parts of a pattern that follow one another.
func sequence(re *syntax.Regexp) []*syntax.Regexp {
	switch re.Op {
	case syntax.OpCapture:
		return sequence(re.Sub[0])
	case syntax.OpConcat:
		var parts []*syntax.Regexp
		for _, sub := range re.Sub {
			parts = append(parts, sequence(sub)...)
		}
		return parts
	case syntax.OpEmptyMatch:
		return nil
	}
	return []*syntax.Regexp{re}
}

// add appends a part that is repeated from min to max times.
func (l *language) add(re *syntax.Regexp, min, max int) bool {
	single := min == 1 && max == 1
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 || len(re.Rune) > 1 && !single {
			return false
		}
		for _, r := range re.Rune {
			l.atoms = append(l.atoms, atom{[]rune{r, r}, min, max})
		}
		return true
	case syntax.OpCharClass:
		l.atoms = append(l.atoms, atom{re.Rune, min, max})
		return true
	case syntax.OpAnyCharNotNL: // what both languages call a line ends it
		any := []rune{0, '\n' - 1, '\n' + 1, '\r' - 1, '\r' + 1, 0x2027, 0x202a, unicode.MaxRune}
		l.atoms = append(l.atoms, atom{any, min, max})
		return true
	}
	if !single || len(re.Sub) != 1 {
		return false
	}
	sub := sequence(re.Sub[0])
	if len(sub) != 1 {
		return false
	}
	switch re.Op {
	case syntax.OpStar:
		return l.add(sub[0], 0, math.MaxInt)
	case syntax.OpPlus:
		return l.add(sub[0], 1, math.MaxInt)
	case syntax.OpQuest:
		return l.add(sub[0], 0, 1)
	case syntax.OpRepeat:
		if re.Max < 0 {
			return l.add(sub[0], re.Min, math.MaxInt)
		}
		return l.add(sub[0], re.Min, re.Max)
	}
	return false
}

// within reports whether it is proved that all that l matches is matched by the other.
func (l language) within(other language) bool {
	if l.words != nil && other.words != nil {
		return !slices.ContainsFunc(l.words, func(w string) bool { return !slices.Contains(other.words, w) })
	}
	if l.atoms == nil || len(l.atoms) != len(other.atoms) || other.start && !l.start || other.end && !l.end {
		return false
	}
	for i, a := range l.atoms {
		b := other.atoms[i]
		if a.min < b.min || a.max > b.max || !subset(a.set, b.set) {
			return false
		}
	}
	return true
}

// subset reports whether all characters of the one set are in the other. Both are sorted.
func subset(set, of []rune) bool {
	for i := 0; i < len(set); i += 2 {
		covered := false
		for j := 0; j < len(of); j += 2 {
			covered = covered || of[j] <= set[i] && set[i+1] <= of[j+1]
		}
		if !covered {
			return false
		}
	}
	return true
}
