package text

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// placeholder is what stands between {{ and }}: matchers, an example, and what makes others.
//
//	{{regex "[A-Z]+" = "EUR"}}   {{each min 1}}   {{integer or null = 7 <- random_int min 1 max 9}}
type placeholder struct {
	matchers  []*contract.Matcher // none: a literal
	combine   contract.Combine
	each      bool
	example   *spec.Value // nil: none is named
	generator *contract.Generator
}

// deepest bounds how far each_key and each_value are nested.
const deepest = 20

// parser reads one placeholder.
type parser struct {
	lexer
	now   token
	depth int
}

// parse reads the placeholder that the text begins with, and returns what follows it.
func parse(text string) (*placeholder, string, error) {
	p := &parser{lexer: lexer{text: text, at: len(open)}}
	p.advance()
	found, err := p.placeholder()
	if err == nil && p.now.kind != atEnd {
		err = p.unexpected("}}")
	}
	if err != nil {
		return nil, "", err
	}
	return found, text[p.at:], nil
}

func (p *parser) advance() { p.now = p.next() }

// unexpected says what was expected instead of what is there.
func (p *parser) unexpected(wanted string) error {
	switch {
	case p.now.kind == aMistake:
		return errors.New(p.now.text)
	case p.now.kind == atEnd:
		return fmt.Errorf("expected %s, but the placeholder ends", wanted)
	}
	return fmt.Errorf("expected %s instead of %q", wanted, p.now.text)
}

// skip goes on if the sign or word is there.
func (p *parser) skip(kind tokenKind, text string) bool {
	if p.now.kind != kind || p.now.text != text {
		return false
	}
	p.advance()
	return true
}

func (p *parser) placeholder() (*placeholder, error) {
	found := &placeholder{}
	if !p.skip(aWord, literal) {
		if err := p.condition(found); err != nil {
			return nil, err
		}
	}
	if p.skip(aSign, "=") {
		if found.example = p.now.value(); found.example == nil {
			return nil, p.unexpected(`an example behind =, such as 7 or "text"`)
		}
		p.advance()
	}
	if p.skip(aSign, "<-") {
		var err error
		if found.generator, err = p.generator(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// condition reads a phrase, each, or matchers.
func (p *parser) condition(found *placeholder) error {
	for i := range phrases {
		if p.skip(aWord, phrases[i].text) {
			found.matchers = phrases[i].matchers()
			return nil
		}
	}
	if p.skip(aWord, each) {
		m := &contract.Matcher{Kind: contract.Type, Name: "type"}
		found.each, found.matchers = true, []*contract.Matcher{m}
		return p.bounds(m)
	}
	var err error
	found.matchers, found.combine, err = p.matchers()
	return err
}

// matchers reads one or several, combined by one of the words.
func (p *parser) matchers() ([]*contract.Matcher, contract.Combine, error) {
	first, err := p.matcher()
	if err != nil {
		return nil, 0, err
	}
	all, combine, by := []*contract.Matcher{first}, contract.And, "and"
	if p.now.kind == aWord && p.now.text == "or" {
		combine, by = contract.Or, "or"
	}
	for p.skip(aWord, by) {
		m, err := p.matcher()
		if err != nil {
			return nil, 0, err
		}
		all = append(all, m)
	}
	return all, combine, nil
}

func (p *parser) matcher() (*contract.Matcher, error) {
	for _, w := range words {
		if p.skip(aWord, w.text) {
			m := &contract.Matcher{Kind: w.kind, Name: w.name}
			return m, p.arguments(m, w)
		}
	}
	if p.now.kind == aWord {
		return nil, fmt.Errorf("%q is no matcher: write one of %s; a phrase such as uuid stands alone", p.now.text, vocabulary())
	}
	return nil, p.unexpected("a matcher, such as type or uuid")
}

func vocabulary() string {
	var all []string
	for _, w := range phrases {
		all = append(all, w.text)
	}
	for _, w := range words {
		all = append(all, w.text)
	}
	return strings.Join(append(all, each, literal), ", ")
}

func (p *parser) arguments(m *contract.Matcher, w word) error {
	switch w.take {
	case pattern:
		return p.text(w, m)
	case format:
		if p.now.kind == aString {
			m.Format = p.now.text
			p.advance()
		}
	case bounds:
		return p.bounds(m)
	case statuses:
		return p.statuses(m)
	case nested:
		return p.nested(m)
	}
	return nil
}

func (p *parser) text(w word, m *contract.Matcher) error {
	if p.now.kind != aString {
		return p.unexpected(fmt.Sprintf("a text in quotes behind %s", w.text))
	}
	if m.Kind == contract.Regex {
		m.Regex = p.now.text
	} else {
		m.Value = p.now.text
	}
	p.advance()
	return nil
}

// bounds reads how many items there may be.
func (p *parser) bounds(m *contract.Matcher) error {
	for _, bound := range []struct {
		word string
		to   **int
	}{{"min", &m.Min}, {"max", &m.Max}} {
		if !p.skip(aWord, bound.word) {
			continue
		}
		n, err := strconv.Atoi(p.now.text)
		if p.now.kind != aNumber || err != nil || n < 0 {
			return p.unexpected("a number of items behind " + bound.word)
		}
		*bound.to = &n
		p.advance()
	}
	m.Name = boundedName(m)
	return nil
}

// boundedName is the name in files of a matcher with bounds: that of any_order tells them.
func boundedName(m *contract.Matcher) string {
	switch {
	case m.Kind != contract.IgnoreOrder:
		return "type"
	case m.Min != nil && m.Max != nil:
		return "minmax-equals-ignore-order"
	case m.Min != nil:
		return "min-equals-ignore-order"
	case m.Max != nil:
		return "max-equals-ignore-order"
	}
	return "ignore-order"
}

// statuses reads the name of a class, or statuses.
func (p *parser) statuses(m *contract.Matcher) error {
	if p.now.kind == aWord {
		m.Class = p.now.text
		p.advance()
		return nil
	}
	for p.now.kind == aNumber {
		n, err := strconv.Atoi(p.now.text)
		if err != nil || n < 100 || n > 999 {
			return fmt.Errorf("a status has three digits, not %s", p.now.text)
		}
		m.Statuses = append(m.Statuses, n)
		p.advance()
	}
	if len(m.Statuses) == 0 {
		return p.unexpected("a class such as success, or statuses, behind status")
	}
	return nil
}

// nested reads the matchers that each key or value is held against.
func (p *parser) nested(m *contract.Matcher) error {
	if p.depth++; p.depth > deepest {
		return fmt.Errorf("matchers are nested more than %d deep", deepest)
	}
	if !p.skip(aSign, "(") {
		return p.unexpected("matchers in parentheses")
	}
	for {
		inner, err := p.matcher()
		if err != nil {
			return err
		}
		m.Matchers = append(m.Matchers, inner)
		if !p.skip(aSign, ",") {
			break
		}
	}
	p.depth--
	if !p.skip(aSign, ")") {
		return p.unexpected(")")
	}
	return nil
}
