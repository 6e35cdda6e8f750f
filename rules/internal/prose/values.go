// Package prose reads what the documentation of an element says and its type should: the values that
// a text may have, and which fields exclude each other. It knows English, and no model.
package prose

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
)

// room is how many bytes of a documentation are searched.
const room = 4096

// announces finds the words after which a documentation lists all the values that there are.
var announces = regexp.MustCompile(`(?i)\b(?:(?:must|can|may|will|should) (?:only )?be (?:either|one of)|is (?:either|one of)|one of|either|` +
	`(?:(?:possible|valid|allowed|accepted|supported|available|permitted|legal|acceptable) )(?:[a-z]+ )?(?:values|options|types|states|statuses|kinds|modes)(?: (?:are|include only|is|for this field are))?)` +
	`(?: the following)?(?: values| options| strings)?\s*:?\s*`)

// opens finds the words that make a list one of examples.
var opens = regexp.MustCompile(`(?i)\b(?:for example|e\.g\.|such as|for instance|includ(?:es?|ing)|etc\b|and so on|custom|examples?)`)

var separated = regexp.MustCompile(`(?i)\b(?:comma|space|semicolon)[- ](?:separated|delimited)|\bseparated by\b`)

// Values returns the values that a documentation says to be all there are, as written, without
// quotes; nil if it lists none, one alone, or examples.
func Values(doc string) []string {
	doc = phrase.Head(doc, room)
	if separated.MatchString(doc) {
		return nil // several in one text
	}
	for _, at := range announces.FindAllStringIndex(doc, -1) {
		if at[0] > 0 && doc[at[0]-1] == '(' {
			continue // an aside
		}
		values, end := list(doc[at[1]:])
		if len(values) < 2 || opens.MatchString(sentenceAround(doc, at[0], at[1]+end)) {
			continue
		}
		return values
	}
	return nil
}

// sentenceAround returns the text from some words before the sentence, which may announce examples,
// to the end of the line.
func sentenceAround(doc string, start, end int) string {
	start = max(0, start-100)
	if next := strings.IndexByte(doc[end:], '\n'); next >= 0 {
		return doc[start : end+next]
	}
	return doc[start:]
}

var (
	// item is a value that is marked as one: in quotes, as code, or written as a constant.
	item = regexp.MustCompile("^(?:[`\"'“‘]{1,2}([A-Za-z][A-Za-z0-9_.-]*)[`\"'”’]{1,2}|([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z][A-Z0-9]{2,})\\b)")
	// between is what stands between two values of a list, with what explains the one before.
	between = regexp.MustCompile(`^(?:\s*\([^()\n]{0,80}\))?\s*(?:,|/|\||;)?\s*(?:\b(?:or|and)\b|&)?\s*`)
	// bullet begins a line of a list; what follows the value explains it.
	bullet = regexp.MustCompile("^[ \t]*(?:[-*+•]|\\d+[.)])[ \t]+")
)

// list reads the values that the text begins with, and returns where they end. A list that goes on with
// something that is no value is none.
func list(text string) (values []string, end int) {
	if rest := strings.TrimLeft(text, " \t\n"); bullet.MatchString(rest) {
		return bullets(rest), 0
	}
	gap := ""
	for at := 0; ; {
		m := item.FindStringSubmatch(text[at:])
		switch {
		case m == nil && strings.TrimSpace(gap) != "":
			return nil, end
		case m == nil:
			return values, end
		}
		values = appendOnce(values, m[1]+m[2])
		end = at + len(m[0])
		gap = between.FindString(text[end:])
		if strings.TrimSpace(gap) == "" {
			return values, end
		}
		at = end + len(gap)
	}
}

// bullets reads one value from each line that begins with a mark. A line without a value says that
// the list is none of values.
func bullets(text string) []string {
	var values []string
	blank := false // the line before was, so that this one begins something new
	for line := range strings.Lines(text) {
		mark := bullet.FindString(line)
		indented := line[0] == ' ' || line[0] == '\t'
		switch was := blank; {
		case strings.TrimSpace(line) == "":
			blank = true
			continue
		case mark == "" && was && !indented:
			return values
		case mark == "":
			continue
		}
		blank = false
		m := item.FindStringSubmatch(line[len(mark):])
		if m == nil {
			return nil
		}
		values = appendOnce(values, m[1]+m[2])
	}
	return values
}

func appendOnce(values []string, value string) []string {
	value = strings.TrimRight(value, ".-")
	switch strings.ToLower(value) {
	case "", "true", "false", "null", "nil":
		return values
	}
	if slices.Contains(values, value) {
		return values
	}
	return append(values, value)
}
