package proto

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bufbuild/protocompile/ast"
	"github.com/bufbuild/protocompile/parser"
	"github.com/bufbuild/protocompile/reporter"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// maxSyntaxErrors is how many syntax errors of one file are reported: after a few the parser is
// guessing.
const maxSyntaxErrors = 10

// parse builds the syntax tree. After syntax errors it is what the parser could make of the rest.
func (u *unit) parse() {
	var errs []reporter.ErrorWithPos
	handler := reporter.NewHandler(reporter.NewReporter(func(err reporter.ErrorWithPos) error {
		if errs = append(errs, err); len(errs) > maxSyntaxErrors {
			return err
		}
		return nil
	}, nil))
	tree, err := u.parseText(handler)
	if tree == nil {
		u.broken = true
		if len(u.findings) == 0 {
			u.refuse(report.Internal, 0, "parsing this file failed: "+err.Error(), "")
		}
		return
	}
	u.tree = tree
	u.broken = len(errs) > 0
	if u.readDialect() {
		u.reportSyntax(errs)
	}
	if last, ok := tree.Items().Last(); !ok || int(last) != len(u.tokens)-1 {
		// An error made the parser skip text, so its numbering of tokens is not ours.
		u.tokens = nil
	}
	u.readHead()
	u.findDirectives()
}

// parseText runs the parser. There are bytes that make it panic, in files that are no UTF-8: then
// that has been reported before.
func (u *unit) parseText(handler *reporter.Handler) (tree *ast.FileNode, err error) {
	defer func() {
		if p := recover(); p != nil {
			tree, err = nil, fmt.Errorf("%v", p)
		}
	}()
	return parser.Parse(u.name, bytes.NewReader(u.bytes()), handler)
}

// reportSyntax reports one syntax error a line: the parser recovers within the line at best, so
// what follows on it is the same mistake.
func (u *unit) reportSyntax(errs []reporter.ErrorWithPos) {
	line := 0
	for _, err := range errs[:min(len(errs), maxSyntaxErrors)] {
		at := err.Start()
		if at.Line == line {
			continue
		}
		line = at.Line
		u.reportSyntaxError(u.bom+at.Offset, strings.TrimPrefix(err.Unwrap().Error(), "syntax error: "))
	}
}

// reportSyntaxError reports what the parser met at an offset. What is missing is missing behind the
// token before, and that is where people look for it.
func (u *unit) reportSyntaxError(offset int, text string) {
	before := u.tokenBefore(offset)
	switch {
	case strings.Contains(text, "unexpected $end"):
		u.report(report.Syntax, before, "the file ends in the middle of a declaration", "complete it; most often a closing brace is missing")
	case text == "expecting ';'", expectsSemicolon(text) && before.EndPosition().Line < u.file.Position(offset).Line:
		u.report(report.Syntax, before, "a semicolon is missing behind this", "end the statement with ;")
	default:
		message, cure := syntaxMessage(text)
		u.report(report.Syntax, u.wordAt(offset), message, cure)
	}
}

func expectsSemicolon(text string) bool {
	_, expected, _ := strings.Cut(text, "expecting ")
	return strings.Contains(expected, "';'")
}

// tokenBefore returns the place of the last token, comments left out, that ends before an offset.
func (u *unit) tokenBefore(offset int) source.Span {
	n, _ := slices.BinarySearchFunc(u.tokens, offset-u.bom, func(t token, at int) int { return cmp.Compare(int(t.start), at) })
	for n--; n >= 0; n-- {
		if t := u.tokens[n]; t.end > t.start && !t.isComment(u.bytes()) {
			return u.file.Span(u.bom+int(t.start), u.bom+int(t.end))
		}
	}
	return u.file.Span(offset, offset)
}

