package golang

import (
	"strings"
	"unicode"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
)

// oneLine makes a text of the contract safe to stand within a line of a comment.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) }), " ")
}

// paragraph returns a text of the contract as lines of a comment that follow others; nil for none.
func paragraph(text string) []string {
	lines := naming.Comment(text)
	if len(lines) == 0 {
		return nil
	}
	return append([]string{""}, lines...)
}
