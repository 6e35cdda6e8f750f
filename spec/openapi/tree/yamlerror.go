package tree

import (
	"fmt"
	"io"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
)

// failure turns an error of the YAML library into a finding. The library tells at most a line, and
// for mistakes of structure the line where the broken object begins; the place itself is found
// here.
func (r *yamlReader) failure(start int, err error) *report.Finding {
	e := &yamlError{scanner: &r.scanner, start: start}
	e.line, e.problem = splitLine(err)
	rule, at, end, message := e.explain()
	return failure(rule, r.file.Span(at, end), message)
}

// splitLine takes an error of the library, "yaml: line 7: text", apart. The line is 0 if it tells none.
func splitLine(err error) (line int, problem string) {
	problem = strings.TrimPrefix(err.Error(), "yaml: ")
	if _, scanErr := fmt.Sscanf(problem, "line %d: ", &line); scanErr == nil {
		_, problem, _ = strings.Cut(problem, ": ")
	}
	return line, problem
}

// yamlError is an error of the YAML library on its way to a place and a message.
type yamlError struct {
	*scanner
	start   int    // where the YAML begins in the text
	line    int    // the line that the library tells, counted from 1; right only for mistakes within a token
	problem string // what the library says, without the line
}

func (e *yamlError) says(text string) bool { return strings.Contains(e.problem, text) }

func (e *yamlError) explain() (rule string, at, end int, message string) {
	switch {
	case e.says("control characters"):
		at = e.controlCharacter()
		return report.Syntax, at, at + characterWidth(e.text[at]), "YAML can't hold this control character: delete it, or write it as an escape in double quotes"
	case e.says("unknown anchor"):
		at, end = e.unknownAlias()
		return report.Syntax, at, end, fmt.Sprintf("no anchor has the name of the alias %s: text that begins with * needs quotes", brief(e.text[at:end]))
	case e.says("unexpected end of stream"):
		at = e.openQuote()
		return report.Syntax, at, at + 1, "this quote is never closed"
	}
	mark := e.mark()
	if e.says("max depth") {
		return report.TooDeep, mark, mark + 1, tooDeepMessage()
	}
	at, end, message = e.explainAt(mark)
	return report.Syntax, at, end, message
}

// explainAt explains the mistake at which the library stood when it failed.
func (e *yamlError) explainAt(mark int) (at, end int, message string) {
	switch {
	case e.says("mapping values"):
		return e.secondColon(mark)
	case e.says("cannot start any token"), e.says("tab character"):
		return e.badStart(mark)
	case e.says("expected ',' or"), e.says("node content"):
		return e.badFlow(mark)
	case e.says("expected key"), e.says("'-' indicator"), e.says("could not find expected ':'"):
		return e.misplaced(mark)
	case e.says("block sequence entries"):
		return mark, mark + 1, "a list begins on a line of its own: move the - below the key, or put the text in quotes"
	case e.says("escape character"):
		at = e.lastIndex("\\", mark+4)
		return at, at + 2, fmt.Sprintf("%q is no escape of YAML: double the backslash, or use single quotes", e.text[at:min(at+2, len(e.text))])
	}
	at, end = e.word(mark)
	switch {
	case e.says("alphabetic or numeric"):
		return at, end, "text that begins with * or & needs quotes, for these begin aliases and anchors"
	case e.says("tag"):
		at, end = e.word(e.lastIndex("!", mark+4))
		return at, end, "this is no tag that is known here: text that begins with ! needs quotes"
	case e.says("expected comment or line break"):
		return at, end, "after | or > the text begins on the next line: move it there, or put it in quotes"
	}
	return at, end, e.problem
}

// affordable is up to what size a text is read again to find the place of a mistake. In a larger
// one it is only told as well as the library can.
const affordable = 16 << 20

// mark returns where the library stood when it failed. It reads four characters ahead, and the end
// of the text must not cut that short.
func (e *yamlError) mark() int {
	last := max(len(e.text)-1, 0)
	if len(e.text) > affordable {
		return min(e.lines[min(max(e.line-1, 0), len(e.lines)-1)], last)
	}
	reader := &byteReader{text: acceptVersion(e.text[e.start:]) + "\n\n\n\n"}
	e.try(reader)
	return min(e.start+max(reader.read-4, 0), last)
}

// try reads a text and returns what the library says about it, as problem does.
func (e *yamlError) try(text io.Reader) (problem string) {
	if _, err := unmarshal(text); err != nil {
		_, problem = splitLine(err)
	}
	return problem
}

// byteReader hands out a text byte by byte, so that it is known how far it has been read.
type byteReader struct {
	text string
	read int
}

func (r *byteReader) Read(p []byte) (int, error) {
	if r.read >= len(r.text) || len(p) == 0 {
		return 0, io.EOF
	}
	p[0] = r.text[r.read]
	r.read++
	return 1, nil
}
