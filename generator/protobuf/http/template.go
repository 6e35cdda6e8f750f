package http

import (
	"strings"
)

// parse splits a template by the grammar of http.proto into plain segments: literals, * and **, without
// the names of variables. A verb is a part of the last segment. reason says why it is no template, or "".
func parse(text string) (segments []string, reason string) {
	if !strings.HasPrefix(text, "/") {
		return nil, "it must begin with /"
	}
	p := parser{rest: text[1:], names: map[string]bool{}}
	for more := true; more; {
		if reason = p.segment(); reason != "" {
			return nil, reason
		}
		more = strings.HasPrefix(p.rest, "/")
		p.rest = strings.TrimPrefix(p.rest, "/")
	}
	return p.segments, ""
}

type parser struct {
	rest     string
	segments []string
	names    map[string]bool
	tailed   bool // there has been a **
}

// segment reads up to the next / outside of variables.
func (p *parser) segment() (reason string) {
	if !strings.HasPrefix(p.rest, "{") {
		end := strings.IndexByte(p.rest+"/", '/')
		text := p.rest[:end]
		p.rest = p.rest[end:]
		return p.add(text)
	}
	inside, rest, closed := strings.Cut(p.rest[1:], "}")
	if !closed {
		return "a { has no }"
	}
	end := strings.IndexByte(rest+"/", '/')
	after := rest[:end]
	p.rest = rest[end:]
	if name, _, _ := strings.Cut(inside, "="); strings.Contains(inside, "{") {
		return "the variable " + name + " has a variable within"
	}
	if after != "" && after[0] != ':' {
		return "text beside the variable {" + inside + "} can only be a verb, which begins with a colon"
	}
	return p.variable(inside, after)
}

func (p *parser) variable(inside, verb string) (reason string) {
	name, pattern, given := strings.Cut(inside, "=")
	switch {
	case !fieldPath(name):
		return "{" + inside + "} names no field"
	case p.names[name]:
		return "the variable " + name + " occurs twice"
	case !given:
		pattern = "*"
	}
	p.names[name] = true
	parts := strings.Split(pattern, "/")
	parts[len(parts)-1] += verb
	for _, part := range parts {
		if reason := p.add(part); reason != "" {
			return reason
		}
	}
	return ""
}

// add takes one plain segment.
func (p *parser) add(text string) (reason string) {
	body, _, _ := strings.Cut(text, ":")
	switch {
	case text == "" && len(p.segments) == 0 && p.rest == "":
	case body == "":
		return "a segment is empty"
	case strings.ContainsAny(text, "{}"):
		return "text beside a variable can only be a verb, which begins with a colon"
	case strings.ContainsAny(text, "?#"):
		return "a path has neither query nor fragment"
	case body == "**" && p.tailed:
		return "only one ** can be told from the text around it"
	case body != "*" && body != "**" && strings.Contains(text, "*"):
		return "the segment " + text + " is neither text nor * nor **"
	}
	p.tailed = p.tailed || body == "**"
	p.segments = append(p.segments, text)
	return ""
}

// fieldPath reports whether a name is identifiers with dots between them.
func fieldPath(name string) bool {
	for _, part := range strings.Split(name, ".") {
		if part == "" || part[0] >= '0' && part[0] <= '9' {
			return false
		}
		for i := range len(part) {
			if c := part[i]; c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
				return false
			}
		}
	}
	return true
}

// token reports whether a text can be the method of a request (RFC 9110, section 5.6.2).
func token(text string) bool {
	for i := range len(text) {
		if c := text[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return text != ""
}
