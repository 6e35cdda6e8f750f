package proto

import (
	"bytes"
	"strings"

	"github.com/bufbuild/protocompile/ast"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// Insertion returns where an option is added to the declaration, and its text: in the brackets of
// fields and enum values, as a statement of its own everywhere else.
func (s *syntax) Insertion(name, literal string) (at source.Span, text string, ok bool) {
	if len(s.unit.tokens) == 0 {
		return source.Span{}, "", false
	}
	if brackets, last, ok := compact(s.node); ok {
		at, text = s.insertCompact(brackets, last, name+" = "+literal)
		return at, text, true
	}
	statement := "option " + name + " = " + literal + ";"
	if body, ok := bodyOf(s.node); ok {
		at, text = s.insertStatement(body, statement)
		return at, text, true
	}
	return source.Span{}, "", false
}

// compact returns the brackets of a declaration that has its options there, nil if there are none
// yet, and the node that they stand behind.
func compact(n ast.Node) (brackets *ast.CompactOptionsNode, last ast.Node, ok bool) {
	var tag *ast.UintLiteralNode
	switch n := n.(type) {
	case *ast.FieldNode:
		brackets, tag = n.Options, n.Tag
	case *ast.MapFieldNode:
		brackets, tag = n.Options, n.Tag
	case groupFieldNode:
		brackets, tag = n.Options, n.Tag
	case *ast.EnumValueNode:
		return n.Options, n.Number, n.Number != nil
	}
	return brackets, tag, tag != nil
}

func (s *syntax) insertCompact(brackets *ast.CompactOptionsNode, before ast.Node, entry string) (source.Span, string) {
	u := s.unit
	if brackets == nil {
		return u.emptyAfter(before.End()), " [" + entry + "]"
	}
	if len(brackets.Options) == 0 {
		return u.emptyAfter(brackets.OpenBracket.End()), entry
	}
	last := brackets.Options[len(brackets.Options)-1]
	// Comments between the last entry and the bracket stay with that entry, behind its new comma.
	at := u.between(last.Start(), brackets.CloseBracket.Start()-1)
	at.Start = u.span(last).End
	separator := " "
	if u.line(last.Start()) != u.line(brackets.OpenBracket.Start()) {
		separator = u.lineEnding() + u.indentAt(last.Start())
	}
	return at, "," + at.Text() + separator + entry
}

// body is where a declaration has its statements.
type body struct {
	open, close *ast.RuneNode // nil in files
	semicolon   *ast.RuneNode // of an rpc without a body
	first       ast.Node      // the first statement; nil: there is none
	after       ast.Node      // the statement that a new option goes behind; nil: there is none
}

func bodyOf(n ast.Node) (body, bool) {
	switch n := n.(type) {
	case *ast.MessageNode:
		return statements(n.OpenBrace, n.CloseBrace, n.Decls), true
	case *ast.GroupNode:
		return statements(n.OpenBrace, n.CloseBrace, n.Decls), true
	case *ast.EnumNode:
		return statements(n.OpenBrace, n.CloseBrace, n.Decls), true
	case *ast.OneofNode:
		return statements(n.OpenBrace, n.CloseBrace, n.Decls), true
	case *ast.ServiceNode:
		return statements(n.OpenBrace, n.CloseBrace, n.Decls), true
	case *ast.RPCNode:
		b := statements(n.OpenBrace, n.CloseBrace, n.Decls)
		b.semicolon = n.Semicolon
		return b, n.OpenBrace != nil || n.Semicolon != nil
	case *ast.FileNode:
		return fileBody(n)
	}
	return body{}, false
}

func statements[T ast.Node](open, close *ast.RuneNode, nodes []T) body {
	b := body{open: open, close: close}
	if len(nodes) > 0 {
		b.first = nodes[0]
	}
	if options := bodyOptions(nodes); len(options) > 0 {
		b.after = options[len(options)-1]
	}
	return b
}

// fileBody finds the place for an option of a file: behind the last one, or else behind what stands
// at the top of a file.
func fileBody(n *ast.FileNode) (body, bool) {
	b := statements(nil, nil, n.Decls)
	if b.after != nil {
		return b, true
	}
	if n.Syntax != nil {
		b.after = n.Syntax
	} else if n.Edition != nil {
		b.after = n.Edition
	}
	for _, d := range n.Decls {
		switch d.(type) {
		case *ast.ImportNode, *ast.PackageNode:
			b.after = d
		}
	}
	return b, b.after != nil
}

func (s *syntax) insertStatement(b body, statement string) (source.Span, string) {
	u := s.unit
	outer := u.indentAt(s.node.Start())
	if b.open == nil && b.close == nil && b.semicolon == nil {
		return u.emptyAtLineEnd(b.after.End()), u.lineEnding() + statement
	}
	inner := outer + u.indentUnit()
	if b.first != nil && u.line(b.first.Start()) != u.line(b.open.Start()) {
		inner = u.indentAt(b.first.Start())
	}
	line := u.lineEnding() + inner + statement
	switch {
	case b.open == nil:
		return u.span(b.semicolon), " {" + line + u.lineEnding() + outer + "}"
	case b.after != nil && u.endsLine(b.after.End()):
		return u.emptyAtLineEnd(b.after.End()), line
	case b.after != nil:
		return u.emptyAfter(b.after.End()), " " + statement
	case b.open.End()+1 == b.close.Start():
		at := u.between(b.open.Start(), b.close.Start())
		at.Start, at.End = at.Start+1, at.End-1
		return at, line + u.lineEnding() + outer
	case u.endsLine(b.open.End()):
		return u.emptyAtLineEnd(b.open.End()), line
	}
	return u.emptyAfter(b.open.End()), " " + statement
}

// Removal returns the bytes of the option: with its comma or its brackets in a field, with its line
// where it has one to itself.
func (s *syntax) Removal(name string) (source.Span, bool) {
	matching := s.named(name)
	all := optionNodes(s.node)
	if len(matching) == 0 || len(s.unit.tokens) == 0 {
		return source.Span{}, false
	}
	first := 0
	for all[first] != matching[0].node {
		first++
	}
	last := first + len(matching) - 1
	if last >= len(all) || all[last] != matching[len(matching)-1].node {
		return source.Span{}, false // they don't stand side by side
	}
	if brackets, before, ok := compact(s.node); ok && brackets != nil {
		return s.removeCompact(brackets, before, first, last), true
	}
	return s.unit.statementWithLine(all[first].Start(), all[last].End()), true
}

func (s *syntax) removeCompact(brackets *ast.CompactOptionsNode, before ast.Node, first, last int) source.Span {
	u, entries := s.unit, brackets.Options
	span := u.between(entries[first].Start(), entries[last].End())
	switch {
	case first > 0:
		span.Start = u.span(entries[first-1]).End
	case last+1 < len(entries):
		span.End = u.span(entries[last+1]).Start
	default:
		span.Start, span.End = u.span(before).End, u.span(brackets).End
	}
	return span
}

// statementWithLine returns the span of tokens, widened to whole lines where they stand alone.
func (u *unit) statementWithLine(first, last ast.Token) source.Span {
	span := u.between(first, last)
	content := u.file.Content
	start := bytes.LastIndexByte(content[:span.Start], '\n') + 1
	rest := content[span.End:]
	blank := len(rest) - len(bytes.TrimLeft(rest, " \t\r"))
	alone := len(bytes.TrimSpace(content[start:span.Start])) == 0
	switch {
	case alone && blank == len(rest):
		return u.file.Span(start, len(content))
	case alone && rest[blank] == '\n':
		return u.file.Span(start, int(span.End)+blank+1)
	}
	before := bytes.TrimRight(content[start:span.Start], " \t")
	return u.file.Span(start+len(before), int(span.End))
}

// emptyAfter returns the empty span behind a token.
func (u *unit) emptyAfter(t ast.Token) source.Span {
	end := int(u.between(t, t).End)
	return u.file.Span(end, end)
}

// endsLine reports whether nothing but comments follows a token on its line.
func (u *unit) endsLine(t ast.Token) bool {
	_, ok := u.lastOnLine(t)
	return ok
}

// lastOnLine returns the last of the comments that follow a token on its line, or the token; false
// if another token follows.
func (u *unit) lastOnLine(t ast.Token) (ast.Token, bool) {
	for {
		next := int(t) + 1
		if next >= len(u.tokens)-1 || u.newlines(int(t), next) > 0 {
			return t, true
		}
		if !u.tokens[next].isComment(u.bytes()) {
			return t, false
		}
		t++
	}
}

// emptyAtLineEnd returns the empty span behind a token and the comments on its line.
func (u *unit) emptyAtLineEnd(t ast.Token) source.Span {
	last, _ := u.lastOnLine(t)
	return u.emptyAfter(last)
}

func (u *unit) line(t ast.Token) int { return u.between(t, t).Position().Line }

// indentAt returns the white space that the line of a token begins with.
func (u *unit) indentAt(t ast.Token) string {
	line := u.file.Line(u.line(t)).Text()
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// indentUnit returns what the file indents by: a tab if it has lines that begin with one.
func (u *unit) indentUnit() string {
	if bytes.Contains(u.file.Content, []byte("\n\t")) {
		return "\t"
	}
	return "  "
}

// lineEnding returns how the file ends its first line.
func (u *unit) lineEnding() string {
	newline := bytes.IndexByte(u.file.Content, '\n')
	if newline > 0 && u.file.Content[newline-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
