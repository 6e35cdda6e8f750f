package spec

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Path is an HTTP path template: OpenAPI's "/users/{id}", or google.api.http's
// "/v1/{name=projects/*/topics/*}:publish".
type Path struct {
	Raw   string
	Span  source.Span // of the template's text, without quotes
	Parts []PathPart  // in order; separators are not parts
}

// PathPartKind is what a part of a path template is.
type PathPartKind uint8

// The kinds of parts.
const (
	Literal  PathPartKind = iota // text between slashes or beside a variable: "users", ".json"
	Variable                     // {id}, {name=…}; Text is the name, or the field path
	Wildcard                     // * or **, alone or within a variable
	Verb                         // the custom verb after the last colon (AIP-127): "publish"
)

// PathPart is one piece of a path template.
type PathPart struct {
	Kind    PathPartKind
	Text    string
	Span    source.Span
	Segment int    // the 0-based segment between slashes; within a variable its inner segments count
	Within  string // the variable whose pattern the part belongs to; "" if none
}

// ParsePath splits a template. It accepts everything: what does not fit the grammar stays literal
// text, because whether that is a mistake is for rules to say. span covers the text of raw.
func ParsePath(raw string, span source.Span) Path {
	p := pathParser{raw: raw, span: span, exact: span.Len() == len(raw)}
	path := Path{Raw: raw, Span: span}
	end := len(raw)
	if verb := verbIndex(raw); verb >= 0 {
		end = verb
	}
	p.template(0, end, "")
	if end < len(raw) {
		p.add(Verb, end+1, len(raw), "")
	}
	path.Parts = p.parts
	return path
}

// verbIndex returns the offset of the colon that begins a custom verb, or -1. The colon must
// stand outside braces, in the last segment, and not begin it (Express's ":id" is no verb).
func verbIndex(raw string) int {
	colon := strings.LastIndexByte(raw, ':')
	if colon <= 0 || colon == len(raw)-1 || raw[colon-1] == '/' || strings.ContainsAny(raw[colon:], "/{}") {
		return -1
	}
	if strings.LastIndexByte(raw[:colon], '{') > strings.LastIndexByte(raw[:colon], '}') {
		return -1
	}
	return colon
}

type pathParser struct {
	raw     string
	span    source.Span
	exact   bool // the span's bytes are raw's bytes, so parts have spans of their own
	segment int
	parts   []PathPart
}

func (p *pathParser) add(kind PathPartKind, start, end int, within string) {
	part := PathPart{Kind: kind, Text: p.raw[start:end], Span: p.span, Segment: p.segment, Within: within}
	if p.exact {
		part.Span = p.span.Slice(start, end)
	}
	p.parts = append(p.parts, part)
}

// template parses raw[start:end], the inside of the variable `within` if it is named.
func (p *pathParser) template(start, end int, within string) {
	literal := start
	flush := func(at int) {
		if at > literal {
			kind := Literal
			if text := p.raw[literal:at]; text == "*" || text == "**" {
				kind = Wildcard
			}
			p.add(kind, literal, at, within)
		}
	}
	for i := start; i < end; i++ {
		switch p.raw[i] {
		case '/':
			flush(i)
			if i > 0 {
				p.segment++
			}
			literal = i + 1
		case '{':
			if close := strings.IndexByte(p.raw[i:end], '}'); within == "" && close > 1 {
				flush(i)
				p.variable(i+1, i+close)
				i += close
				literal = i + 1
			}
		}
	}
	flush(end)
}

func (p *pathParser) variable(start, end int) {
	name, pattern := end, end
	if equals := strings.IndexByte(p.raw[start:end], '='); equals >= 0 {
		name, pattern = start+equals, start+equals+1
	}
	p.add(Variable, start, name, "")
	p.template(pattern, end, p.raw[start:name])
}

// Erased returns the template with the names of its variables gone and their patterns kept:
// "/users/{}", "/v1/{projects/*}". It identifies an operation however its parameters are called.
func (p Path) Erased() string {
	var b strings.Builder
	rest := p.Raw
	for {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			break
		}
		close := strings.IndexByte(rest[open:], '}')
		if close < 0 {
			break
		}
		b.WriteString(rest[:open+1])
		if _, pattern, ok := strings.Cut(rest[open+1:open+close], "="); ok {
			b.WriteString(pattern)
		}
		b.WriteByte('}')
		rest = rest[open+close+1:]
	}
	b.WriteString(rest)
	return b.String()
}

// Variables returns the names of the template's variables in order.
func (p Path) Variables() []string {
	var names []string
	for _, part := range p.Parts {
		if part.Kind == Variable {
			names = append(names, part.Text)
		}
	}
	return names
}
