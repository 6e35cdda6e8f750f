package match

import (
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/generator/golang/ecma"
)

// compiled keeps what the comparisons of one exchange share: what was compiled, because arrays ask for
// the same again and again, and how much was done.
type compiled struct {
	patterns map[string]pattern
	formats  map[string]*format
	variants map[*contract.Variant]rules

	work int // so far, see maxWork
}

func newCompiled() *compiled {
	return &compiled{patterns: map[string]pattern{}, formats: map[string]*format{}, variants: map[*contract.Variant]rules{}}
}

// variant returns the rules of an item that an array must contain.
func (c *compiled) variant(v *contract.Variant) rules {
	r, known := c.variants[v]
	if !known {
		r = newRules(v.Rules)
		c.variants[v] = r
	}
	return r
}

type pattern struct {
	re  *regexp.Regexp
	err error
}

func (c *compiled) pattern(text string) (*regexp.Regexp, error) {
	p, known := c.patterns[text]
	if !known {
		p.re, p.err = compilePattern(text)
		c.patterns[text] = p
	}
	return p.re, p.err
}

// compilePattern compiles a pattern that a text must match as a whole, as the specification's own
// cases have it. Patterns are read as of ECMA-262; what Java reads otherwise, or RE2 can't express, is
// refused.
func compilePattern(text string) (*regexp.Regexp, error) {
	if text == isoDate {
		return regexp.Compile(isoDateRE2)
	}
	flags := ""
	if rest, insensitive := strings.CutPrefix(text, "(?i)"); insensitive {
		text, flags = rest, "(?i)"
	}
	translated, err := ecma.Translate(text)
	if err != nil {
		return nil, err
	}
	return regexp.Compile(flags + `\A(?:` + translated + `)\z`)
}

// format returns the compiled format of dates and times; an empty one is what the reference
// implementation takes for ISO 8601.
func (c *compiled) format(kind contract.MatcherKind, pattern string) (*format, error) {
	if pattern == "" {
		pattern = standard(kind)
	}
	f, known := c.formats[pattern]
	if !known {
		f = compileFormat(pattern)
		c.formats[pattern] = f
	}
	return f, f.err
}

func standard(kind contract.MatcherKind) string {
	switch kind {
	case contract.Date:
		return "yyyy-MM-dd"
	case contract.Time:
		return "HH:mm:ss"
	}
	return "yyyy-MM-dd'T'HH:mm:ssXXX"
}

// isoDate is what Pact's JavaScript library writes for its dates, so that it stands in very many
// contracts. RE2 has neither its look-ahead, which forbids a year and month without a hyphen, nor its
// back-reference, which wants as many hyphens before the day as before the month.
const isoDate = `^([\+-]?\d{4}(?!\d{2}\b))((-?)((0[1-9]|1[0-2])(\3([12]\d|0[1-9]|3[01]))?|W([0-4]\d|5[0-2])(-?[1-7])?|(00[1-9]|0[1-9]\d|[12]\d{2}|3([0-5]\d|6[1-6])))?)$`

// isoDateRE2 matches the same texts, with what comes after the year told apart by its first hyphen.
const isoDateRE2 = `\A[+-]?\d{4}(?:-?|-` + month + `(?:-` + day + `)?|` + month + day + `|-?W(?:[0-4]\d|5[0-2])(?:-?[1-7])?|` +
	`-?(?:00[1-9]|0[1-9]\d|[12]\d{2}|3(?:[0-5]\d|6[1-6])))\z`

const (
	month = `(?:0[1-9]|1[0-2])`
	day   = `(?:[12]\d|0[1-9]|3[01])`
)
