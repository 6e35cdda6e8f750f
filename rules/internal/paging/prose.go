package paging

import (
	"regexp"
	"strings"
	"sync"
)

// maximumPhrases are the ways in which documentation states an upper bound. Each needs a number:
// "the maximum number of items to return" bounds nothing.
var maximumPhrases = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + strings.Join([]string{
		`\bmax(?:imum)?\b[^.\d]{0,60}\d`,
		`\b(?:at most|up to|no more than|not more than|exceed|capped (?:at|to)|limited to|above|over|greater than|larger than|more than|less than|smaller than|fewer than|limit of|limit is)\b[^.\d]{0,30}\d`,
		`\bbetween\b[^.\d]{0,20}\d+[^.\d]{0,10}\d`,
		`\b\d+\s*(?:-|–|to|\.\.\.?)\s*\d+\b`,
		`(?:<=?|≤)\s*\d`,
		`[\[(]\s*\d+\s*,\s*\d+\s*[\])]`,
		`\d+\s*(?:\(|is |being )?(?:the |is )*max(?:imum)?\b`,
	}, "|"))
})

// SaysMaximum reports whether a text states an upper bound in numbers.
func SaysMaximum(doc string) bool {
	if !strings.ContainsAny(doc, "0123456789") {
		return false
	}
	plain := strings.ReplaceAll(doc, "`", "")
	for _, found := range maximumPhrases().FindAllString(plain, -1) {
		if !strings.Contains(strings.ToLower(found), "default") {
			return true
		}
	}
	return false
}

var boundedPhrases = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + strings.Join([]string{
		`\b(?:at most|up to|no more than|never more than|maximum of|limited to|limit of)\b[^.\d]{0,20}\d`,
		`\b(?:at most|up to|no more than|never more than|maximum of|limited to)\b (?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|a dozen)\b`,
		`\b(?:last|latest|past|first|newest|most recent) few\b`,
		`\bnot (?:be )?paginated\b`, `\bno(?:t need)? pagination\b`, `\bunpaginated\b`, `\bpagination is not (?:supported|needed)\b`,
		`\b(?:does not|doesn't|do not|don't) (?:support |need |use )?(?:paginat\w+|pages|paging)\b`,
		`\b(?:top|last|latest|past|first|newest|most recent) \d+\b`,
		`\b(?:fixed|small|bounded|finite|short) (?:and \w+ )?(?:list|set|number)\b`,
	}, "|"))
})

// saysBounded reports whether a text says that a list is naturally short.
func saysBounded(doc string) bool {
	return doc != "" && boundedPhrases().MatchString(doc)
}

// mentionsLinkHeader reports whether a text sends its reader to the Link header of the answer.
func mentionsLinkHeader(doc string) bool { return linkHeader().MatchString(doc) }

var linkHeader = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("(?i)\\blink`? header") })
