package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// The codes of a terminal.
const bold, cyan, reset = "\x1b[1m", "\x1b[36m", "\x1b[0m"

var strong = regexp.MustCompile(`\*\*([^*]+)\*\*`)

// printMarkdown prints our own documentation: on a terminal with headings and what is strong in bold
// and code in colour, everywhere else as it is.
func printMarkdown(w io.Writer, text string, color bool) error {
	code := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if color {
			line, code = colored(line, code)
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// colored returns a line as a terminal shows it, and whether code comes next.
func colored(line string, code bool) (string, bool) {
	fence, isFence := strings.CutPrefix(line, "```")
	switch {
	case isFence && !code:
		_, label, _ := strings.Cut(fence, " ") // old or new
		return label, true
	case isFence:
		return "", false
	case code:
		return "    " + cyan + line + reset, true
	case strings.HasPrefix(line, "#"):
		return bold + strings.TrimLeft(line, "# ") + reset, false
	}
	return strong.ReplaceAllString(line, bold+"$1"+reset), false
}
