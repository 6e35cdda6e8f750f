package docs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
)

var tautologicalDoc = lint.New(lint.Meta{
	ID:       "tautological-doc",
	Title:    "the documentation repeats the name and says no more",
	Group:    "docs",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	AIP:      []int{192},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, members(func(p *lint.Pass, s said) {
	if s.doc == "" || len(s.doc) > 80 || s.Deprecated != nil || isPlaceholder(s.doc) || !repeats(p.Words, s) {
		return
	}
	p.Report(s.Node, s.NameSpan,
		fmt.Sprintf("%q repeats the name of %s, so whoever needed to know more than the name still does", phrase.Head(strings.TrimSpace(s.doc), 60), s.label),
		lint.Cure("say what the name can't: the unit, the limits, the form, who sets it, what happens without it"))
}))

// repeats reports whether documentation uses no word but those of the names around it and those that
// say nothing.
func repeats(lexicon *words.Lexicon, s said) bool {
	known := map[string]bool{}
	add := func(name string) {
		for _, word := range words.Split(name) {
			known[lexicon.Singular(strings.ToLower(word))] = true
		}
	}
	add(s.Name)
	if s.Parent != nil {
		add(s.Parent.Name)
	}
	found := false
	for _, word := range words.Split(s.doc) {
		word = lexicon.Singular(strings.ToLower(word))
		if !known[word] && !slices.Contains(saysNothing, word) {
			return false
		}
		found = found || known[word]
	}
	return found
}

// saysNothing are the words that any documentation could have, in the singular.
var saysNothing = []string{
	"a", "an", "the", "of", "for", "this", "that", "its", "is", "in", "to", "and", "on", "with", "by", "it",
	"field", "value", "object", "message", "type", "enum", "property", "parameter", "specified", "specifie", "given", "associated",
	"required", "optional", "output", "input", "only", "represent", "represents", "define", "contain", "resource", "thi", "it",
}
