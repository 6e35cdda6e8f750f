package validation

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/bylaw-dev/bylaw/internal/words"
)

// bounds are what documentation says of a value, in digits; "" for what it doesn't say.
type bounds struct{ least, most string }

// documented reads the bounds of a value in its documentation, if that speaks of them once and
// without a condition.
func documented(l *words.Lexicon, kind, name, doc string) bounds {
	doc = strings.Join(strings.Fields(strings.NewReplacer("`", "", "*", "").Replace(doc)), " ")
	if !strings.ContainsAny(doc, "0123456789") || excuses().MatchString(doc) || kind != number && sharing().MatchString(doc) {
		return bounds{}
	}
	var found []bounds
	switch kind {
	case text:
		for _, match := range lengths().FindAllStringSubmatch(doc, -1) {
			found = append(found, bounds{match[1], match[2]})
		}
	case number:
		for _, match := range ranges().FindAllStringSubmatch(doc, -1) {
			found = append(found, bounds{match[1], match[2] + match[3]})
		}
	case list:
		for _, match := range counts().FindAllStringSubmatch(doc, -1) {
			if countsItems(l, match[2], name) || countsItems(l, match[3], name) {
				found = append(found, bounds{"", match[1]})
			}
		}
	}
	if len(found) != 1 {
		return bounds{}
	}
	return found[0].inDigits()
}

func (b bounds) inDigits() bounds {
	digits := strings.NewReplacer(",", "")
	return bounds{digits.Replace(b.least), digits.Replace(b.most)}
}

// countsItems reports whether a word is one for what the list holds.
func countsItems(l *words.Lexicon, word, name string) bool {
	word = l.Singular(strings.ToLower(word))
	all := words.Split(name)
	return slices.Contains([]string{"item", "element", "entry", "value"}, word) || len(all) > 0 && word == l.Singular(all[len(all)-1])
}

// excuses are words by which a bound is none, or is not always one.
var excuses = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)truncat|\b(?:unless|except|if|when|recommend\w*|should|depend\w*|exclusive|default maximum)\b`)
})

// sharing are words by which a bound is one of several values together, or of a part of one.
var sharing = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:total|combined|altogether|together|each|every|per)\b`)
})

const (
	figure = `(\d{1,3}(?:,\d{3})+|\d{1,9})`
	below  = `(?:max(?:imum)?(?: \w+){0,2}(?: is| of|:)?|at most|up to|(?:no|not) (?:be )?(?:more|longer) than|not exceed|cannot exceed|limited to)`
)

// lengths are the ways in which documentation says how long a text may be.
var lengths = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:between ` + figure + ` and |` + below + ` )` + figure + ` (?:\w+ )?char(?:acter)?s\b`)
})

// ranges are the ways in which documentation says how large a whole number may be. The sentence has to
// end there: between 1 and 6 or 0, between 0 and 1.5 and up to 48 hours in the past are something else.
var ranges = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:between|ranging from|range from) ` + figure + ` (?:and|to) ` + figure +
		`(?: \(\d+ \w+\))?(?:\)|; |, and the default|\. |\.?$)|\(max(?:imum)?:? ` + figure + `\)`)
})

// counts are the ways in which documentation says how many items a list may have.
var counts = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b` + below + ` ` + figure + ` (?:(\w+) )?(\w+)`)
})
