package config

import (
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// pattern is a glob over paths: *, **, ?, [a-z] and {a,b}. One that matches a folder matches all
// that is below it.
type pattern struct {
	text    string
	literal string // what every match begins with, so that most paths cost one comparison
	span    source.Span
}

const (
	// A brace makes the matcher try every alternative, and braces multiply: ten of them are enough
	// to keep it busy for minutes.
	maxBraces       = 3
	maxAlternatives = 32
	maxPattern      = 500 // bytes
)

// newPattern cleans and checks a pattern; message says what is wrong with it, "" nothing.
func newPattern(text string, span source.Span) (p pattern, message, cure string) {
	text = strings.TrimSuffix(strings.TrimPrefix(text, "./"), "/")
	switch {
	case text == "":
		return p, "the pattern is empty", `"**" stands for every file`
	case len(text) > maxPattern:
		return p, "the pattern is too long", "write several"
	case strings.Contains(text, `\`):
		return p, "a pattern has no backslash", "separate folders with /"
	case strings.HasPrefix(text, "!"):
		return p, "a pattern cannot be negated", "name what is meant; a later override outdoes an earlier one"
	case strings.HasPrefix(text, "/") || strings.Contains("/"+text+"/", "/../"):
		return p, "a pattern cannot leave the folder of the configuration", "write it relative to this file"
	case strings.Count(text, "{") > maxBraces || strings.Count(text, ",") >= maxAlternatives:
		return p, "the pattern has too many alternatives", "write several patterns"
	case !doublestar.ValidatePattern(text):
		return p, "the pattern has an unclosed bracket or brace", ""
	}
	literal := text
	if meta := strings.IndexAny(text, "*?[{"); meta >= 0 {
		literal = text[:meta]
	}
	return pattern{text, strings.TrimSuffix(literal, "/"), span}, "", ""
}

// match reports whether the pattern matches the path or a folder that holds it.
func (p pattern) match(path string) bool {
	if !strings.HasPrefix(path, p.literal) {
		return false
	}
	return doublestar.MatchUnvalidated(p.text, path) || doublestar.MatchUnvalidated(p.text+"/**", path)
}
