package service

import (
	"strings"
	"unicode"

	"google.golang.org/protobuf/compiler/protogen"
)

// comment returns the lines of a comment of a .proto file as those of a Go comment, without their slashes. Their
// indentation stays, for it tells code from prose. Whatever the text is, every line stays a comment, and is
// neither a directive nor a constraint.
func comment(c protogen.Comments) []string {
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\v", "\n", "\f", "\n").Replace(string(c))
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRightFunc(strings.Map(printable, line), unicode.IsSpace)
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, harmless(line))
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// harmless has a line begin with a space, for //go:generate, //line and //export are only read without one, and puts a
// quote before what would then look like a mistyped directive, or like a constraint.
func harmless(line string) string {
	text := strings.TrimLeft(line, " \t")
	switch {
	case line == "":
		return ""
	case strings.HasPrefix(text, "go:"), strings.HasPrefix(text, "+build"):
		return " '" + text
	case line[0] != ' ' && line[0] != '\t':
		return " " + line
	}
	return line
}

// printable drops control and format characters, such as those that turn the direction of text.
func printable(c rune) rune {
	if c != '\t' && (unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == unicode.ReplacementChar) {
		return -1
	}
	return c
}

const deprecation = " Deprecated: Do not use."

// deprecated adds the paragraph by which tools know what is not to be used any more.
func deprecated(lines []string, is bool) []string {
	if !is || says(lines) {
		return lines
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	return append(lines, deprecation)
}

// says reports whether the author says so himself.
func says(lines []string) bool {
	for i, line := range lines {
		if strings.HasPrefix(line, " Deprecated: ") && (i == 0 || lines[i-1] == "") {
			return true
		}
	}
	return false
}
