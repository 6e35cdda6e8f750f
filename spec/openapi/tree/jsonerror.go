package tree

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/go-json-experiment/json/jsontext"
)

var (
	errTooMany  = errors.New("too many keys and values")
	errTrailing = errors.New("text after the document")
)

// failure turns the error that ended the reading into a finding at its exact place.
func (r *jsonReader) failure(err error) *report.Finding {
	at := r.offset()
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at = r.start + int(syntax.ByteOffset)
		err = syntax.Err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return r.cutOff()
	}
	if err == errTrailing {
		at = r.rest
	}
	if !strings.Contains(err.Error(), "in string") {
		at += len(r.text[at:]) - len(strings.TrimLeft(r.text[at:], " \t\r\n"))
	}
	span := r.file.Span(at, at+1)
	switch {
	case err == errTooMany:
		return failure(report.FileTooLarge, span, tooManyMessage())
	case strings.Contains(err.Error(), "max depth"):
		return failure(report.TooDeep, span, tooDeepMessage())
	}
	return failure(report.Syntax, span, r.explain(at, err))
}

func tooManyMessage() string {
	return fmt.Sprintf("the file has more than %d keys and values: split it into files that refer to each other", MaxNodes)
}

func tooDeepMessage() string {
	return fmt.Sprintf("values are nested more than %d levels deep: name the inner ones and refer to them", MaxDepth)
}

// cutOff is the finding for JSON that ends too early; it points at the end, and at what is open there.
func (r *jsonReader) cutOff() *report.Finding {
	end := len(r.text)
	finding := failure(report.Syntax, r.file.Span(end, end),
		"the file ends in the middle of a value: it was cut off, or a closing bracket or quote is missing")
	if r.open >= 0 {
		span := r.file.Span(r.open, r.open+1)
		finding.Related = []report.Related{{Message: "opened here and never closed", Span: span}}
	}
	return finding
}

// wantsKey reports whether a key has to come next.
func (r *jsonReader) wantsKey() bool {
	kind, length := r.decoder.StackIndex(r.decoder.StackDepth())
	return kind == jsontext.KindBeginObject && length%2 == 0
}

// explain says what is wrong at an offset of the text, and what to do about it.
func (r *jsonReader) explain(at int, err error) string {
	at = min(at, len(r.text)-1)
	problem := err.Error()
	switch c := r.text[at]; {
	case err == errTrailing:
		return "text follows the end of the document: a bracket was closed too early, or this belongs into another file"
	case c == ',':
		return "a value is missing before this comma, or no comma belongs here: JSON has none after the last entry"
	case c == '/' || c == '#':
		return "JSON has no comments: delete it, or say it in a description"
	case c == '\'':
		return "JSON strings stand in double quotes, not single ones"
	case strings.Contains(problem, "after object value"):
		return "a comma or a closing } is missing before this"
	case strings.Contains(problem, "after array element"):
		return "a comma or a closing ] is missing before this"
	case strings.Contains(problem, "after object name"):
		return "a colon is missing between the key and its value"
	case strings.Contains(problem, "missing value"), c == '}' || c == ']':
		return "a value is missing before this bracket, or nothing is open that it closes"
	case r.wantsKey():
		return "a key in double quotes belongs here"
	case strings.Contains(problem, "start of value"):
		return fmt.Sprintf("no value begins with %q: text needs double quotes", r.text[at:at+1])
	case strings.Contains(problem, "non-control character"):
		return fmt.Sprintf("a string can't hold the character U+%04X itself: write it as an escape, such as \\n for a line break", c)
	}
	return problem
}
