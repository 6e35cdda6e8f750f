package tree

import (
	"fmt"
	"slices"
	"strings"
)

// secondColon explains a ": " where none can stand.
func (e *yamlError) secondColon(mark int) (at, end int, message string) {
	at, end = e.content(mark)
	if mark > at && strings.Contains(e.text[at:mark], ": ") {
		return mark, mark + 1, "a value that holds a colon and a space needs quotes around it"
	}
	return at, end, "the key above has a value already, so nothing can be indented below it: align this line with its neighbours"
}

// badFlow explains a [ or { whose inside goes wrong.
func (e *yamlError) badFlow(mark int) (at, end int, message string) {
	if open := e.brackets(e.start, mark); len(open) > 0 {
		at = open[len(open)-1]
		if slices.Contains(e.brackets(at, len(e.text)), at) {
			return at, at + 1, fmt.Sprintf("this %c is never closed, or closed by the wrong bracket", e.text[at])
		}
	}
	at, end = e.content(mark)
	if e.says("node content") {
		return at, end, "a value is missing here, or quotes around text that begins with a comma or bracket"
	}
	return at, end, "a comma is missing between two entries here, or quotes around text with a colon, comma or bracket"
}

// badStart explains a character that no value can begin with.
func (e *yamlError) badStart(mark int) (at, end int, message string) {
	if e.says("tab character") {
		mark = max(e.lastIndex("\t", mark+4), e.start)
	}
	if e.text[mark] == '\t' {
		return mark, mark + 1, "a tab can't indent YAML: use spaces"
	}
	end = mark + characterWidth(e.text[mark])
	return mark, end, fmt.Sprintf("a value can't begin with %q: put it in quotes", e.text[mark:min(end, len(e.text))])
}

// misplaced explains a line that does not fit the ones above.
func (e *yamlError) misplaced(mark int) (at, end int, message string) {
	line := e.failingLine(mark)
	at, end = e.content(line)
	if rest := e.behindValue(at, end); rest > 0 {
		return rest, end, "text follows the end of the value: put all of it in quotes, or none"
	}
	switch {
	case e.says("'-' indicator"):
		return at, end, "this line fits neither the list above nor an entry of it: align it, or begin it with a -"
	case e.says("expected ':'"):
		return at, end, "this line is no key with a value: a colon is missing, or it continues the value above and must be indented deeper"
	case strings.HasPrefix(e.text[at:], "-"):
		return at, end, "a list entry can't stand among the keys of an object: indent the list below its key"
	}
	return at, end, "the indentation fits no line above: align this line with the keys of its object"
}

// failingLine returns an offset in the first line without which the text above is fine. The
// library stands at most a few tokens behind it.
func (e *yamlError) failingLine(mark int) int {
	const tokensAhead = 6
	for range tokensAhead {
		above := e.lineAbove(mark)
		if above < 0 || len(e.text) > affordable {
			return mark
		}
		if e.try(strings.NewReader(acceptVersion(e.text[e.start:e.lineEnd(above)])+"\n")) != e.problem {
			return mark
		}
		mark = above
	}
	return mark
}

// lineAbove returns where the closest line begins above an offset that has more than a comment, or -1.
func (e *yamlError) lineAbove(at int) int {
	for line := e.lineStart(at); line > e.start; {
		line = e.lineStart(line - 1)
		if text := e.skipBlanks(line); text < e.lineEnd(text) && e.text[text] != '#' {
			return line
		}
	}
	return -1
}

// behindValue returns where text follows the closing quote or bracket of a value on its line, or 0.
func (e *yamlError) behindValue(at, end int) int {
	value := at
	if colon := strings.Index(e.text[at:end], ": "); colon >= 0 {
		value = e.skipBlanks(at + colon + 1)
	}
	switch {
	case value >= end:
		return 0
	case e.text[value] == '\'' || e.text[value] == '"':
		value = e.quotedEnd(value)
	case e.text[value] == '{':
		value += strings.IndexByte(e.text[value:end], '}') + 1
	case e.text[value] == '[':
		value += strings.IndexByte(e.text[value:end], ']') + 1
	default:
		return 0
	}
	if value = e.skipBlanks(value); value >= end || e.text[value] == '#' || e.text[value] == ':' {
		return 0
	}
	return value
}

