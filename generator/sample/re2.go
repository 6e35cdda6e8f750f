package sample

import (
	"regexp"
	"regexp/syntax"
)

// Matching returns a text that a pattern of RE2 matches, least characters long at least and most at most, as far
// as one is found; "" otherwise. Higher turns give other texts.
func Matching(pattern string, least, most uint64, turn int) string {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return ""
	}
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		return ""
	}
	for i := range 32 {
		made := grow(parsed, compiled, least, most, turn+i)
		if n := length(made); n >= least && n <= most && compiled.MatchString(made) {
			return made
		}
	}
	return ""
}
