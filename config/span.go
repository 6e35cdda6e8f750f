package config

import (
	"bytes"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// yamlLines returns the byte offset at which each line begins. YAML breaks lines at a lone
// carriage return and at three characters of Unicode too, which source.File does not.
func yamlLines(content []byte) []int {
	lines := []int{0}
	if bytes.HasPrefix(content, []byte("\uFEFF")) {
		lines[0] = len("\uFEFF")
	}
	for i, r := range string(content) {
		switch {
		case r == '\r' && i+1 < len(content) && content[i+1] == '\n':
		case r == '\n', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
			lines = append(lines, i+utf8.RuneLen(r))
		}
	}
	return lines
}

// span returns where a node stands. Of mappings and lists only the first character is known.
func (r *reader) span(n *yaml.Node) source.Span {
	start := r.offset(n.Line, n.Column)
	rest := r.file.Content[start:]
	length := min(1, len(rest))
	switch {
	case n.Kind != yaml.ScalarNode:
	case n.Style&yaml.DoubleQuotedStyle != 0:
		length = quoted(rest, '"', '\\')
	case n.Style&yaml.SingleQuotedStyle != 0:
		length = quoted(rest, '\'', '\'')
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
	case bytes.HasPrefix(rest, []byte(n.Value)):
		length = len(n.Value)
	}
	return r.file.Span(start, start+length)
}

// offset turns YAML's line and column, which count characters from 1, into a byte offset.
func (r *reader) offset(line, column int) int {
	if line < 1 || line > len(r.lines) {
		return len(r.file.Content)
	}
	at := r.lines[line-1]
	for ; column > 1 && at < len(r.file.Content); column-- {
		_, size := utf8.DecodeRune(r.file.Content[at:])
		at += size
	}
	return at
}

// quoted returns the length of the quoted text that s begins with, its quotes included. Behind
// escape the next character means itself; in single quotes that is the quote.
func quoted(s []byte, quote, escape byte) int {
	for i := 1; i < len(s); i++ {
		if s[i] == escape && i+1 < len(s) && (escape != quote || s[i+1] == quote) {
			i++
		} else if s[i] == quote {
			return i + 1
		}
	}
	return len(s)
}
