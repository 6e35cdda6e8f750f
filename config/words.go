package config

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Words are the entries of the section `words`: what they add to the vocabulary of English that rules read names with,
// and what they take out of it.
type Words struct {
	sections []wordSection // in the order of the file
}

// wordSection is one key of the section. In a list every entry is a word, and means nothing.
type wordSection struct {
	name    string
	list    bool
	entries []wordEntry
}

type wordEntry struct {
	word, meaning string
	span          source.Span // of the word
}

// wordKey is a key that the section may have.
type wordKey struct {
	name, about string
	list        bool
	add         func(to *words.Overrides, word, meaning string)
}

// wordKeys are the keys in the order in which they are documented.
func wordKeys() []wordKey {
	return []wordKey{
		{"plurals", "Irregular plurals by their singular; a word that is its own plural stands for itself.", false,
			func(to *words.Overrides, word, meaning string) { to.Plurals[word] = meaning }},
		{"verbs", "Verbs that operations are named by: reads or writes, and after it any of http, noun and job.", false,
			func(to *words.Overrides, word, meaning string) {
				to.Verbs[word], _ = words.ParseVerb(strings.Fields(meaning))
			}},
		{"synonyms", "Verbs that say the same as a standard one: get, list, create, update or delete.", false,
			func(to *words.Overrides, word, meaning string) { to.Synonyms[word] = meaning }},
		{"uncountable", "Words that have no plural.", true, func(to *words.Overrides, word, _ string) { to.Uncountable = append(to.Uncountable, word) }},
		{"collective", "Words that a list may be called after though they are no plurals.", true,
			func(to *words.Overrides, word, _ string) { to.Collective = append(to.Collective, word) }},
		{"qualifiers", "Words that end a name and are no nouns.", true,
			func(to *words.Overrides, word, _ string) { to.Qualifiers = append(to.Qualifiers, word) }},
		{"set_by_server", "Names of fields, in snake_case, that servers set and callers never do.", true,
			func(to *words.Overrides, word, _ string) { to.SetByServer = append(to.SetByServer, word) }},
		{"except", "Words that bylaw is to forget, whatever it knows of them.", true,
			func(to *words.Overrides, word, _ string) { to.Except = append(to.Except, word) }},
	}
}

// words reads the section.
func (p *parser) words(v *spec.Value) Words {
	var made Words
	var keys []key
	for _, k := range wordKeys() {
		keys = append(keys, key{k.name, func(v *spec.Value) {
			if section := p.wordSection(v, k); len(section.entries) > 0 {
				made.sections = append(made.sections, section)
			}
		}})
	}
	p.object(v, "words", keys)
	return made
}

func (p *parser) wordSection(v *spec.Value, k wordKey) wordSection {
	section := wordSection{name: k.name, list: k.list}
	if k.list {
		p.each(v, k.name, func(item *spec.Value) {
			if text := p.text(item, "a word"); text.Value != "" && p.isWord(text.Value, text.Span) {
				section.entries = append(section.entries, wordEntry{word: text.Value, span: text.Span})
			}
		})
		return section
	}
	if v.Kind != spec.Map {
		p.wrongType(v, k.name, "a mapping")
		return section
	}
	for _, member := range v.Members {
		meaning := p.text(member.Value, "what "+quote(member.Key)+" means")
		if meaning.Value != "" && p.isWord(member.Key, member.KeySpan) && p.hasMeaning(k.name, meaning) {
			section.entries = append(section.entries, wordEntry{member.Key, meaning.Value, member.KeySpan})
		}
	}
	return section
}

// isWord accepts what rules look up: words in lower case, several of them joined by underscores.
func (p *parser) isWord(word string, span source.Span) bool {
	if words.Snake.Has(word) {
		return true
	}
	p.meant(span, quote(word)+" is no word in lower case", words.Snake.Write(word), "write one word, without marks")
	return false
}

func (p *parser) hasMeaning(section string, meaning Text) bool {
	switch section {
	case "plurals":
		return p.isWord(meaning.Value, meaning.Span)
	case "synonyms":
		if !slices.Contains(words.StandardVerbs(), meaning.Value) {
			p.unknown(meaning.Span, "standard verb", meaning.Value, words.StandardVerbs(), "")
			return false
		}
	case "verbs":
		if _, err := words.ParseVerb(strings.Fields(meaning.Value)); err != nil {
			p.fail(meaning.Span, err.Error(), "such as reads, or writes noun")
			return false
		}
	}
	return true
}

// setWords makes the vocabulary that the section describes.
func (c *Config) setWords(w Words) {
	c.Words = w
	if len(w.sections) == 0 {
		return
	}
	made := words.Overrides{Plurals: map[string]string{}, Verbs: map[string]words.Verb{}, Synonyms: map[string]string{}}
	for _, section := range w.sections {
		at := slices.IndexFunc(wordKeys(), func(k wordKey) bool { return k.name == section.name })
		for _, e := range section.entries {
			wordKeys()[at].add(&made, e.word, e.meaning)
		}
	}
	c.lexicon = words.English().With(made)
}

// lexicon shows the section as it was written.
func (s *shower) lexicon() {
	if len(s.config.Words.sections) > 0 {
		s.row("", "words:")
	}
	for _, section := range s.config.Words.sections {
		s.row("", "  %s:", section.name)
		for _, e := range section.entries {
			if section.list {
				s.row(where(e.span), "    - %s", literal(e.word))
			} else {
				s.row(where(e.span), "    %s: %s", literal(e.word), literal(e.meaning))
			}
		}
	}
}

func wordsSchema() *schema {
	const word = `^[a-z][a-z0-9]*(_[a-z0-9]+)*$`
	properties := map[string]*schema{}
	for _, k := range wordKeys() {
		if k.list {
			properties[k.name] = array(k.about, &schema{Type: "string", Pattern: word})
			continue
		}
		meaning := &schema{Type: "string", Pattern: word}
		switch k.name {
		case "verbs":
			meaning.Pattern = `^\s*(reads|writes)(\s+(http|noun|job))*\s*$`
		case "synonyms":
			meaning = enum("", words.StandardVerbs()...)
		}
		properties[k.name] = &schema{Type: "object", Description: k.about, PropertyNames: &schema{Pattern: word}, AdditionalProperties: meaning.encode()}
	}
	return described(object(properties), "What names mean: additions to the vocabulary of English that rules read names with.")
}
