package naming

import (
	"strings"
	"unicode"
)

const (
	commentWidth = 96    // characters of a comment's line, without its marker
	mostComment  = 4_000 // bytes of documentation that are taken over
)

// Comment returns documentation as the lines of a Go comment without their markers, wrapped where
// they are long. Whatever the text is, each line stays a comment: there are no control characters
// in it, and a space stands before what would be a directive or a build constraint. Blank lines at
// the ends are dropped and several in a row are one.
func Comment(doc string) []string {
	var lines []string
	for _, line := range strings.Split(clip(doc), "\n") {
		line = strings.TrimSpace(strings.Map(printable, line))
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, wrap(line)...)
	}
	if n := len(lines); n > 0 && lines[n-1] == "" {
		lines = lines[:n-1]
	}
	return lines
}

// Sentence returns documentation that begins with the identifier it is about, as Go's comments do;
// none if there is none.
func Sentence(name, doc string) []string {
	lines := Comment(doc)
	if len(lines) == 0 {
		return nil
	}
	if first, _, _ := strings.Cut(lines[0], " "); first == name {
		return lines
	}
	return Comment(name + ": " + strings.Join(lines, "\n"))
}

func clip(doc string) string {
	doc = strings.ReplaceAll(strings.ReplaceAll(doc, "\r\n", "\n"), "\r", "\n")
	if len(doc) <= mostComment {
		return doc
	}
	return strings.ToValidUTF8(doc[:mostComment], "") + " …"
}

// printable replaces what has no place in a line of source: control and format characters, such as
// those that turn the direction of text.
func printable(c rune) rune {
	switch {
	case c == '\t' || unicode.Is(unicode.Zl, c) || unicode.Is(unicode.Zp, c):
		return ' '
	case c == unicode.ReplacementChar || unicode.IsControl(c) || unicode.Is(unicode.Cf, c):
		return -1
	}
	return c
}

func wrap(line string) []string {
	var lines []string
	for {
		cut := breakAt(line)
		lines = append(lines, harmless(line[:cut]))
		if line = strings.TrimLeft(line[cut:], " "); line == "" {
			return lines
		}
	}
}

// breakAt returns where the first line ends: at the last space that fits, or the first there is.
func breakAt(line string) int {
	count, space := 0, -1
	for i, c := range line {
		if c == ' ' {
			space = i
		}
		if count++; count > commentWidth && space > 0 {
			return space
		}
	}
	return len(line)
}

// harmless makes sure that the line is prose to the Go command. The printer puts one space before it,
// which disarms //go:generate and its like but not the constraints that are read after a space too.
func harmless(line string) string {
	if strings.HasPrefix(line, "+build") {
		return "'" + line
	}
	return line
}
