package report

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// diffContext is how many lines a diff shows around each change.
const diffContext = 3

// Diff prints what turns one content of a file into another, as a unified diff that `git apply` and
// `patch -p1` take where the reader stands. Equal contents print nothing. In colour it is made to be
// read, and characters that would do something to a terminal are replaced.
func Diff(w io.Writer, path string, old, new []byte, o Options) error {
	a, b := diffLines(old), diffLines(new)
	all := changes(a, b)
	if len(all) == 0 {
		return nil
	}
	p := diffPrinter{bufio.NewWriter(w), newPalette(o.Color), o.Color}
	p.names(path, o)
	for len(all) > 0 {
		n := together(all)
		p.hunk(a, b, all[:n])
		all = all[n:]
	}
	return p.Flush()
}

// diffLines returns the lines with their endings, and the mark of a last line that has none.
func diffLines(content []byte) []string {
	lines := strings.SplitAfter(string(content), "\n")
	last := len(lines) - 1
	if lines[last] == "" {
		return lines[:last]
	}
	lines[last] += "\n\\ No newline at end of file\n"
	return lines
}

type diffPrinter struct {
	*bufio.Writer
	palette
	colored bool
}

func (p diffPrinter) names(path string, o Options) {
	if o.Display != nil {
		path = o.Display(path)
	}
	path = visible(filepath.ToSlash(path))
	from, to := "a/"+path, "b/"+path
	if strings.HasPrefix(path, "/") || strings.HasPrefix(path, "../") {
		from, to = path, path // a patch for what lies elsewhere has no root to begin at
	}
	p.line(p.strong, "--- ", from+"\n")
	p.line(p.strong, "+++ ", to+"\n")
}

// hunk prints changes with the lines around them.
func (p diffPrinter) hunk(a, b []string, all []change) {
	first, last := all[0], all[len(all)-1]
	lead := min(diffContext, first.a0)
	tail := min(diffContext, len(a)-last.a1)
	p.line(p.faint, "", fmt.Sprintf("@@ -%s +%s @@\n",
		diffRange(first.a0-lead, last.a1+tail), diffRange(first.b0-lead, last.b1+tail)))
	at := first.a0 - lead
	for _, c := range all {
		p.lines(style{}, " ", a[at:c.a0])
		p.lines(p.severity[Error], "-", a[c.a0:c.a1])
		p.lines(p.note, "+", b[c.b0:c.b1])
		at = c.a1
	}
	p.lines(style{}, " ", a[at:last.a1+tail])
}

// diffRange writes lines [from, to), counted from 0, as a hunk's head does.
func diffRange(from, to int) string {
	switch to - from {
	case 0:
		return fmt.Sprintf("%d,0", from) // the line before
	case 1:
		return fmt.Sprint(from + 1)
	}
	return fmt.Sprintf("%d,%d", from+1, to-from)
}

func (p diffPrinter) lines(hue style, mark string, lines []string) {
	for _, line := range lines {
		p.line(hue, mark, line)
	}
}

func (p diffPrinter) line(hue style, mark, line string) {
	if !p.colored {
		p.WriteString(mark)
		p.WriteString(line)
		return
	}
	for part := range strings.Lines(line) { // the mark of a missing newline is a line of its own
		p.WriteString(hue.paint(mark + visible(strings.TrimRight(part, "\r\n"))))
		p.WriteString("\n")
		mark = ""
	}
}
