package docs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
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
}, lint.Hooks{
	Parameter: func(p *lint.Pass, f *spec.Parameter) { checkRepeated(p, &f.Field) },
	Field:     checkRepeated,
})

// checkRepeated leaves what needs no documentation alone: a name that says everything may be said
// again.
func checkRepeated(p *lint.Pass, f *spec.Field) {
	doc := f.Doc
	if doc == "" {
		doc = f.Type.Doc
	}
	if doc == "" || len(doc) > 80 || f.Deprecated != nil || isPlaceholder(doc) || isDocumented(f.Type) || isWord(f) || !repeats(p.Words, f, doc) {
		return
	}
	p.Report(&f.Node, f.NameSpan,
		fmt.Sprintf("%q repeats the name of %s, so whoever needed to know more than the name still does", phrase.Head(strings.TrimSpace(doc), 60), f.Name),
		lint.Cure("say what the name can't: the unit, the limits, the form, who sets it, what happens without it"))
}

// isWord reports whether a field is a name, an id or the like, a message of its own, or a choice: what
// says enough by its name or by its type.
func isWord(f *spec.Field) bool {
	switch t := f.Type.Resolve(); t.Kind {
	case spec.KindString, spec.KindInteger, spec.KindNumber, spec.KindBytes, spec.KindBoolean:
		name := words.Snake.Write(f.Name)
		return slices.ContainsFunc(selfEvidentNames(), func(end string) bool {
			return name == end || strings.HasSuffix(name, "_"+end)
		})
	}
	return true
}

// repeats reports whether documentation uses no word but those of the names around it and those that
// say nothing.
func repeats(lexicon *words.Lexicon, f *spec.Field, doc string) bool {
	known := map[string]bool{}
	add := func(name string) {
		for _, word := range words.Split(name) {
			known[lexicon.Singular(strings.ToLower(word))] = true
		}
	}
	add(f.Name)
	if f.Parent != nil {
		add(f.Parent.Name)
	}
	found := false
	for _, word := range words.Split(doc) {
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
