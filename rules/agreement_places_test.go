package rules_test

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// lineRange is the lines from the first to the last, both included, from 1.
type lineRange struct{ first, last int }

func (r lineRange) contains(other lineRange) bool {
	return r.first <= other.first && other.last <= r.last
}

func (r lineRange) String() string {
	if r.first == r.last {
		return fmt.Sprint(r.first)
	}
	return fmt.Sprintf("%d-%d", r.first, r.last)
}

func lineOf(s source.Span, offset int32) int { return s.File.Position(int(offset)).Line }

func linesOf(s source.Span) lineRange {
	return lineRange{lineOf(s, s.Start), lineOf(s, max(s.Start, s.End-1))}
}

// elementLines are the lines of the elements that findings can be about. What contains nearly
// everything, such as services and documents, is left out: to be within it is no agreement.
type elementLines map[spec.ID][]lineRange

func linesOfElements(apis []*spec.API) elementLines {
	lines := elementLines{}
	for _, api := range apis {
		if api.Imported {
			continue
		}
		spec.Walk(api, &spec.Visitor{
			Document:  lines.addHead,
			Operation: func(o *spec.Operation) { lines.addOperation(o, api.Format) },
			Parameter: func(p *spec.Parameter) { lines.add(&p.Node, p.Span) },
			Payload:   func(p *spec.Payload) { lines.add(&p.Node, p.Span) },
			Response:  func(r *spec.Response) { lines.add(&r.Node, r.Span) },
			MediaType: func(m *spec.MediaType) { lines.add(&m.Node, m.Span) },
			Type:      func(t *spec.Type) { lines.add(&t.Node, t.Span) },
			Field:     func(f *spec.Field) { lines.add(&f.Node, f.Span) },
			EnumValue: func(v *spec.EnumValue) { lines.add(&v.Node, v.Span) },
		})
	}
	return lines
}

// addHead counts what a proto file begins with, down to its package, as the file's own: what one
// linter says where an option stands, another says at the package.
func (lines elementLines) addHead(d *spec.Document) {
	if d.Package != "" || !d.Stated.IsZero() {
		lines.add(&d.Node, d.File.Span(0, int(d.NameSpan.End)))
	}
}

// addOperation counts the messages of an rpc as its own: what one linter says of the rpc, another
// says of its request.
func (lines elementLines) addOperation(o *spec.Operation, format spec.Format) {
	lines.add(&o.Node, o.Span)
	if format != spec.Proto {
		return
	}
	for _, t := range []*spec.Type{o.RequestType(), o.ResponseType()} {
		if t != nil && t.Span.File == o.Span.File {
			lines.add(&o.Node, t.Span)
		}
	}
}

func (lines elementLines) add(n *spec.Node, s source.Span) {
	if s.File != nil {
		lines[n.ID()] = append(lines[n.ID()], linesOf(s))
	}
}

const indentation = "  "

// linesAt returns the lines of the value at a path in a document that json.Indent has laid out, or
// of the deepest value on the way to it.
func linesAt(text string, path []string) lineRange {
	lines := strings.Split(text, "\n")
	at := lineRange{0, len(lines) - 1}
	for depth, key := range path {
		next, ok := child(lines, at, strings.Repeat(indentation, depth+1), key)
		if !ok {
			break
		}
		at = next
	}
	return lineRange{at.first + 1, at.last + 1}
}

// child returns the lines, from 0, of one of the values within others: of a key, or of a number in
// an array.
func child(lines []string, parent lineRange, indent, key string) (lineRange, bool) {
	quoted, index := strconv.Quote(key)+": ", 0
	for i := parent.first + 1; i < parent.last; i++ {
		rest, isChild := strings.CutPrefix(lines[i], indent)
		if !isChild || strings.ContainsAny(rest[:1], " }]") {
			continue
		}
		inArray := strings.HasSuffix(lines[parent.first], "[")
		if strings.HasPrefix(rest, quoted) || inArray && strconv.Itoa(index) == key {
			return lineRange{i, end(lines, i, indent)}, true
		}
		index++
	}
	return lineRange{}, false
}

// end returns the last line of the value that begins in a line.
func end(lines []string, first int, indent string) int {
	if !strings.HasSuffix(lines[first], "{") && !strings.HasSuffix(lines[first], "[") {
		return first
	}
	for i := first + 1; i < len(lines); i++ {
		if strings.HasPrefix(lines[i], indent+"}") || strings.HasPrefix(lines[i], indent+"]") {
			return i
		}
	}
	return len(lines) - 1
}
