package shape

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

// action is one of the things that a selector can ask for.
type action struct {
	text  string   // as the contract writes the value: "ship", "ORDER_ACTION_SHIP"
	words []string // ship; without what all the values begin with
}

func (a action) name() string { return words.Snake.Join(a.words) }

// actionsOf reads what a selector can ask for: its enum, or else what its own documentation and
// that of the fields beside it mention.
func actionsOf(selector *spec.Field, siblings []*spec.Field) []action {
	values := declaredValues(selector.Type.Resolve())
	if len(values) == 0 {
		values = mentionedValues(selector, siblings)
	}
	if len(values) > maxActions {
		return nil
	}
	return newActions(values)
}

func mentionedValues(selector *spec.Field, siblings []*spec.Field) []string {
	values := quotedWords(docOf(selector))
	if len(values) == 0 {
		values = listedWords(docOf(selector))
	}
	comparison := compares(selector.Name)
	for _, f := range siblings {
		for _, m := range comparison.FindAllStringSubmatch(docOf(f), -1) {
			values = append(values, m[1])
		}
	}
	return slices.DeleteFunc(values, func(v string) bool {
		return strings.EqualFold(v, selector.Name) || isLiteral(v) ||
			slices.ContainsFunc(siblings, func(f *spec.Field) bool { return f.Name == v })
	})
}

// docOf returns what a field's documentation says in its first lines, as one line for each
// paragraph.
func docOf(f *spec.Field) string {
	doc := f.Doc
	if doc == "" {
		doc = f.Type.Doc
	}
	return lineBreak.ReplaceAllString(phrase.Head(doc, 4096), "$1 ")
}

func isLiteral(value string) bool {
	switch strings.ToLower(value) {
	case "true", "false", "null", "none", "empty", "required", "optional", "not", "set", "one", "the", "a", "an", "be", "etc", "other":
		return true
	}
	return false
}

// declaredValues returns the closed set that a type declares, without the value that stands for
// none of them.
func declaredValues(t *spec.Type) []string {
	var values []string
	for _, v := range t.Values {
		text := v.Name
		if v.Value != nil {
			text = v.Value.Text
		}
		if !strings.HasSuffix(text, "UNSPECIFIED") && !strings.HasSuffix(text, "UNKNOWN") {
			values = append(values, text)
		}
	}
	if t.Constraints != nil {
		for _, v := range t.Constraints.In {
			values = append(values, v.String())
		}
	}
	return slices.DeleteFunc(values, func(v string) bool { return v == "" })
}

// newActions makes actions of the values, each once, and drops the words that all begin with.
func newActions(values []string) []action {
	var actions []action
	for _, v := range values {
		parts := words.Split(v)
		if len(parts) > 0 && !slices.ContainsFunc(actions, func(a action) bool { return strings.EqualFold(a.text, v) }) {
			actions = append(actions, action{v, parts})
		}
	}
	prefix := commonPrefix(actions)
	for i := range actions {
		actions[i].words = actions[i].words[prefix:]
	}
	return actions
}

// commonPrefix counts the words that all actions begin with, one word left to each.
func commonPrefix(actions []action) int {
	if len(actions) < 2 {
		return 0
	}
	for n := 0; ; n++ {
		for _, a := range actions {
			if len(a.words) <= n+1 || a.words[n] != actions[0].words[n] {
				return n
			}
		}
	}
}

var (
	quotedWord = regexp.MustCompile("[`\"'“‘]([A-Za-z][A-Za-z0-9_-]*)[`\"'”’]")
	wordList   = regexp.MustCompile(`\b(\w+(?:, \w+)*),? or (\w+)\b`)
	lineBreak  = regexp.MustCompile(`([^\n])[ \t]*\n[ \t]*`)
)

func quotedWords(doc string) []string {
	var found []string
	for _, m := range quotedWord.FindAllStringSubmatch(doc, -1) {
		found = append(found, m[1])
	}
	return found
}

// listedWords returns the words of the first list in a text: "ship, cancel or refund".
func listedWords(doc string) []string {
	m := wordList.FindStringSubmatch(doc)
	if m == nil {
		return nil
	}
	return append(strings.Split(m[1], ", "), m[2])
}

// compares finds what a text compares the selector with: "when action is ship".
func compares(selector string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(selector) +
		`\b[^.;\w]{0,3}\s*(?:is set to|set to|is|are|=+|equals|of|was)\s*(?:either\s+)?[^\w.;]{0,2}([A-Za-z][\w-]*)`)
}