// content returns where the text of an offset's line begins and ends, or that of the first line
// below that has any.
func (e *yamlError) content(at int) (start, end int) {
	start = e.skipBlanks(e.lineStart(at))
	end = e.lineEnd(start)
	if start == end && end < len(e.text) {
		start = e.skipSpace(start)
		end = e.lineEnd(start)
	}
	for end > start && (e.text[end-1] == ' ' || e.text[end-1] == '\t') {
		end--
	}
	return start, end
}

// openQuote returns the offset of the quote that is never closed. It stands on the line that the
// library tells, unless that is the last one: then it may be the first.
func (e *yamlError) openQuote() int {
	for _, from := range []int{e.lines[min(max(e.line-1, 0), len(e.lines)-1)], e.start} {
		for at := from; at < len(e.text); at++ {
			if !e.beginsQuoted(at) {
				continue
			}
			end, closed := e.closingQuote(at)
			if !closed {
				return at
			}
			at = end - 1
		}
	}
	return e.start
}

func (e *yamlError) beginsQuoted(at int) bool {
	if c := e.text[at]; c != '"' && c != '\'' {
		return false
	}
	return at == e.start || strings.IndexByte(" \t\r\n[{,:", e.text[at-1]) >= 0
}

// brackets returns the offsets of the brackets that are opened and not closed in text[start:end].
func (e *yamlError) brackets(start, end int) (open []int) {
	for at := start; at < end; at++ {
		switch c := e.text[at]; {
		case c == '#' && (at == e.start || isSpace(e.text[at-1:]) > 0):
			at = e.lineEnd(at)
		case e.beginsQuoted(at):
			at = e.quotedEnd(at) - 1
		case c == '[' || c == '{':
			open = append(open, at)
		case (c == ']' || c == '}') && len(open) > 0 && c == e.text[open[len(open)-1]]+2: // so they stand in ASCII
			open = open[:len(open)-1]
		}
	}
	return open
}

// word returns where the word stands that an offset is in.
func (e *yamlError) word(at int) (start, end int) {
	for start = at; start > e.start && e.breakBefore(start) == 0 && e.text[start-1] != ' ' && e.text[start-1] != '\t'; {
		start--
	}
	return start, e.wordEnd(start)
}

// lastIndex returns where a text stands last before an offset, or the YAML's start.
func (e *yamlError) lastIndex(text string, before int) int {
	i := strings.LastIndex(e.text[e.start:min(before, len(e.text))], text)
	return e.start + max(i, 0)
}

// controlCharacter returns the offset of the first character that YAML does not allow.
func (e *yamlError) controlCharacter() int {
	for at, c := range e.text[e.start:] {
		allowed := c == '\t' || c == '\n' || c == '\r' || c == 0x85 || ' ' <= c && c <= '~' || 0xA0 <= c && c < 0xFFFE || c > 0xFFFF
		if !allowed {
			return e.start + at
		}
	}
	return e.start
}

// unknownAlias returns where the alias stands that the problem names.
func (e *yamlError) unknownAlias() (at, end int) {
	name := "*" + strings.Split(e.problem, "'")[1]
	for at = e.start; at < len(e.text); at++ {
		next := strings.Index(e.text[at:], name)
		if next < 0 {
			break
		}
		at += next
		if end = at + len(name); e.nameEnd(at+1) == end && (at == 0 || strings.IndexByte(" \t\r\n[{,", e.text[at-1]) >= 0) {
			return at, end
		}
	}
	return e.start, e.start
}
