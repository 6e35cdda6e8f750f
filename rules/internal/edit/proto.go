package edit

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Import makes a proto file import another: no edit if it does already. The new line stands where
// the imports stay sorted, if they are.
func Import(api *spec.API, file *source.File, path string) ([]report.Edit, bool) {
	at := slices.IndexFunc(api.Documents, func(d *spec.Document) bool { return d.File == file })
	if at < 0 {
		return nil, false
	}
	document := api.Documents[at]
	statement := "import " + strconv.Quote(path) + ";"
	var before *spec.Import
	for i := range document.Imports {
		switch imported := &document.Imports[i]; {
		case imported.Path == path:
			return nil, true
		case imported.Path < path:
			before = imported
		}
	}
	switch {
	case before != nil:
		return behind(before.Span, newline(file)+statement)
	case len(document.Imports) > 0:
		line := lineOf(document.Imports[0].Span)
		first := strings.HasPrefix(strings.TrimLeft(line.Text(), " \t"), "import")
		return []report.Edit{{Span: line.Slice(0, 0), New: statement + newline(file)}}, first
	}
	return behind(document.NameSpan, newline(file)+newline(file)+statement)
}

// behind adds text behind the line on which a statement ends with what the span covers.
func behind(statement source.Span, text string) ([]report.Edit, bool) {
	end := source.Span{File: statement.File, Start: statement.End, End: lineOf(statement).End}
	rest, ended := strings.CutPrefix(strings.TrimLeft(end.Text(), " \t"), ";")
	return []report.Edit{{Span: end.Slice(end.Len(), end.Len()), New: text}}, ended && isBlank(rest)
}

// AddField adds a field to a message, behind the last one. The lines are comments, as they are to
// stand, and then the field.
func AddField(t *spec.Type, lines ...string) (report.Edit, bool) {
	if len(t.Fields) == 0 {
		return First(t, lines...)
	}
	last := t.Fields[len(t.Fields)-1]
	span := last.Span
	if last.OneOf != nil {
		span = last.OneOf.Span
	}
	if span.IsZero() {
		return report.Edit{}, false
	}
	added := after(span, lines)
	if strings.Contains(added.New, "\n") && spaced(t, len(lines) > 1) {
		added.New = newline(span.File) + added.New
	}
	return added, true
}

// spaced reports whether the fields of a message stand apart: the last two do, or there is but one
// and it is documented, as the new one is.
func spaced(t *spec.Type, documented bool) bool {
	if len(t.Fields) == 1 {
		return documented && strings.HasPrefix(strings.TrimSpace(lineBefore(t.Fields[0].Span)), "//")
	}
	before, last := t.Fields[len(t.Fields)-2].Span, t.Fields[len(t.Fields)-1].Span
	if before.File != last.File || before.End > last.Start {
		return false
	}
	between := before.File.Span(int(before.End), int(last.Start)).Text()
	return strings.Contains(strings.ReplaceAll(between, "\r", ""), "\n\n")
}

// lineBefore returns the line above that on which a span begins.
func lineBefore(span source.Span) string {
	if n := span.Position().Line; n > 1 {
		return span.File.Line(n - 1).Text()
	}
	return ""
}

// First adds a statement at the beginning of a message's or enum's body.
func First(t *spec.Type, lines ...string) (report.Edit, bool) {
	file := t.Span.File
	if t.Span.IsZero() {
		return report.Edit{}, false
	}
	head := string(file.Content[t.NameSpan.End:t.Span.End])
	open := len(head) - len(strings.TrimLeft(head, " \t\r\n"))
	if open == len(head) || head[open] != '{' {
		return report.Edit{}, false
	}
	brace := file.Span(int(t.NameSpan.End)+open, int(t.NameSpan.End)+open+1)
	body := strings.TrimSpace(file.Span(int(brace.End), int(t.Span.End)-1).Text())
	if body == "" {
		outer := indentation(t.Span)
		inner := newline(file) + outer + indentUnit(file)
		inside := file.Span(int(brace.End), int(t.Span.End)-1)
		return report.Edit{Span: inside, New: inner + strings.Join(lines, inner) + newline(file) + outer}, true
	}
	inner := indentation(t.Span) + indentUnit(file)
	if len(t.Values) > 0 && t.Values[0].Span.Position().Line > brace.Position().Line {
		inner = indentation(t.Values[0].Span)
	}
	return inBody(brace, inner, lines), true
}

// after adds a statement behind another one.
func after(span source.Span, lines []string) report.Edit {
	if strings.TrimLeft(span.File.Span(int(lineOf(span).Start), int(span.Start)).Text(), " \t") != "" {
		return report.Edit{Span: span.Slice(span.Len(), span.Len()), New: " " + lines[len(lines)-1]}
	}
	return inBody(span, indentation(span), lines)
}