// wordAt returns the span of the identifier or number at an offset, or of one byte.
func (u *unit) wordAt(offset int) source.Span {
	content := u.file.Content
	end := offset
	for end < len(content) && (isLetter(content[end]) || isDigit(content[end])) {
		end++
	}
	if end == offset && end < len(content) && content[end] != '\n' && content[end] != '\r' {
		end++
	}
	return u.file.Span(offset, end)
}

// syntaxMessage puts the parser's words into ours where we know them.
func syntaxMessage(text string) (message, cure string) {
	switch text {
	case "invalid character", "invalid control character":
		return "this character means nothing in a .proto file", ""
	case "encountered end-of-line before end of string literal":
		return "the line ends inside of a string", "close the string on its line; long ones are written as several strings in a row"
	case "block comment never terminates, unexpected EOF":
		return "this comment never ends", "close it with */"
	}
	return text, ""
}

// dialect is the language that a file is written in.
type dialect uint8

const (
	proto2 dialect = iota
	proto3
	edition2023
)

func (d dialect) String() string {
	return [...]string{"proto2", "proto3", "editions 2023"}[d]
}

// readDialect finds out which language the file is written in. It returns false, and reports, if
// that is one we don't know, because then everything that the parser says of it is a guess.
func (u *unit) readDialect() bool {
	switch {
	case u.tree.Edition != nil:
		return u.readEdition(u.tree.Edition.Edition)
	case u.tree.Syntax != nil:
		// Another value than these two is reported when the file is compiled.
		if u.tree.Syntax.Syntax.AsString() == "proto3" {
			u.syntax = proto3
		}
	case !u.broken:
		first := u.between(u.firstToken(), u.firstToken())
		u.warn(report.MissingSyntax, first, "the file does not say which syntax it is written in, and is read as proto2",
			`begin it with syntax = "proto3"; or syntax = "proto2";`)
	}
	return true
}

func (u *unit) readEdition(value ast.StringValueNode) bool {
	if u.syntax = edition2023; value.AsString() == "2023" {
		return true
	}
	u.broken = true
	span := u.span(value)
	if span.IsZero() {
		span = u.wordAt(u.bom + u.tree.NodeInfo(value).Start().Offset)
	}
	u.report(report.UnsupportedEdition, span,
		fmt.Sprintf("edition %s is not known to bylaw, so nothing in this file is checked", value.AsString()),
		"write the file in edition 2023, proto3 or proto2")
	return false
}

// firstToken returns the first token that is no comment.
func (u *unit) firstToken() ast.Token {
	for i, t := range u.tokens {
		if !t.isComment(u.bytes()) {
			return ast.Token(i)
		}
	}
	return 0
}

// readHead notes the package and the imports.
func (u *unit) readHead() {
	for _, d := range u.tree.Decls {
		switch d := d.(type) {
		case *ast.PackageNode:
			if u.pkg == "" {
				u.pkg = string(d.Name.AsIdentifier())
			}
		case *ast.ImportNode:
			if len(u.imports) == maxImports {
				u.refuse(report.FileTooLarge, u.bom, fmt.Sprintf("the file has more than %d imports", maxImports), "split the file")
				u.imports = nil
				return
			}
			u.imports = append(u.imports, &imported{
				path: d.Name.AsString(), node: d, span: u.span(d.Name),
				public: d.Public != nil, weak: d.Weak != nil,
			})
		}
	}
}

// addresses reports whether a text may address the tool, or a linter whose suppressions it understands.
func addresses(text []byte) bool {
	for _, mark := range [...]string{"bylaw:", "buf:lint:ignore", "api-linter:"} {
		if bytes.Contains(text, []byte(mark)) {
			return true
		}
	}
	return false
}

// findDirectives notes the comments that address the tool.
func (u *unit) findDirectives() {
	content := u.bytes()
	if !addresses(content) {
		return
	}
	var found []source.Span
	for _, t := range u.tokens {
		if t.isComment(content) && addresses(content[t.start:t.end]) {
			found = append(found, u.file.Span(u.bom+int(t.start), u.bom+int(t.end)))
		}
	}
	u.file.Directives = found
}
