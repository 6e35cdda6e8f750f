// Package edit makes the edits that fixes consist of: in the author's own text and style, byte range
// by byte range. It knows the model and how files are laid out, and no rule.
package edit

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Rename replaces a name where it stands, with or without quotes around it. It is not ok where the
// name is written otherwise, as with escapes.
func Rename(at source.Span, old, new string) (report.Edit, bool) {
	text := at.Text()
	if len(text) == len(old)+2 && (text[0] == '"' || text[0] == '\'') {
		at = at.Slice(1, len(text)-1)
	}
	return report.Edit{Span: at, New: new}, old != "" && at.Text() == old
}

// Insert adds an attribute to a declaration.
func Insert(s spec.Syntax, name, literal string) (report.Edit, bool) {
	if s == nil {
		return report.Edit{}, false
	}
	at, text, ok := s.Insertion(name, literal)
	return report.Edit{Span: at, New: text}, ok
}

// Set gives an attribute of a declaration another value, or adds it.
func Set(n *spec.Node, name, literal string) (report.Edit, bool) {
	if a, ok := n.Attr(name); ok {
		return report.Edit{Span: a.Value.Span, New: literal}, n.Span.Contains(a.Value.Span)
	}
	return Insert(n.Syntax, name, literal)
}

// InsertInto adds a key to the object that an attribute of an OpenAPI element is.
func InsertInto(n *spec.Node, attribute, name, literal string) (report.Edit, bool) {
	nested, isNested := n.Syntax.(spec.Nested)
	object, found := n.Attr(attribute)
	if !isNested || !found || !n.Span.Contains(object.Value.Span) {
		return report.Edit{}, false
	}
	return Insert(nested.Inner(object.Value), name, literal)
}

// Append adds items to the list that an attribute of an OpenAPI element is, or adds the list.
func Append(n *spec.Node, attribute string, items ...string) ([]report.Edit, bool) {
	list, found := n.Attr(attribute)
	if !found {
		added, ok := Insert(n.Syntax, attribute, "["+strings.Join(items, ", ")+"]")
		return []report.Edit{added}, ok
	}
	nested, isNested := n.Syntax.(spec.Nested)
	if !isNested || !n.Span.Contains(list.Value.Span) {
		return nil, false
	}
	if len(list.Value.Items) == 0 {
		items = []string{strings.Join(items, ", ")}
	}
	var edits []report.Edit
	for _, item := range items {
		at, text, ok := nested.Append(list.Value, item)
		if !ok {
			return nil, false
		}
		edits = append(edits, report.Edit{Span: at, New: text})
	}
	return edits, true
}

// Literal writes a value, given as JSON, as the file at a place would: in YAML without quotes where
// none are needed, in JSON that is on one line without blanks.
func Literal(at source.Span, value string) string {
	content := bytes.Trim(at.File.Content, " \t\r\n\uFEFF")
	isJSON := len(content) > 0 && content[0] == '{'
	switch {
	case !isJSON:
		return needlessQuotes.ReplaceAllStringFunc(value, plain)
	case !bytes.Contains(content, []byte("\n")):
		var out bytes.Buffer
		if json.Compact(&out, []byte(value)) == nil {
			return out.String()
		}
	}
	return value
}

// needlessQuotes finds text that YAML takes for text without quotes too, even within braces.
var needlessQuotes = regexp.MustCompile(`"[$A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*\.?"`)

func plain(quoted string) string {
	switch text := quoted[1 : len(quoted)-1]; strings.ToLower(text) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return quoted
	default:
		return text
	}
}

// All returns the edits if each of them could be made; it reads well around calls that return both.
func All(steps ...Step) ([]report.Edit, bool) {
	var edits []report.Edit
	for _, step := range steps {
		if !step.ok {
			return nil, false
		}
		edits = append(edits, step.edits...)
	}
	return edits, true
}

// Step is some edits, or the lack of a way to make them.
type Step struct {
	edits []report.Edit
	ok    bool
}

// One is the step of one edit.
func One(e report.Edit, ok bool) Step { return Step{[]report.Edit{e}, ok} }

// Many is the step of several edits; none is as good as any.
func Many(edits []report.Edit, ok bool) Step { return Step{edits, ok} }
