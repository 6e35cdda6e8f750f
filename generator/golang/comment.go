package golang

import (
	"slices"
	"strings"
	"unicode"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
)

// oneLine makes a text of the contract safe to stand within a line of a comment.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) }), " ")
}

// longDoc is how many lines of documentation stand in the code. What is longer is cut after its first
// paragraph, or left out beside a summary: the whole of it stands in the contract.
const longDoc = 6

// paragraph returns a text of the contract as lines of a comment that follow others; nil for none.
func paragraph(text string, summarised bool) []string {
	lines := naming.Comment(text)
	switch first := slices.Index(lines, ""); {
	case len(lines) == 0, len(lines) > longDoc && summarised:
		return nil
	case len(lines) > longDoc && first > 0:
		lines = lines[:first]
	}
	return append([]string{""}, lines...)
}
