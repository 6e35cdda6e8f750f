package proto

import (
	"bytes"
	"strings"
)

// What a file may cost to read. A file beyond a limit is refused with a finding, because the
// parser's time and memory grow with these numbers and the file is not trusted.
const (
	// MaxFileSize is the largest .proto file that is read, in bytes: four times the largest known
	// to us (google/cloud/compute/v1/compute.proto, 4 MB).
	MaxFileSize = 16 << 20
	// MaxNesting is how deep brackets of all kinds may be nested. Protobuf allows 32 levels of
	// messages; option values have no limit of their own.
	MaxNesting = 500
	// maxTokens bounds the syntax tree, which takes about 150 bytes a token.
	maxTokens = 4 << 20
	// maxImports bounds how many files one file makes us look for.
	maxImports = 5000
	// maxCommentWork bounds the sum of the columns that comments begin at: the parser counts each
	// comment's column from the beginning of its line, so one endless line would take it hours.
	maxCommentWork = 1 << 30
)

// token is one item of a file: what the parser calls a token, or a comment. The parser numbers
// both in one sequence, and so does the scanner, so that an index of the one is one of the other.
type token struct {
	start, end int32
}

func (t token) isComment(content []byte) bool {
	if t.end-t.start < 2 || content[t.start] != '/' {
		return false
	}
	second := content[t.start+1]
	return second == '/' || second == '*'
}

// scan is the outcome of a first look at a file.
type scan struct {
	tokens  []token // the last one is the empty token at the end of the file
	tooDeep int     // the offset of the first bracket beyond MaxNesting; -1: none
	tooMuch int     // the offset at which maxTokens or maxCommentWork is used up; -1: nowhere
}

type scanner struct {
	scan
	content             []byte
	at                  int
	lineStart, comments int // where the line begins; the sum of the columns of comments so far
	depth               int
}

// scanTokens splits the content into tokens as the parser's lexer does, in linear time. Bytes that
// no token can begin with are skipped: the parser reports them.
func scanTokens(content []byte) scan {
	s := scanner{content: content, scan: scan{tooDeep: -1, tooMuch: -1}}
	s.tokens = make([]token, 0, len(content)/8+1)
	for s.at < len(content) && s.tooDeep < 0 && s.tooMuch < 0 {
		s.next()
	}
	end := int32(len(content))
	s.tokens = append(s.tokens, token{end, end})
	return s.scan
}

func (s *scanner) next() {
	start := s.at
	switch c := s.content[start]; {
	case c == '\n':
		s.at++
		s.lineStart = s.at
		return
	case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
		s.at++
		return
	case isLetter(c):
		s.skipWhile(func(c byte) bool { return isLetter(c) || isDigit(c) })
	case isDigit(c), c == '.' && isDigit(s.peek(1)):
		s.number()
	case c == '"' || c == '\'':
		if !s.text(c) {
			return
		}
	case c == '/' && s.peek(1) == '/', c == '/' && s.peek(1) == '*':
		if !s.comment(start) {
			return
		}
	default:
		s.at++
		if strings.IndexByte(";,.:=-+(){}[]<>/", c) < 0 {
			return
		}
		s.nest(c, start)
	}
	s.add(start)
}

func (s *scanner) add(start int) {
	if len(s.tokens) == maxTokens || s.comments > maxCommentWork {
		s.tooMuch = start
	}
	s.tokens = append(s.tokens, token{int32(start), int32(s.at)})
}

func (s *scanner) nest(c byte, at int) {
	switch c {
	case '{', '[', '(', '<':
		if s.depth++; s.depth > MaxNesting {
			s.tooDeep = at
		}
	case '}', ']', ')', '>':
		s.depth = max(s.depth-1, 0)
	}
}

func (s *scanner) peek(n int) byte {
	if s.at+n < len(s.content) {
		return s.content[s.at+n]
	}
	return 0
}

func (s *scanner) skipWhile(holds func(byte) bool) {
	for s.at < len(s.content) && holds(s.content[s.at]) {
		s.at++
	}
}

// number takes what the lexer takes for a number: digits, letters and dots, and a sign after e.
func (s *scanner) number() {
	exponent := false
	s.skipWhile(func(c byte) bool {
		if c == '-' || c == '+' {
			sign := exponent
			exponent = false
			return sign
		}
		exponent = c == 'e' || c == 'E'
		return c == '.' || isLetter(c) || isDigit(c)
	})
}

// text takes a string literal; it returns false for one that its line doesn't end.
func (s *scanner) text(quote byte) bool {
	for s.at++; s.at < len(s.content); s.at++ {
		switch s.content[s.at] {
		case quote:
			s.at++
			return true
		case '\n':
			s.at++
			s.lineStart = s.at
			return false
		case '\\':
			s.at++
		}
	}
	s.at = len(s.content)
	return false
}

// comment takes a comment; it returns false for a block that never ends.
func (s *scanner) comment(start int) bool {
	s.comments += start - s.lineStart
	if s.content[start+1] == '/' {
		s.skipWhile(func(c byte) bool { return c != '\n' })
		return true
	}
	length := bytes.Index(s.content[start+2:], []byte("*/"))
	if length < 0 {
		s.at = len(s.content)
		return false
	}
	s.at = start + 2 + length + 2
	if newline := bytes.LastIndexByte(s.content[start:s.at], '\n'); newline >= 0 {
		s.lineStart = start + newline + 1
	}
	return true
}

func isLetter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
