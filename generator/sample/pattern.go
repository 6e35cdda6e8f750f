package sample

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
	"github.com/bylaw-dev/bylaw/spec"
)

// patterned makes a text that matches the pattern of one layer and, by trying, those of the others.
func (m *maker) patterned(all layers, t *spec.Type, least, most uint64) *spec.Value {
	if _, err := ecma.Translate(t.Constraints.Pattern); err != nil {
		return m.fail(t, "pattern", "no text can be made of this pattern: "+err.Error())
	}
	for i := range 32 {
		made := m.matching(t.Constraints.Pattern, least, most, m.turn+i)
		if n := length(made); n >= least && n <= most && all.match(made) {
			return str(made)
		}
	}
	if made := m.borrowed(all, least, most); made != nil {
		return made
	}
	return m.fail(t, "pattern", "no text was found that matches this pattern and meets the other keywords")
}

// borrowed tries the forms of formats: a pattern often only tells one of them in other words.
func (m *maker) borrowed(all layers, least, most uint64) *spec.Value {
	for _, format := range formatNames {
		made := formatted(format, m.turn, int(least))
		if n := length(made); n >= least && n <= most && all.match(made) {
			return str(made)
		}
	}
	return nil
}

// match reports whether a text matches all patterns, and has the form of all formats.
func (all layers) match(text string) bool {
	for _, t := range all {
		if c := t.Constraints; c != nil && c.Pattern != "" && !matches(c.Pattern, text) {
			return false
		}
		if t.Format != "" && !hasFormat(t.Format, text) {
			return false
		}
	}
	return true
}

// matching makes a text of a pattern. Which one is told by turn: the first is the shortest that is
// long enough.
func (m *maker) matching(pattern string, least, most uint64, turn int) string {
	translated, err := ecma.Translate(pattern)
	if err != nil {
		return ""
	}
	parsed, err := syntax.Parse(translated, syntax.Perl)
	if err != nil {
		return ""
	}
	compiled, err := regexp.Compile(translated)
	if err != nil {
		return ""
	}
	return grow(parsed, compiled, least, most, turn)
}

// grow tries texts with more and more repetitions until one is long enough.
func grow(parsed *syntax.Regexp, compiled *regexp.Regexp, least, most uint64, turn int) string {
	made := ""
	for extra := 0; extra <= longestText; extra = extra*2 + 1 {
		p := producer{extra: extra, turn: turn, most: int(min(most, longestText))}
		p.write(parsed)
		made = distinct(p.out.String(), compiled, p.turn, most)
		if n := length(made); n < least && n+uint64(len("x")) <= most {
			made = pad(made, compiled, least)
		}
		if length(made) >= least {
			break
		}
		if extra > int(least) {
			break
		}
	}
	return made
}

// distinct adds letters that tell a text from those of earlier turns, if the pattern left nothing to
// choose and allows them.
func distinct(made string, compiled *regexp.Regexp, turn int, most uint64) string {
	for longer := made; turn > 0; turn /= 26 {
		longer += string(rune('a' + turn%26))
		if turn < 26 && length(longer) <= most && compiled.MatchString(longer) {
			return longer
		}
	}
	return made
}

// pad makes a text longer that a pattern without an anchor at one end allows to be.
func pad(made string, compiled *regexp.Regexp, least uint64) string {
	missing := strings.Repeat("a", int(least-length(made)))
	for _, longer := range []string{made + missing, missing + made} {
		if compiled.MatchString(longer) {
			return longer
		}
	}
	return made
}

// producer writes a text that the syntax tree of a pattern matches.
type producer struct {
	out         strings.Builder
	extra, turn int // repetitions beyond those that have to be; which alternative, and which character
	most        int // bytes after which nothing is repeated that need not be
}

func (p *producer) write(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		for _, c := range re.Rune {
			p.out.WriteRune(c)
		}
	case syntax.OpCharClass:
		p.class(re.Rune)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		p.out.WriteByte("abcdefghijklmnopqrstuvwxyz"[p.choose(26)])
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range re.Sub {
			p.write(sub)
		}
	case syntax.OpAlternate:
		p.write(re.Sub[p.choose(len(re.Sub))])
	case syntax.OpStar:
		p.repeat(re.Sub[0], 0, -1)
	case syntax.OpPlus:
		p.repeat(re.Sub[0], 1, -1)
	case syntax.OpQuest:
		p.repeat(re.Sub[0], 0, 1)
	case syntax.OpRepeat:
		p.repeat(re.Sub[0], re.Min, re.Max)
	}
}

func (p *producer) repeat(re *syntax.Regexp, least, most int) {
	n := least + p.extra
	if most >= 0 {
		n = min(n, most)
	}
	for i := range n {
		if i >= least && p.out.Len() >= p.most || p.out.Len() > longestText {
			return
		}
		p.write(re)
	}
}

// choose returns which of n possibilities is taken here; later turns take others.
func (p *producer) choose(n int) int {
	chosen := p.turn % n
	p.turn /= n
	return chosen
}

// class writes a character of a class: a plain one if it has any.
func (p *producer) class(ranges []rune) {
	for _, plain := range [...][2]rune{{'a', 'z'}, {'0', '9'}, {'A', 'Z'}, {' ', '~'}, {0xa1, 0x2fff}, {0, utf8.MaxRune}} {
		var within []rune
		for i := 0; i+1 < len(ranges); i += 2 {
			low, high := max(ranges[i], plain[0]), min(ranges[i+1], plain[1])
			for c := low; c <= high && len(within) < 64; c++ {
				if utf8.ValidRune(c) {
					within = append(within, c)
				}
			}
		}
		if len(within) > 0 {
			p.out.WriteRune(within[p.choose(len(within))])
			return
		}
	}
}
