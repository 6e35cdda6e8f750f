package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// tabWidth is how far apart tab stops are in a snippet.
const tabWidth = 4

// visible returns the text on one line so that a terminal or a build log shows it and does nothing
// else: a spec is written by others, and may hold escape sequences, characters that turn the
// direction of reading, and commands to the build server that reads the log.
func visible(text string) string {
	return defused(glyphs(text))
}

// defused breaks the prefixes by which build servers (GitHub, Azure, TeamCity) take commands from
// anywhere in a line, with a sign that looks the same.
func defused(line string) string {
	if !strings.Contains(line, "##") {
		return line
	}
	return strings.NewReplacer("##[", "#♯[", "##vso[", "#♯vso[", "##teamcity[", "#♯teamcity[").Replace(line)
}

// glyphs returns the text with every character replaced that is invisible or has an effect.
func glyphs(text string) string {
	if printable(text) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		b.WriteString(glyph(r, text[i:i+size]))
		i += size
	}
	return b.String()
}

// printable reports whether the text is printable ASCII, in which every byte takes one column.
func printable(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// glyph returns what stands for a character: itself, unless it is invisible or has an effect.
func glyph(r rune, raw string) string {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		return string(utf8.RuneError) // a byte that is no UTF-8
	case r < 0x20:
		return string(rune(0x2400) + r) // the Unicode picture of the control character
	case r == 0x7F:
		return "\u2421"
	case hidden(r):
		return fmt.Sprintf("<U+%04X>", r)
	}
	return raw
}

// hidden reports whether the character shows nothing, yet changes how others are read: C1 controls,
// of which one begins an escape sequence, marks of direction (CVE-2021-42574), line separators and
// spaces without width. The joiners of emoji and of Indic scripts are left alone.
func hidden(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case r < 0xA0, r == 0xAD, r == 0x61C, r == 0x200B, r == 0x200E, r == 0x200F, r == 0xFEFF:
		return true
	case r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x2069, r >= 0xFFF9 && r <= 0xFFFB:
		return true
	}
	return false
}

// simple returns how many bytes at the beginning of the text are printable ASCII and a character
// each: what follows one may combine with it, unless it is ASCII itself.
func simple(text string) int {
	n := 0
	for n < len(text) && ' ' <= text[n] && text[n] <= '~' {
		n++
	}
	if n > 0 && n < len(text) && text[n] >= utf8.RuneSelf {
		n--
	}
	return n
}

// character returns the first character of the text as a reader counts them (a grapheme cluster)
// and how many columns it takes.
func character(text string) (cluster string, width int) {
	if simple(text[:min(len(text), 2)]) > 0 {
		return text[:1], 1
	}
	cluster, _, width, _ = uniseg.FirstGraphemeClusterInString(text, -1)
	return cluster, width
}

// shown returns how a piece of a spec's line is displayed that begins at the given column (from 0),
// with spaces for tabs, and how many columns it takes. The whole line is still to be defused.
func shown(text string, column int) (string, int) {
	var b strings.Builder
	b.Grow(len(text))
	at := column
	for len(text) > 0 {
		if n := simple(text); n > 0 {
			b.WriteString(text[:n])
			text, at = text[n:], at+n
			continue
		}
		cluster, width := character(text)
		text = text[len(cluster):]
		if cluster == "\t" {
			cluster = strings.Repeat(" ", tabWidth-at%tabWidth)
			width = len(cluster)
		} else if safe := glyphs(cluster); safe != cluster {
			cluster, width = safe, uniseg.StringWidth(safe)
		}
		b.WriteString(cluster)
		at += width
	}
	return b.String(), at - column
}

// head returns the longest beginning of a shown text that takes at most so many columns.
func head(text string, columns int) string {
	end := 0
	for end < len(text) {
		cluster, width := character(text[end:])
		if columns -= width; columns < 0 {
			break
		}
		end += len(cluster)
	}
	return text[:end]
}

// tail returns the end of a shown text, which takes wide columns, that takes at most so many.
func tail(text string, wide, columns int) string {
	for len(text) > 0 && wide > columns {
		cluster, width := character(text)
		text = text[len(cluster):]
		wide -= width
	}
	return text
}
