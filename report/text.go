package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/rivo/uniseg"
)

const (
	// defaultWidth is the width of text output where there is no terminal to ask.
	defaultWidth = 120
	// gutterWidth is the width of line numbers, the same for all findings so that they line up.
	gutterWidth = 5
	// maxRelated is how many related places are shown; formats for programs have all of them.
	maxRelated = 3
)

// Text prints findings for people: where, what, the line it is about, and what to do.
func Text(w io.Writer, s *Summary, o Options) error {
	t := newTextPrinter(w, s, o)
	if s.Headline != "" {
		t.print(t.strong.paint(visible(s.Headline)), "\n\n")
	}
	shown, left := limited(s.Findings, o)
	for i := range shown {
		t.finding(&shown[i])
	}
	t.left(left, o)
	t.tables(s)
	t.summary(s)
	return t.Flush()
}

type textPrinter struct {
	*bufio.Writer
	palette
	linker
	width      int
	display    func(path string) string
	displayOld func(path string) string // for the version that was compared with
}

func newTextPrinter(w io.Writer, s *Summary, o Options) *textPrinter {
	if o.Width <= 0 {
		o.Width = defaultWidth
	}
	if o.DisplayOld == nil {
		o.DisplayOld = o.Display
	}
	return &textPrinter{
		Writer: bufio.NewWriter(w), palette: newPalette(o.Color), linker: newLinker(s, o),
		width: max(o.Width, 40), display: o.Display, displayOld: o.DisplayOld,
	}
}

func (t *textPrinter) print(parts ...string) {
	for _, part := range parts {
		t.WriteString(part)
	}
}

func (t *textPrinter) finding(f *Finding) {
	hue := t.severity[f.Severity]
	t.print(t.place(f.Span), ": ", hue.paint(f.Severity.String()+"["+t.linked(f.Rule)+"]"), " ",
		t.strong.paint(visible(f.Message)), "\n")
	t.snippet(f.Span, hue, "^~")
	t.change(f)
	if lines := f.Consumers.lines(); len(lines) > 0 {
		t.label("consumers", strings.Join(lines, "\n"))
	}
	for _, r := range f.Related[:min(len(f.Related), maxRelated)] {
		t.label("note", t.place(r.Span)+": "+r.Message)
		t.snippet(r.Span, t.faint, "--")
	}
	if more := len(f.Related) - maxRelated; more > 0 {
		t.label("note", "and "+count(more, "more place"))
	}
	if f.Span.IsZero() && f.Element != "" {
		t.label("note", "this is about "+string(f.Element))
	}
	if f.Cure != "" {
		t.label("help", f.Cure)
	}
	for _, fix := range f.Fixes {
		t.label("fix", fix.Title+fixNote(fix.Safety))
	}
	t.why(f.Rule)
	t.print("\n")
}

// place is where a finding is, as terminals and editors recognise it. A file name can't pass for a
// command to a build server, which begins with two colons.
func (t *textPrinter) place(span source.Span) string {
	if span.IsZero() {
		return "bylaw"
	}
	path := span.Path()
	if t.display != nil {
		path = t.display(path)
	}
	path = visible(path)
	if strings.HasPrefix(strings.TrimLeft(path, " "), "::") {
		path = "./" + path
	}
	return path + ":" + strconv.Itoa(span.Position().Line) + ":" + strconv.Itoa(span.File.RuneColumn(int(span.Start)))
}

// snippet prints the line that the span begins on and marks the span under it.
func (t *textPrinter) snippet(span source.Span, hue style, mark string) {
	if span.IsZero() || len(span.File.Content) == 0 {
		return
	}
	e := excerptOf(span, t.width-gutterWidth-len(" | "))
	number := strconv.Itoa(e.line)
	t.print(t.faint.paint(pad(number)+" |"), strings.TrimRight(" "+e.text, " "), "\n")
	under := mark[:1] + strings.Repeat(mark[1:], e.length-1)
	if e.endLine > e.line {
		under += " " + ellipsis + " to line " + strconv.Itoa(e.endLine)
	}
	t.print(t.faint.paint(pad("")+" |"), " ", strings.Repeat(" ", e.indent), hue.paint(under), "\n")
}

// label prints a remark under the snippet. The bar before its further lines keeps them apart from
// what a spec could have smuggled in.
func (t *textPrinter) label(name, text string) {
	lead := " = " + name + ": "
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		lines = append(lines, wrap(strings.TrimRight(visible(line), " "), t.width-gutterWidth-len(lead))...)
	}
	t.print(t.faint.paint(pad("")+" ="), " ", t.note.paint(name+":"), " ", lines[0], "\n")
	for _, line := range lines[1:] {
		t.print(t.faint.paint(pad("")+" |"), strings.Repeat(" ", len(lead)-len(" |")), line, "\n")
	}
}

func (t *textPrinter) notChecked(s *Summary) {
	for i, n := range s.NotChecked {
		if i == maxNotChecked {
			t.print("not checked: ", count(len(s.NotChecked)-i, "more thing"), "; --format json lists all\n")
			break
		}
		t.print("not checked: ", visible(n.What), " (", visible(n.Why), ")\n")
	}
}

func (t *textPrinter) summary(s *Summary) {
	t.notChecked(s)
	t.print(t.mood(s).paint(headline(s)), "; ", scope(s), "\n")
	if text := fixes(s); text != "" {
		t.print(text, "\n")
	}
	if next := nextStep(s); next != "" {
		t.print(next, "\n")
	}
	if len(s.Findings) == 0 && len(s.Beyond) > 0 {
		t.print("not checkable from a spec: ", count(len(s.Beyond), "thing"), "; bylaw explain not-checkable says what does check them\n")
	}
}

// mood is the colour of the summary: red if the run fails, green if there is nothing to say.
func (t *textPrinter) mood(s *Summary) style {
	switch {
	case s.Failing() > 0:
		return t.severity[Error]
	case len(s.Findings) > 0 || s.Checked == (Counts{}):
		return t.severity[Warning]
	}
	return t.note
}

// pad puts a line number at the right of the gutter.
func pad(number string) string { return fmt.Sprintf("%*s", gutterWidth, number) }

// fixNote says what keeps a fix from being applied without asking.
func fixNote(safety Safety) string {
	switch safety {
	case Safe:
		return ""
	case Unsafe:
		return " (unsafe: the meaning may change)"
	}
	return " (by hand: it would break consumers, or needs a decision)"
}

// wrap breaks a line at its spaces so that each part takes at most so many columns where it can.
func wrap(line string, width int) []string {
	if len(line) <= width {
		return []string{line}
	}
	var lines []string
	current, wide := "", 0
	for _, word := range strings.Split(line, " ") {
		length := uniseg.StringWidth(word)
		if current != "" && wide+1+length > width {
			lines = append(lines, current)
			current, wide = "", 0
		}
		if current != "" {
			current, wide = current+" ", wide+1
		}
		current, wide = current+word, wide+length
	}
	return append(lines, current)
}
