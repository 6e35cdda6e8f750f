package proto

import (
	"bytes"
	"strings"

	"github.com/bufbuild/protocompile/ast"
)

// leadingDoc returns the documentation that stands above a token, as protoc attaches it: the last
// block of comments, without a blank line between it and the token, that the line before does not
// claim for itself.
func (u *unit) leadingDoc(t ast.Token) string {
	first := u.commentsBefore(t)
	if first == int(t) {
		return ""
	}
	leading, _ := u.attribute(first, int(t))
	return u.docText(leading)
}

// trailingDoc returns the documentation that stands behind a token: on its line, or below it and
// set off from what follows by a blank line.
func (u *unit) trailingDoc(t ast.Token) string {
	next := int(t) + 1
	for next < len(u.tokens) && u.tokens[next].isComment(u.bytes()) {
		next++
	}
	if next == int(t)+1 || next >= len(u.tokens) {
		return ""
	}
	_, trailing := u.attribute(int(t)+1, next)
	return u.docText(trailing)
}

// commentsBefore returns the first of the comments directly before a token, or the token.
func (u *unit) commentsBefore(t ast.Token) int {
	first := int(t)
	if first >= len(u.tokens) {
		return first
	}
	for first > 0 && u.tokens[first-1].isComment(u.bytes()) {
		first--
	}
	return first
}

// attribute splits the comments [first, next) between the token before them and the token next,
// by the rules of protoc's tokenizer: a comment on the line of the token before is that token's,
// and so is a block below it that a blank line ends; the last block belongs to the token next.
func (u *unit) attribute(first, next int) (leading, trailing []token) {
	a := attribution{attachable: first > 0}
	content := u.bytes()
	rest := u.tokens[first:next]
	if first > 0 && u.newlines(first-1, first) == 0 {
		if !lineComment(content, rest[0]) && u.newlines(first, first+1) == 0 && len(rest) == 1 {
			return nil, nil // between two tokens of one line: it could be meant for either
		}
		a.add(content, rest[0])
		a.flush()
		rest = rest[1:]
		first++
	}
	for i, comment := range rest {
		if at := first + i; at > 0 && u.newlines(at-1, at) > 1 {
			a.flush()
			a.attachable = false
		}
		a.add(content, comment)
	}
	if u.newlines(next-1, next) > 1 {
		a.flush()
	}
	if end := u.tokens[next]; end.end > end.start && strings.IndexByte("}])", content[end.start]) >= 0 || end.end == end.start {
		a.flush()
	}
	return a.block, a.trailing
}

// attribution is the state of attribute while it goes over the comments.
type attribution struct {
	block      []token // the comments that have not been given to anyone
	trailing   []token
	attachable bool // the next finished block belongs to the token before
}

// add takes a comment: line comments in a row are one block, a block comment is one of its own.
func (a *attribution) add(content []byte, comment token) {
	if len(a.block) > 0 && !(lineComment(content, comment) && lineComment(content, a.block[0])) {
		a.flush()
	}
	a.block = append(a.block, comment)
}

func (a *attribution) flush() {
	if len(a.block) == 0 {
		return
	}
	if a.attachable {
		a.trailing = a.block
		a.attachable = false
	}
	a.block = nil
}

func lineComment(content []byte, t token) bool { return content[t.start+1] == '/' }

// newlines counts the line breaks between two neighbouring tokens.
func (u *unit) newlines(before, after int) int {
	return bytes.Count(u.bytes()[u.tokens[before].end:u.tokens[after].start], []byte{'\n'})
}

// docText joins comments without their markers and without what is said to tools.
func (u *unit) docText(comments []token) string {
	if len(comments) == 0 {
		return ""
	}
	content := u.bytes()
	var lines []string
	for _, c := range comments {
		text := strings.ToValidUTF8(string(content[c.start:c.end]), "\uFFFD")
		if lineComment(content, c) {
			lines = append(lines, strings.TrimPrefix(text, "//"))
		} else {
			lines = append(lines, blockLines(text)...)
		}
	}
	kept := lines[:0]
	for _, line := range lines {
		line = strings.TrimRight(line, " \t\r")
		if !isDirective(line) {
			kept = append(kept, strings.TrimPrefix(line, " "))
		}
	}
	return strings.Trim(strings.Join(kept, "\n"), "\n ")
}

// blockLines returns the lines of a block comment without its ends and the asterisks at the left.
func blockLines(text string) []string {
	lines := strings.Split(strings.TrimSuffix(strings.TrimPrefix(text, "/*"), "*/"), "\n")
	for i, line := range lines[1:] {
		line = strings.TrimLeft(line, " \t")
		lines[i+1] = strings.TrimPrefix(line, "*")
	}
	lines[0] = strings.TrimPrefix(lines[0], "*") // "/**"
	return lines
}

func isDirective(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "bylaw:") || strings.HasPrefix(line, "buf:lint:ignore ")
}