// inBody adds a statement on lines of its own behind a place, or on the same line if that goes on.
func inBody(place source.Span, indent string, lines []string) report.Edit {
	end := place.File.Line(place.EndPosition().Line)
	rest := place.File.Span(int(place.End), int(end.End))
	if !isBlank(rest.Text()) {
		return report.Edit{Span: place.Slice(place.Len(), place.Len()), New: " " + lines[len(lines)-1]}
	}
	separator := newline(place.File) + indent
	return report.Edit{Span: rest.Slice(rest.Len(), rest.Len()), New: separator + strings.Join(lines, separator)}
}

// isBlank reports whether nothing but comments that end with it stand on the rest of a line.
func isBlank(rest string) bool {
	rest = strings.TrimSpace(rest)
	inner, isComment := strings.CutPrefix(rest, "/*")
	return rest == "" || strings.HasPrefix(rest, "//") || isComment && strings.Index(inner, "*/") == len(inner)-len("*/")
}

// Optional returns the label that a new field needs, with a blank behind it; "" in all but proto2.
func Optional(api *spec.API, t *spec.Type) string {
	for _, d := range api.Documents {
		if d.File == t.Span.File && d.Dialect == "proto2" {
			return "optional "
		}
	}
	return ""
}

// FreeNumber returns the least field number above all that a message has, has had, or is about to
// get; 0 if there is none.
func FreeNumber(t *spec.Type, taken ...int) int {
	next := 1
	for _, number := range taken {
		next = max(next, number+1)
	}
	for _, f := range t.Fields {
		next = max(next, f.Number+1)
	}
	var closed []spec.Range
	if t.Proto != nil {
		closed = slices.Concat(t.Proto.Reserved, t.Proto.Extensible)
	}
	closed = append(closed, spec.Range{First: 19000, Last: 19999}) // kept for the implementations
	slices.SortFunc(closed, func(a, b spec.Range) int { return int(a.First) - int(b.First) })
	for _, r := range closed {
		if next >= int(r.First) && next <= int(r.Last) {
			next = int(r.Last) + 1
		}
	}
	if next >= 1<<29 {
		return 0
	}
	return next
}

// Takes reports whether a message has no other member of that name, nor has had one.
func Takes(t *spec.Type, name string) bool {
	for _, f := range t.Fields {
		if f.Name == name || f.JSONName == jsonName(name) {
			return false
		}
	}
	for _, o := range t.OneOfs {
		if o.Name == name {
			return false
		}
	}
	for _, inner := range t.Types {
		if inner.Name == name || slices.ContainsFunc(inner.Values, func(v *spec.EnumValue) bool { return v.Name == name }) {
			return false
		}
	}
	return t.Proto == nil || !slices.ContainsFunc(t.Proto.ReservedNames, func(r spec.ReservedName) bool { return r.Name == name })
}

// Free reports whether a field can be called so: no other member of its message or schema is.
func Free(f *spec.Field, name string) bool {
	if f.Owner == nil {
		return true
	}
	others := *f.Owner
	others.Fields = slices.DeleteFunc(slices.Clone(others.Fields), func(other *spec.Field) bool { return other == f })
	if f.Number == 0 {
		return !slices.ContainsFunc(others.Fields, func(other *spec.Field) bool { return other.Name == name })
	}
	return Takes(&others, name)
}

// jsonName is the name that protojson gives a field.
func jsonName(name string) string {
	parts := strings.Split(name, "_")
	for i, part := range parts[1:] {
		if part != "" {
			parts[i+1] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "")
}

// NewLine returns a line break, and the blanks that the line of a place begins with.
func NewLine(at source.Span) string { return newline(at.File) + indentation(at) }

func lineOf(span source.Span) source.Span { return span.File.Line(span.Position().Line) }

// indentation returns the blanks that the line of a span begins with.
func indentation(span source.Span) string {
	line := lineOf(span).Text()
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// indentUnit returns what the file indents by: what its first indented line begins with.
func indentUnit(file *source.File) string {
	for line := range bytes.Lines(file.Content) {
		text := bytes.TrimLeft(line, " \t")
		blanks := string(line[:len(line)-len(text)])
		if blanks != "" && len(bytes.TrimSpace(text)) > 0 && text[0] != '*' && text[0] != '#' && len(blanks) <= 8 {
			return blanks
		}
	}
	return "  "
}

// newline returns how the file ends its first line.
func newline(file *source.File) string {
	if at := bytes.IndexByte(file.Content, '\n'); at > 0 && file.Content[at-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
