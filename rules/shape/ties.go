package shape

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// tie says that a field counts for some of the actions only.
type tie struct {
	field    *spec.Field
	actions  []int // indices into the bag's actions, rising
	evidence evidence
}

// evidence is how a tie is known, in rising order of weight.
type evidence uint8

const (
	byName     evidence = iota // the field's name shares a word with the action
	byDoc                      // its documentation names the action
	bySelector                 // its documentation names selector and action
)

// tieOf ties a field to the actions that its documentation makes it depend on or, failing that, to
// those whose name it shares.
func tieOf(l *words.Lexicon, f *spec.Field, b *bag) (tie, bool) {
	doc := docOf(f)
	if found := documentedActions(doc, b); isSome(found, b) {
		if b.isNamedIn(plain(doc)) {
			return tie{f, found, bySelector}, true
		}
		return tie{f, found, byDoc}, true
	}
	if found := namesakes(l, f, b); isSome(found, b) {
		return tie{f, found, byName}, true
	}
	return tie{}, false
}

// isSome reports whether actions are told apart at all: a field that all of them use is common.
func isSome(found []int, b *bag) bool {
	return len(found) > 0 && len(found) < max(len(b.actions), 2)
}

var (
	sentenceEnd = regexp.MustCompile(`[.;!]\s|\n`)
	// dependsOn finds the words after which a text names the action that a field is for.
	dependsOn = regexp.MustCompile(`(?i)\b(?:only|required|mandatory|needed|must|used|valid|applicable|applies|apply|relevant|allowed|supported|` +
		`effective|considered|meaningful|ignored|specified|provided|set|available)\b[^.;]*?\b(?:when|if|for|with|by|unless|in case)\b`)
	// excluded finds the words that say where a field does not count.
	excluded = regexp.MustCompile(`(?i)\bignored (?:when|if|for|with)\b|\b(?:must|can|may|should) ?not\b|\bcannot\b|\bnot (?:used|valid|applicable|required|allowed|supported|available)\b|` +
		`\bno effect\b|\bmust be (?:empty|unset|omitted)\b|\bunless\b`)
	conditional   = regexp.MustCompile(`(?i)\b(?:if|when|for)\b`)
	ignoredUnless = regexp.MustCompile(`(?i)\bignored unless\b`)
)

// documentedActions returns the actions that the documentation makes a field depend on.
func documentedActions(doc string, b *bag) []int {
	if !b.namesAction(doc) {
		return nil
	}
	var found []int
	for _, sentence := range sentenceEnd.Split(doc, -1) {
		if excluded.MatchString(sentence) && !ignoredUnless.MatchString(sentence) {
			continue
		}
		if at := dependsOn.FindStringIndex(sentence); at != nil {
			found = append(found, b.mentioned(sentence[at[1]:])...)
		} else if at := conditional.FindStringIndex(sentence); at != nil {
			found = append(found, b.quoted(sentence[at[1]:])...)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// mentioned returns the actions that a condition names. A bare word counts where the selector is
// named too, or where it is not one that stands in any sentence.
func (b *bag) mentioned(condition string) []int {
	text := plain(condition)
	sure := b.selector.verbs || b.isNamedIn(text)
	found := b.quoted(condition)
	for i, a := range b.actions {
		if (sure || isConstant(a.text)) && (hasWords(text, a.text) || len(a.words) > 1 && hasWords(text, strings.Join(a.words, " "))) {
			found = append(found, i)
		}
	}
	return found
}

// quoted returns the actions whose values a text quotes.
func (b *bag) quoted(text string) []int {
	values := quotedWords(text)
	var found []int
	for i, a := range b.actions {
		if slices.Contains(values, a.text) {
			found = append(found, i)
		}
	}
	return found
}

// namesAction reports whether a text can have something to say of an action at all.
func (b *bag) namesAction(text string) bool {
	text = plain(text)
	return slices.ContainsFunc(b.actions, func(a action) bool {
		return strings.Contains(text, strings.ToLower(a.text)) || strings.Contains(text, strings.Join(a.words, " "))
	})
}

func (b *bag) isNamedIn(text string) bool {
	return hasWords(text, b.selector.Name) || hasWords(text, strings.ReplaceAll(b.selector.Name, "_", " "))
}

// isConstant tells values that look like no word of a sentence: REQUEST_CHANGES, card_present.
func isConstant(text string) bool {
	return strings.Contains(text, "_") || len(text) > 3 && strings.ToUpper(text) == text
}

// plain returns the words of a text in lower case with one blank around each, identifiers whole.
func plain(text string) string {
	isMark := func(r rune) bool { return r != '_' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), isMark), " ") + " "
}

func hasWords(plainText, words string) bool {
	return strings.Contains(plainText, " "+strings.ToLower(words)+" ")
}

// namesakes returns the actions that share a word with the field's name, of the words that tell
// the actions apart: ship and shipping_address, cancel and cancellation_reason.
func namesakes(l *words.Lexicon, f *spec.Field, b *bag) []int {
	name := words.Split(f.Name)
	var found []int
	for i, a := range b.actions {
		if slices.ContainsFunc(a.words, func(word string) bool {
			return len(word) > 2 && !b.isShared(word) && slices.ContainsFunc(name, func(part string) bool { return akin(l, part, word) })
		}) {
			found = append(found, i)
		}
	}
	return found
}

// isShared reports whether several actions have the word.
func (b *bag) isShared(word string) bool {
	count := 0
	for _, a := range b.actions {
		if slices.Contains(a.words, word) {
			count++
		}
	}
	return count > 1
}

// akin reports whether two words have the same stem, roughly: cancel and cancellation.
func akin(l *words.Lexicon, a, b string) bool {
	a, b = l.Singular(a), l.Singular(b)
	if a == b {
		return true
	}
	short, long := min(len(a), len(b)), max(len(a), len(b))
	return short >= 4 && long-short <= 6 && a[:short] == b[:short]
}
