package contract

import (
	"fmt"
	"strconv"
	"strings"
)

// StepKind is what a step of a path goes to.
type StepKind uint8

// The kinds of steps.
const (
	Root     StepKind = iota // $
	Field                    // .name, ['name']
	Index                    // [0]
	AnyField                 // .*
	AnyIndex                 // [*]
)

// Step is one step of a path.
type Step struct {
	Kind  StepKind
	Name  string // Field
	Index int    // Index
}

// Path says which values a rule or generator is about: a small part of JSONPath, as the Pact
// specification has it. The steps begin with the root.
type Path struct {
	Text  string // as it is written; "" where the file has none, as for the path of a request
	Steps []Step
}

// Named returns the path of a header, parameter or member of metadata.
func Named(name string) Path {
	return Path{Text: name, Steps: []Step{{Kind: Root}, {Kind: Field, Name: name}}}
}

// maxSteps bounds a path; real ones have some ten steps.
const maxSteps = 1000

// ParsePath reads a path expression such as $.items[*]['the name'][0].*
func ParsePath(text string) (Path, error) {
	p := pathReader{text: text}
	if text == "" || text[0] != '$' {
		return Path{}, fmt.Errorf("a path expression begins with $, this one is %q", text)
	}
	steps := []Step{{Kind: Root}}
	for p.at = 1; p.at < len(text); {
		step, err := p.step()
		if err != nil {
			return Path{}, err
		}
		if steps = append(steps, step); len(steps) > maxSteps {
			return Path{}, fmt.Errorf("the path has more than %d steps", maxSteps)
		}
	}
	return Path{Text: text, Steps: steps}, nil
}

type pathReader struct {
	text string
	at   int
}

func (p *pathReader) step() (Step, error) {
	switch p.text[p.at] {
	case '.':
		return p.dotted()
	case '[':
		return p.bracketed()
	}
	return Step{}, p.fail("expected . or [")
}

func (p *pathReader) dotted() (Step, error) {
	p.at++
	end := len(p.text)
	if i := strings.IndexAny(p.text[p.at:], ".["); i >= 0 {
		end = p.at + i
	}
	name := p.text[p.at:end]
	if name == "" {
		return Step{}, p.fail("expected a name after the dot")
	}
	p.at = end
	if name == "*" {
		return Step{Kind: AnyField}, nil
	}
	return Step{Kind: Field, Name: name}, nil
}

func (p *pathReader) bracketed() (Step, error) {
	rest := p.text[p.at+1:]
	if rest != "" && (rest[0] == '\'' || rest[0] == '"') {
		return p.quoted(rest[0])
	}
	inside, _, closed := strings.Cut(rest, "]")
	if !closed {
		return Step{}, p.fail("expected ]")
	}
	if inside == "*" {
		p.at += len(inside) + 2
		return Step{Kind: AnyIndex}, nil
	}
	n, err := strconv.Atoi(inside)
	if err != nil || n < 0 {
		return Step{}, p.fail("expected an index, * or a quoted name in the brackets")
	}
	p.at += len(inside) + 2
	return Step{Kind: Index, Index: n}, nil
}

func (p *pathReader) quoted(quote byte) (Step, error) {
	var name strings.Builder
	for i := p.at + 2; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '\\' && i+1 < len(p.text) && (p.text[i+1] == quote || p.text[i+1] == '\\'):
			i++
			name.WriteByte(p.text[i])
		case c == quote:
			if !strings.HasPrefix(p.text[i+1:], "]") {
				return Step{}, p.fail("expected ] after the quoted name")
			}
			p.at = i + 2
			return Step{Kind: Field, Name: name.String()}, nil
		default:
			name.WriteByte(c)
		}
	}
	return Step{}, p.fail("the quote is never closed")
}

func (p *pathReader) fail(why string) error {
	return fmt.Errorf("%s at offset %d of the path %q", why, p.at, p.text)
}

// String returns the path in one way of writing, whatever Text is.
func (p Path) String() string {
	var b strings.Builder
	for _, s := range p.Steps {
		b.WriteString(s.String())
	}
	return b.String()
}

// String returns the step as it stands in a path.
func (s Step) String() string {
	switch s.Kind {
	case Root:
		return "$"
	case Index:
		return "[" + strconv.Itoa(s.Index) + "]"
	case AnyField:
		return ".*"
	case AnyIndex:
		return "[*]"
	}
	if plain(s.Name) {
		return "." + s.Name
	}
	return "['" + escaped(s.Name) + "']"
}

// escaped puts a backslash before quotes, and before backslashes that would be taken for such: others know
// none, and take a backslash for itself.
func escaped(name string) string {
	var b strings.Builder
	for i, c := range []byte(name) {
		if c == '\'' || c == '\\' && (i+1 == len(name) || name[i+1] == '\\' || name[i+1] == '\'') {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// plain reports whether a name needs no quotes.
func plain(name string) bool {
	for _, c := range name {
		if c != '_' && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return name != ""
}
