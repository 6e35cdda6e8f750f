package lsp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// hoverAt answers textDocument/hover: with what is known of the rules that found something there, or
// whose ID stands there, and else with what a reference leads to.
func hoverAt(s *server, d *document, g *group, m *message) (any, error) {
	p, err := params[ofPosition](m)
	if err != nil {
		return nil, err
	}
	at := newText(d.file, s.units)
	offset := at.offset(p.Position)
	if text, span := s.explained(d, g, offset); text != "" {
		return hovering(text, at.rangeOf(span)), nil
	}
	if r, ok := referenceAt(g.checked, d.path(), offset); ok {
		if n := declaration(g.checked, r); n != nil {
			return hovering(s.renderer(d, g).summary(g.checked, n), at.rangeOf(r.span)), nil
		}
	}
	return nil, nil
}

func hovering(text string, at textRange) *hover {
	return &hover{markup{"markdown", text}, &at}
}

// explained returns what is known of the rule that is named at a place, or of those that found
// something there, and where that is. Of places within each other the smallest counts.
func (s *server) explained(d *document, g *group, offset int) (string, source.Span) {
	if word := idAt(d.file, offset); word.Len() > 0 {
		if text := s.engine.Explain(word.Text()); text != "" {
			return text, word
		}
	}
	var span source.Span
	for _, f := range g.findings[d.path()] {
		if holds(f.Span, d.path(), offset) && (span.IsZero() || f.Span.Len() < span.Len()) {
			span = f.Span
		}
	}
	var texts, ids []string
	for _, f := range g.findings[d.path()] {
		if f.Span == span && !slices.Contains(ids, f.Rule) {
			ids = append(ids, f.Rule)
			texts = append(texts, s.engine.Explain(f.Rule))
		}
	}
	return strings.Join(texts, "\n\n---\n\n"), span
}

// idAt returns the word at a place where the IDs of rules stand: in suppressions, and in the
// configuration. An empty span is none.
func idAt(file *source.File, offset int) source.Span {
	line := file.Line(file.Position(offset).Line)
	at := offset - int(line.Start)
	text := line.Text()
	if at > len(text) || !isConfig(file.Path) && !strings.Contains(text, "bylaw:ignore") && !strings.Contains(text, "x-bylaw-ignore") && !strings.Contains(text, "rules") {
		return line.Slice(0, 0)
	}
	start, end := at, at
	for start > 0 && inID(text[start-1]) {
		start--
	}
	for end < len(text) && inID(text[end]) {
		end++
	}
	return line.Slice(start, end)
}

func inID(b byte) bool { return b == '-' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }

// maxSummary is how many members a summary lists.
const maxSummary = 20

// summary says in Markdown what a declaration is.
func (r *renderer) summary(c *Checked, n *spec.Node) string {
	var b strings.Builder
	typ := typeOf(c, n)
	if typ == nil {
		typ = builtIn(c, n)
	}
	fmt.Fprintf(&b, "**%s**", nameOf(n))
	if typ != nil {
		fmt.Fprintf(&b, " (%s)", typeName(typ))
	}
	if n.Deprecated != nil {
		b.WriteString(", deprecated")
	}
	if doc := strings.TrimSpace(n.Doc); doc != "" {
		b.WriteString("\n\n" + doc)
	}
	if typ != nil {
		b.WriteString(members(typ))
	}
	if !n.Span.IsZero() {
		fmt.Fprintf(&b, "\n\n%s:%d", n.Span.Path(), n.Span.Position().Line)
	}
	return b.String()
}

// builtIn returns the type of a node that no file declares.
func builtIn(c *Checked, n *spec.Node) (found *spec.Type) {
	references(c, func(r reference) {
		if r.typ != nil && &r.typ.Node == n {
			found = r.typ
		}
	})
	return found
}

func nameOf(n *spec.Node) string {
	if n.Name != "" {
		return n.Name
	}
	return string(n.ID())
}

// members lists the fields, or the values, of a type.
func members(t *spec.Type) string {
	var lines []string
	for _, f := range t.Fields {
		line := fmt.Sprintf("- `%s`: %s", f.Name, typeName(f.Type))
		if f.Required {
			line += ", required"
		}
		lines = append(lines, line)
	}
	for _, v := range t.Values {
		lines = append(lines, fmt.Sprintf("- `%s`", v.Name))
	}
	if len(lines) == 0 {
		return ""
	}
	if more := len(lines) - maxSummary; more > 0 {
		lines = append(lines[:maxSummary], fmt.Sprintf("- and %d more", more))
	}
	return "\n\n" + strings.Join(lines, "\n")
}

// typeName names a type in a few words.
func typeName(t *spec.Type) string {
	if t == nil {
		return "any"
	}
	switch t.Kind {
	case spec.KindReference:
		if t.Target != nil && t.Target.Name != "" {
			return t.Target.Name
		}
		return t.Ref
	case spec.KindArray:
		return "list of " + typeName(t.Items)
	case spec.KindMap:
		return "map of " + typeName(t.Items)
	}
	name := kindNames()[t.Kind]
	if t.Format != "" {
		name += " " + t.Format
	}
	return name
}

func kindNames() []string {
	return []string{
		spec.KindAny: "any", spec.KindReference: "reference", spec.KindObject: "object", spec.KindMap: "map", spec.KindArray: "list",
		spec.KindEnum: "enum", spec.KindBoolean: "boolean", spec.KindInteger: "integer", spec.KindNumber: "number",
		spec.KindString: "string", spec.KindBytes: "bytes", spec.KindNull: "null", spec.KindUnion: "one of several", spec.KindNever: "nothing",
	}
}
