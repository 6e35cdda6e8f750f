package prose

import (
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
)

var (
	sentenceEnd = regexp.MustCompile(`[.;!](?:\s|$)|\n\s*\n|\n\s*[-*]\s`)
	// excludes finds the words by which a sentence says that of several fields one may be set.
	excludes = regexp.MustCompile(`(?is)\b(?:only|exactly|at most|no more than) one of\b|\bmutually exclusive\b|\bmutually-exclusive\b|` +
		`\b(?:cannot|can't|can not|must not|may not|should not) be (?:set|used|specified|provided|combined|passed|present|given|supplied)\s+(?:together|at the same time|simultaneously|along|in combination|in conjunction|with)\b|` +
		`\bnot both\b|\bbut not (?:both|together)\b|\bcannot (?:both )?be (?:both |combined )(?:set|specified|with)\b`)
	// depends finds the words that make it depend on something else than which field is set.
	depends = regexp.MustCompile(`(?i)\b(?:unless|deprecated|per (?:call|request)|output only)\b`)
)

// Exclusive returns the sentences of a documentation that say of several fields that only one of
// them may be set.
func Exclusive(doc string) []string {
	head := phrase.Head(doc, room)
	if !mayExclude(strings.ToLower(head)) {
		return nil
	}
	var found []string
	for _, sentence := range sentenceEnd.Split(head, -1) {
		if excludes.MatchString(sentence) && !depends.MatchString(sentence) {
			found = append(found, strings.Join(strings.Fields(sentence), " "))
		}
	}
	return found
}

// mayExclude reports whether a text in lower case has a part of what excludes looks for: most have
// none, and are not worth a regular expression.
func mayExclude(text string) bool {
	for _, part := range [...]string{" one of", "mutually", "not be ", "n't be ", "not both", "cannot both", "not together"} {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// Names reports whether a sentence names an identifier: in quotes, brackets or as code, or bare if
// it is no word that stands in any sentence (page_size, pageSize). What is named inside of it
// (page.size) is another thing.
func Names(sentence, identifier string) bool {
	odd := strings.Contains(identifier, "_") || strings.ToLower(identifier) != identifier
	return finds(sentence, identifier, func(before, after byte) bool { return odd || isQuote(before) && isQuote(after) })
}

// Mentions reports whether a sentence has an identifier among its words, whatever it means by it.
func Mentions(sentence, identifier string) bool {
	return finds(sentence, identifier, func(before, after byte) bool { return true })
}

// finds looks for an identifier, whole, between bytes that are as they should be.
func finds(sentence, identifier string, within func(before, after byte) bool) bool {
	for rest := sentence; identifier != ""; {
		at := strings.Index(rest, identifier)
		if at < 0 {
			return false
		}
		end := at + len(identifier)
		before, after := byteAt(rest, at-1), byteAt(rest, end)
		isPath := after == '.' && inIdentifier(byteAt(rest, end+1))
		if !inIdentifier(before) && !inIdentifier(after) && !isPath && within(before, after) {
			return true
		}
		rest = rest[end:]
	}
	return false
}

func byteAt(text string, at int) byte {
	if at < 0 || at >= len(text) {
		return ' '
	}
	return text[at]
}

func inIdentifier(b byte) bool {
	return b == '_' || b == '-' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
}

func isQuote(b byte) bool { return strings.IndexByte("`\"'[]", b) >= 0 }
