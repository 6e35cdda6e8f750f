package route

import (
	"errors"
	"strings"
)

// template is a parsed path template.
type template struct {
	text     string
	segments []shape
	names    []string // of the variables, in the order of the text
	multi    []bool   // which of them may span segments
}

// parser reads a template from left to right.
type parser struct {
	template
	rest    string
	current shape
	tailed  bool   // there has been a **
	literal []byte // what the current segment's last literal is so far
}

func parse(text string) (*template, error) {
	if !strings.HasPrefix(text, "/") {
		return nil, errors.New("it must start with /")
	}
	p := &parser{template: template{text: text}, rest: text[1:]}
	for p.rest != "" {
		if err := p.step(); err != nil {
			return nil, err
		}
	}
	if err := p.endSegment(true); err != nil {
		return nil, err
	}
	return &p.template, nil
}

func (p *parser) step() error {
	c := p.rest[0]
	p.rest = p.rest[1:]
	switch c {
	case '/':
		return p.endSegment(false)
	case '}':
		return errors.New("a } has no {")
	case '{':
		inside, rest, closed := strings.Cut(p.rest, "}")
		if !closed {
			return errors.New("a { has no }")
		}
		p.rest = rest
		return p.variable(inside)
	}
	p.literal = append(p.literal, c)
	return nil
}

func (p *parser) variable(inside string) error {
	name, pattern, _ := strings.Cut(inside, "=")
	if name == "" {
		return errors.New("a variable has no name")
	}
	for _, known := range p.names {
		if known == name {
			return errors.New("the variable " + name + " occurs twice")
		}
	}
	p.names = append(p.names, name)
	if pattern == "" || pattern == "*" {
		p.multi = append(p.multi, false)
		return p.wildcard(true)
	}
	p.multi = append(p.multi, true)
	return p.span(name, pattern)
}

// wildcard ends a literal, which may be empty only at the start of a segment: between two variables
// nothing would say where the first one ends.
func (p *parser) wildcard(named bool) error {
	if len(p.literal) == 0 && len(p.current.literals) > 0 {
		return errors.New("two variables have no text between them")
	}
	p.current.literals = append(p.current.literals, escape(string(p.literal)))
	p.current.named = named
	p.literal = p.literal[:0]
	return nil
}

// span reads a pattern of its own, such as shelves/*/books/*.
func (p *parser) span(name, pattern string) error {
	if len(p.literal) > 0 || len(p.current.literals) > 0 {
		return errors.New("the variable " + name + " spans segments, so it must start one")
	}
	p.current.opens = true
	for i, part := range strings.Split(pattern, "/") {
		if i > 0 {
			if err := p.endSegment(false); err != nil {
				return err
			}
		}
		if err := p.part(part); err != nil {
			return err
		}
	}
	return p.closeSpan(name)
}

func (p *parser) part(part string) error {
	switch {
	case part == "*":
		return p.wildcard(false)
	case part == "**":
		if p.tailed {
			return errors.New("only one ** can be told from the text around it")
		}
		p.tailed, p.current.tail = true, true
		return p.wildcard(false)
	case strings.ContainsAny(part, "*{"):
		return errors.New("the pattern's part " + part + " is neither text nor * nor **")
	}
	p.literal = append(p.literal, part...)
	return nil
}

func (p *parser) closeSpan(name string) error {
	suffix, _, _ := strings.Cut(p.rest, "/")
	if strings.ContainsAny(suffix, "{}") {
		return errors.New("the variable " + name + " spans segments, so only text may follow it in its last one")
	}
	p.current.closes, p.current.trim = true, len(unescape(escape(suffix), false))
	return nil
}

func (p *parser) endSegment(last bool) error {
	if p.current.tail && len(p.literal) > 0 && !last {
		return errors.New("text may follow ** in the last segment only")
	}
	p.current.literals = append(p.current.literals, escape(string(p.literal)))
	p.segments = append(p.segments, p.current)
	p.current, p.literal = shape{}, p.literal[:0]
	return nil
}

// reserved lists the reserved characters that stand beside a variable.
func (t *template) reserved() string {
	var found []byte
	for i := range t.segments {
		if t.segments[i].variables() == 0 {
			continue // a whole literal is compared without its escapes
		}
		for _, literal := range t.segments[i].literals {
			for j := range len(literal) {
				if c := literal[j]; !unreserved(c) && c != '%' {
					found = append(found, c)
				}
			}
		}
	}
	return string(found)
}

// capture fills vars from a path that the template matches.
func (t *template) capture(path string, vars *Vars) {
	vars.names, vars.multi, vars.texts = t.names, t.multi, vars.texts[:0]
	offset, from := 0, 0
	for i := range t.segments {
		s := &t.segments[i]
		offset = min(offset, len(path))            // it is behind the path if ** stands for no segment at its end
		end := offset + t.length(path[offset:], i) // offset-1 if ** stands for no segment before others
		if s.opens {
			from = offset
		}
		vars.take(s, path[offset:max(offset, end)], path[from:max(from, end)])
		offset = end + 1
	}
}

// length is how much of the rest of a path the i-th segment takes: all up to the next /, or all but
// as many segments as follow **.
func (t *template) length(rest string, i int) int {
	if !t.segments[i].tail {
		segment, _, _ := strings.Cut(rest, "/")
		return len(segment)
	}
	end := len(rest)
	for range len(t.segments) - 1 - i {
		end = strings.LastIndexByte(rest[:max(end, 0)], '/')
	}
	return end
}

func (v *Vars) take(s *shape, segment, span string) {
	switch {
	case s.closes:
		v.texts = append(v.texts, back(span, s.trim))
	case s.named:
		from := len(v.texts)
		for range s.variables() {
			v.texts = append(v.texts, "")
		}
		s.split(segment, v.texts[from:])
	}
}
