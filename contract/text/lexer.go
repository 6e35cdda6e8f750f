package text

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/go-json-experiment/json/jsontext"
)

// The brackets of a placeholder.
const (
	open   = "{{"
	closed = "}}"
)

// token is a part of a placeholder.
type token struct {
	kind tokenKind
	text string // of a string without its quotes
}

type tokenKind uint8

const (
	atEnd    tokenKind = iota // }}
	aWord                     // regex
	aNumber                   // -1.5
	aString                   // "text", written as in JSON
	aSign                     // = <- ( ) ,
	aMistake                  // text says what is wrong
)

// lexer splits a placeholder into its parts. It begins behind the opening brackets.
type lexer struct {
	text string
	at   int
}

const (
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
	digits  = "0123456789"
)

func (l *lexer) next() token {
	l.at += len(l.text[l.at:]) - len(strings.TrimLeft(l.text[l.at:], " "))
	rest := l.text[l.at:]
	switch {
	case rest == "":
		return token{aMistake, "the placeholder is not closed by }}"}
	case strings.HasPrefix(rest, closed):
		return l.take(atEnd, len(closed))
	case strings.HasPrefix(rest, "<-"):
		return l.take(aSign, 2)
	case strings.Contains("=(),", rest[:1]):
		return l.take(aSign, 1)
	case rest[0] == '"':
		return l.quoted(rest)
	case strings.Contains(letters, rest[:1]):
		return l.take(aWord, span(rest, letters+digits))
	case rest[0] == '-' || strings.Contains(digits, rest[:1]):
		return l.number(rest)
	}
	return token{aMistake, fmt.Sprintf("%q has no meaning in a placeholder", firstRune(rest))}
}

func (l *lexer) take(kind tokenKind, n int) token {
	t := token{kind, l.text[l.at : l.at+n]}
	l.at += n
	return t
}

// span returns how many bytes at the beginning of the text are of the set.
func span(text, set string) int { return len(text) - len(strings.TrimLeft(text, set)) }

func firstRune(text string) string {
	for _, r := range text {
		return string(r)
	}
	return ""
}

func (l *lexer) number(rest string) token {
	n := span(rest, digits+"+-.eE")
	if !jsontext.Value(rest[:n]).IsValid() {
		return token{aMistake, fmt.Sprintf("%q is no number as JSON writes it", rest[:n])}
	}
	return l.take(aNumber, n)
}

// quoted reads a string as JSON writes it.
func (l *lexer) quoted(rest string) token {
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '"':
			plain, err := jsontext.AppendUnquote(nil, rest[:i+1])
			if err != nil {
				return token{aMistake, fmt.Sprintf("%s is no string as JSON writes it", rest[:i+1])}
			}
			l.at += i + 1
			return token{aString, string(plain)}
		}
	}
	return token{aMistake, "the quotes in the placeholder are not closed"}
}

// value is a scalar of JSON, nil where the token is none.
func (t token) value() *spec.Value {
	switch {
	case t.kind == aString:
		return &spec.Value{Kind: spec.Str, Text: t.text}
	case t.kind == aNumber:
		return &spec.Value{Kind: spec.Num, Text: t.text}
	case t.kind == aWord && (t.text == "true" || t.text == "false"):
		return &spec.Value{Kind: spec.Bool, Text: t.text}
	case t.kind == aWord && t.text == "null":
		return &spec.Value{Kind: spec.Null}
	}
	return nil
}
