package bundle

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// print returns the text of the bundle. In the root's own format only what has to be different is: everything
// else stays as its author wrote it.
func (b *bundler) print(f Format) []byte {
	own := JSON
	if b.inYAML() {
		own = YAML
	}
	if f == Same {
		f = own
	}
	if f == own {
		if text, ok := b.edited(); ok {
			return text
		}
	}
	return b.whole(f)
}

// inYAML reports whether the root is YAML. One that begins with a brace is written as JSON is.
func (b *bundler) inYAML() bool {
	return !bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(b.file.Content, []byte("\ufeff")), " \t\r\n"), []byte("{"))
}

// edit is a part of the root that is replaced.
type edit struct {
	at   source.Span
	text string
}

// edited returns the root with what is different; ok is false if its text doesn't allow that.
func (b *bundler) edited() (text []byte, ok bool) {
	e := &editor{bundler: b, text: string(b.file.Content), yaml: b.inYAML(), seen: map[*spec.Value]bool{}, ok: true}
	e.object(b.root, false)
	e.components()
	if !e.ok {
		return nil, false
	}
	return e.apply(), true
}

// editor collects what is to be replaced in the root.
type editor struct {
	*bundler
	text  string
	yaml  bool
	seen  map[*spec.Value]bool // aliases of YAML stand at several places
	edits []edit
	ok    bool
}

// visit looks for what is different in a value. Flow says that it stands in braces or brackets.
func (e *editor) visit(v *spec.Value, flow bool) {
	if e.seen[v] {
		return
	}
	e.seen[v] = true
	switch v.Kind {
	case spec.Str:
		if fresh := e.reference(v, false); fresh != v {
			e.replace(v.Span, quoted(fresh.Text, v.Span.Text()))
		}
	case spec.List:
		for _, item := range v.Items {
			e.visit(item, flow || inBraces(v))
		}
	case spec.Map:
		e.object(v, flow)
	}
}

func (e *editor) object(v *spec.Value, flow bool) {
	_, adopted := e.adopted[v]
	if _, inline := e.inline(v); adopted || inline {
		e.instead(v.Span, e.bundler.object(v, false), flow)
		return
	}
	for _, m := range v.Members {
		e.visit(m.Value, flow || inBraces(v))
	}
}

// inBraces reports whether a list or an object is in flow style.
func inBraces(v *spec.Value) bool {
	text := v.Span.Text()
	return text != "" && (text[0] == '{' || text[0] == '[')
}

func (e *editor) replace(at source.Span, text string) { e.edits = append(e.edits, edit{at, text}) }

// instead puts a value in the place of another one, or on the lines below its key.
func (e *editor) instead(at source.Span, v *spec.Value, flow bool) {
	text := e.written(at, v, flow)
	if strings.HasPrefix(text, e.newline()) {
		at.Start = int32(len(strings.TrimRight(e.text[:at.Start], " ")))
	}
	e.replace(at, text)
}

// quoted writes a reference as the one that it replaces is written. Plain it can't be in YAML: # begins a comment.
func quoted(text, old string) string {
	if strings.HasPrefix(old, `"`) {
		return string(appendText(nil, text))
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// written writes a value in the place of another one. Flow says that the place is in braces.
func (e *editor) written(at source.Span, v *spec.Value, flow bool) string {
	line := e.text[strings.LastIndexByte(e.text[:at.Start], '\n')+1 : at.Start]
	margin := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	switch {
	case !e.yaml:
		return e.lines(string(json(v, e.indent())), margin)
	case flow, v.Kind != spec.Map, len(v.Members) == 0:
		return string(json(v, ""))
	case strings.HasPrefix(at.Text(), "{"): // behind its key
		return e.newline() + margin + "  " + e.lines(block(v), margin+"  ")
	}
	return e.lines(block(v), strings.Repeat(" ", utf8.RuneCountInString(line)))
}

// lines indents all lines of a text but the first; empty ones stay empty.
func (e *editor) lines(text, margin string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		if i > 0 && lines[i] != "" {
			lines[i] = margin + lines[i]
		}
	}
	return strings.Join(lines, e.newline())
}

func (e *editor) newline() string {
	if i := strings.IndexByte(e.text, '\n'); i > 0 && e.text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// indent is that of one level in a JSON document: that of its first member; "": all is on one line.
func (e *editor) indent() string {
	if len(e.root.Members) == 0 {
		return "  "
	}
	before := e.text[:e.root.Members[0].KeySpan.Start]
	end := strings.LastIndexByte(before, '\n')
	if end < 0 {
		return ""
	}
	return before[end+1:]
}

// components adds what the root has not, behind what it has.
func (e *editor) components() {
	if len(e.added) == 0 {
		return
	}
	group := e.root.Get("components")
	if group == nil || group.Kind != spec.Map || len(group.Members) == 0 {
		e.put(e.syntax(nil), e.root, "components", e.all())
		return
	}
	fresh := e.all()
	has := func(section *spec.Value) bool {
		return section != nil && section.Kind == spec.Map && len(section.Members) > 0
	}
	for _, m := range fresh.Members { // first, for the last section ends where another one begins
		if section := group.Get(m.Key); has(section) {
			for _, one := range m.Value.Members {
				e.put(e.syntax(section), section, one.Key, one.Value)
			}
		}
	}
	for _, m := range fresh.Members {
		if !has(group.Get(m.Key)) {
			e.put(e.syntax(group), group, m.Key, m.Value)
		}
	}
}

// all returns the components that are added, by section in the order in which they were met.
func (e *editor) all() *spec.Value {
	out := &spec.Value{Kind: spec.Map}
	for _, one := range e.added {
		put(child(out, one.section), one.name, one.value)
	}
	return out
}

// syntax returns the view of an object of the root; nil: that of the root itself.
func (e *editor) syntax(v *spec.Value) spec.Syntax {
	for _, d := range e.api.Documents {
		if nested, ok := d.Syntax.(spec.Nested); ok && d.File == e.file {
			if v == nil {
				return d.Syntax
			}
			return nested.Inner(v)
		}
	}
	return nil
}

// put gives an object a member that it doesn't have, or has nothing in.
func (e *editor) put(s spec.Syntax, into *spec.Value, key string, v *spec.Value) {
	if old := into.Get(key); old != nil {
		e.instead(old.Span, v, inBraces(into))
		e.ok = e.ok && inBraces(old)
		return
	}
	if s == nil {
		e.ok = false
		return
	}
	at, text, ok := s.Insertion(key, e.literal(into, v))
	e.ok = e.ok && ok
	e.replace(at, strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", e.newline()))
}

// literal writes a value that is put behind the key of a new member.
func (e *editor) literal(into, v *spec.Value) string {
	switch {
	case !e.yaml:
		return string(json(v, e.indent()))
	case inBraces(into), v.Kind != spec.Map, len(v.Members) == 0:
		return string(json(v, ""))
	}
	return "\n  " + strings.ReplaceAll(block(v), "\n", "\n  ")
}

// apply returns the root with all edits. Those of one place follow each other as they were made.
func (e *editor) apply() []byte {
	slices.SortStableFunc(e.edits, func(a, b edit) int { return cmp.Compare(a.at.Start, b.at.Start) })
	var out []byte
	done := int32(0)
	for _, one := range e.edits {
		if one.at.Start < done {
			continue // within what is replaced as a whole
		}
		out = append(append(out, e.text[done:one.at.Start]...), one.text...)
		done = one.at.End
	}
	return append(out, e.text[done:]...)
}
