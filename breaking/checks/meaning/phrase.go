package meaning

import (
	"regexp"
	"slices"
	"strings"
)

// A number is written in digits; other values of a default stand in quotes, or are a literal.
const (
	numeral = `(\d[\d,]*(?:\.\d+)?)`
	literal = "(?:`([^`]+)`|\"([^\"]+)\"|'([^']+)'|\\*\\*([^*]+)\\*\\*|(true|false|null)\\b|" + numeral + ")"
)

var (
	defaultPhrase = regexp.MustCompile(`(?i)(?:\bdefaults? to|\bdefault(?: value| limit| number| size)?(?: is|:)|\bdefaults:|\bby default,? it is)\s+(?:to )?` + literal +
		`|\b(?:if|when) (?:it is )?(?:unspecified|not specified|not set|unset|omitted|zero),? at most ` + numeral)
	maximumPhrase = regexp.MustCompile(`(?i)(?:\bmax(?:imum)?(?: allowed)?(?: value| number| length| size| limit)?(?: is| of|:)?|` +
		`\b(?:must|can|may|should)(?: ?not) (?:be (?:more|larger|greater|longer|higher) than|exceed)|\b(?:no|not) more than|\blimited to|` +
		`\bvalues (?:above|over|greater than|larger than)) ` + numeral + `|\bat most ` + numeral + ` (?:bytes|characters|chars)\b`)
	minimumPhrase = regexp.MustCompile(`(?i)(?:\bmin(?:imum)?(?: allowed)?(?: value| number| length| size| limit)?(?: is| of|:)?|` +
		`\b(?:must|can|may|should)(?: ?not) be (?:less|smaller|shorter|lower|fewer) than|\b(?:must|should) be at least) ` + numeral)
)

// values returns a reader of what stands in a phrase, if both texts say it exactly once. A text that
// says it twice speaks of several things.
func values(phrase *regexp.Regexp) func(was, is string) (from, to string) {
	return func(was, is string) (from, to string) {
		before, after := said(phrase, was), said(phrase, is)
		if len(before) != 1 || len(after) != 1 {
			return "", ""
		}
		return before[0], after[0]
	}
}

// said returns the different values that stand in a phrase.
func said(phrase *regexp.Regexp, text string) (values []string) {
	for _, found := range phrase.FindAllStringSubmatch(text, -1) {
		value := strings.TrimRight(strings.ReplaceAll(strings.Join(found[1:], ""), ",", ""), ".")
		if !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}

var sentenceEnds = strings.NewReplacer(". ", "\n", "; ", "\n")

// sentences splits a text.
func sentences(text string) []string {
	parts := strings.FieldsFunc(sentenceEnds.Replace(text), func(r rune) bool { return r == '\n' })
	for i, part := range parts {
		parts[i] = strings.Trim(part, " .")
	}
	return parts
}

// rewritten returns the sentences that only one of two texts has.
func rewritten(was, is string) (gone, fresh []string) {
	before, after := sentences(was), sentences(is)
	return without(before, after), without(after, before)
}

// without returns what the first list has and the second has not.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}
