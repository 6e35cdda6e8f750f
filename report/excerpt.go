package report

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/spec/source"
)

// ellipsis stands where a line was cut.
const ellipsis = "…"

// excerpt is the line that a span begins on as it is displayed, with the place of the span in it.
type excerpt struct {
	line    int    // its number, from 1
	text    string // safe to print, cut to the width that was asked for
	indent  int    // the columns before the span
	length  int    // the columns of the span, at least 1
	endLine int    // the line that the span ends on
}

// excerptOf displays the first line of the span in at most so many columns (give or take the
// signs that say it was cut). It looks only at the bytes near the span: the line may have megabytes.
func excerptOf(span source.Span, width int) excerpt {
	file := span.File
	e := excerpt{line: span.Position().Line}
	e.endLine = max(file.Position(int(span.End)-1).Line, e.line)
	line := file.Line(e.line)
	content := file.Content

	start := min(int(span.Start), int(line.End))
	end := min(int(span.End), int(line.End))
	reach := 2 * width // bytes; where a column takes more of them, less of the line is shown
	from := alignForward(content, max(int(line.Start), start-reach), start)
	to := alignForward(content, min(int(line.End), start+reach), int(line.End))
	end = min(end, to)

	lead := bytes.TrimPrefix(content[from:start], []byte("\uFEFF"))
	before, wide := shown(string(lead), 0)
	marked, markedWide := shown(string(content[start:end]), wide)
	after, afterWide := shown(string(content[end:to]), wide+markedWide)
	w := window{
		before: before, beforeWide: wide, cutLeft: from > int(line.Start),
		marked: marked, markedWide: markedWide,
		after: after, afterWide: afterWide, cutRight: to < int(line.End),
	}
	e.text, e.indent, e.length = w.fit(width)
	return e
}

// alignForward returns the first offset from at on, but not past limit, at which a character begins.
func alignForward(content []byte, at, limit int) int {
	for at < limit && !utf8.RuneStart(content[at]) {
		at++
	}
	return at
}

// window is a line in three parts, of which the middle one is to be marked.
type window struct {
	before, marked, after             string
	beforeWide, markedWide, afterWide int
	cutLeft, cutRight                 bool // the line goes on beyond before and after
}

// fit cuts the parts to the width, so that as much as possible of the marked one is seen with what
// stands around it. It returns the line, and the column and length of the marked part.
func (w window) fit(width int) (text string, indent, length int) {
	if w.cutLeft || w.cutRight || w.beforeWide+w.markedWide+w.afterWide > width {
		w.cut(width)
	}
	text = strings.TrimRight(defused(w.before+w.marked+w.after), " ")
	return text, w.beforeWide, max(w.markedWide, 1)
}

func (w *window) cut(width int) {
	left := min(w.beforeWide, max(width/4, (width-w.markedWide)/2))
	if rest := w.markedWide + w.afterWide; !w.cutRight && left+rest < width {
		left = min(w.beforeWide, width-rest)
	}
	right := width - left
	if left < w.beforeWide || w.cutLeft {
		w.before = ellipsis + tail(w.before, w.beforeWide, left-1)
		_, w.beforeWide = shown(w.before, 0)
	}
	switch {
	case w.markedWide > right:
		w.marked = head(w.marked, right-1) + ellipsis
		_, w.markedWide = shown(w.marked, 0)
		w.after = ""
	case w.markedWide+w.afterWide > right || w.cutRight:
		w.after = head(w.after, right-w.markedWide-1) + ellipsis
	}
}
