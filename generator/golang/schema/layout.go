package schema

import (
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/spec"
)

// print completes the declaration of the struct, when the types of all its fields are settled.
func (l *layout) print() {
	l.lay()
	for _, f := range l.fields {
		if f.name != "" {
			l.decl.Fields = append(l.decl.Fields, FieldDecl{Doc: f.doc(), Name: f.name, Go: f.slot.goType()})
		}
	}
	if l.extra != nil {
		l.decl.Fields = append(l.decl.Fields, FieldDecl{
			Doc: []string{l.extra.name + " holds the members that the contract has no name for."}, Name: l.extra.name,
			Go: "map[string]" + l.extra.slot.goType(),
		})
	}
	l.decl.Read = l.types.enclosed(l.view.schema, l.read())
	l.decl.Write = l.write()
}

// doc returns the comment of a field: what the contract says, and what the type doesn't show.
func (f *field) doc() []string {
	var text string
	for _, use := range f.uses {
		if text = use.Doc; text != "" {
			break
		}
	}
	lines := naming.Comment(text)
	if d := f.uses[0].Deprecated; d != nil {
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		reason := d.Reason
		if reason == "" {
			reason = "do not use."
		}
		lines = append(lines, naming.Comment("Deprecated: "+reason)...)
	}
	return lines
}

// read returns the body of ReadJSON: one pass over the members, then what holds for the object.
func (l *layout) read() []string {
	body := l.defaults()
	body = append(body, l.seen()...)
	cases := l.cases()
	rest := l.rest()
	body = append(body, "m := r.Object(n)")
	switch {
	case len(cases) > 0 && len(rest) > 0:
		cases = append(append(cases, "default:"), rest...)
		fallthrough
	case len(cases) > 0:
		body = append(body, block("for m.Next() {", block("switch m.Key {", cases))...)
	case len(rest) > 0:
		body = append(body, block("for m.Next() {", rest)...)
	default:
		body[len(body)-1] = "r.Object(n)"
	}
	body = append(body, l.requirements()...)
	return append(body, l.checks()...)
}

// checks returns the statements for what the fields alone don't decide. Patterns for names are left
// to checks as a whole, with the properties beside them.
func (l *layout) checks() []string {
	var body []string
	for _, part := range l.view.parts {
		if l.types.exotic(part) {
			return []string{l.types.checkOf(l.view.schema, l.name) + "(r, n)"}
		}
		done := flattened | keywordRequired
		if !hasPatterns(part) {
			done |= keywordProperties
		}
		body = append(body, l.types.checks(part, "n", done)...)
	}
	return body
}

// defaults returns the statements that give absent properties their values, before any is read.
func (l *layout) defaults() []string {
	var body []string
	for _, f := range l.fields {
		if f.name != "" {
			body = append(body, f.slot.Default("x."+f.name)...)
		}
	}
	if len(body) == 0 {
		return nil
	}
	return block("if r.Defaults() {", body)
}

// seen declares the sets of demanded properties that have been read. Those that don't travel in the
// direction of the message count as read.
func (l *layout) seen() []string {
	var body []string
	for set := 0; set*64 < len(l.order); set++ {
		readOnly, writeOnly := l.exempt(set)
		switch {
		case readOnly == 0 && writeOnly == 0:
			body = append(body, "var "+seenSet(set)+" uint64")
		case writeOnly == 0:
			body = append(body, seenSet(set)+" := r.Skip(wire.Request, "+bits(readOnly)+")")
		case readOnly == 0:
			body = append(body, seenSet(set)+" := r.Skip(wire.Response, "+bits(writeOnly)+")")
		default:
			body = append(body, seenSet(set)+" := r.Skip(wire.Request, "+bits(readOnly)+") | r.Skip(wire.Response, "+bits(writeOnly)+")")
		}
	}
	return body
}

func (l *layout) exempt(set int) (readOnly, writeOnly uint64) {
	for i, name := range l.order[set*64 : min(len(l.order), set*64+64)] {
		if f := l.byJSON[name]; f.readOnly {
			readOnly |= 1 << i
		} else if f.writeOnly {
			writeOnly |= 1 << i
		}
	}
	return readOnly, writeOnly
}

func bits(set uint64) string { return "0b" + strconv.FormatUint(set, 2) }

func seenSet(set int) string {
	if set == 0 {
		return "seen"
	}
	return "seen" + strconv.Itoa(set+1)
}

func (l *layout) requirements() []string {
	var body []string
	for set := 0; set*64 < len(l.order); set++ {
		names := l.order[set*64 : min(len(l.order), set*64+64)]
		body = append(body, "m.Require("+seenSet(set)+quotedNames(names)+")")
	}
	return body
}

// quotedNames lists names as further arguments, several to a line.
func quotedNames(names []string) string {
	var b strings.Builder
	width := 0
	for _, name := range names {
		text := quote(name)
		if width += len(text) + 2; width > 90 {
			b.WriteString(",\n" + text)
			width = len(text)
			continue
		}
		b.WriteString(", " + text)
	}
	return b.String()
}

// cases returns what is done with the members of known names.
func (l *layout) cases() []string {
	position := make(map[string]int, len(l.order))
	for i, name := range l.order {
		position[name] = i
	}
	var body []string
	for _, f := range l.fields {
		each := l.member(f)
		if i, ok := position[f.json]; ok {
			each = append([]string{seenSet(i/64) + " |= 1 << " + strconv.Itoa(i%64)}, each...)
		}
		body = append(append(body, "case "+quote(f.json)+":"), each...)
	}
	return body
}

// member reads one property and holds it against those parts of the type that don't know it.
func (l *layout) member(f *field) []string {
	var body []string
	if f.readOnly {
		body = append(body, "r.ReadOnly(m.Value)")
	}
	if f.writeOnly {
		body = append(body, "r.WriteOnly(m.Value)")
	}
	switch {
	case f.constant != nil:
		body = append(body, f.slot.Shape.checkConstant("m.Value")...)
	case f.name != "":
		body = append(body, f.slot.Read("x."+f.name, "m.Value")...)
	}
	for _, part := range l.view.parts {
		if rest := additionalProperties(part); rest != nil && !hasPatterns(part) && !hasField(part, f.json) {
			body = append(body, l.stranger(rest, len(f.uses) == 0)...)
		}
	}
	return body
}

// checkConstant holds a property against its only value; that its type is wrong need not be said too.
func (s *Shape) checkConstant(node string) []string {
	return s.checks(node)
}

func hasField(s *spec.Type, name string) bool {
	for _, f := range s.Fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

// rest returns what is done with members of other names.
func (l *layout) rest() []string {
	var body []string
	for _, part := range l.view.parts {
		if rest := additionalProperties(part); rest != nil && !hasPatterns(part) {
			body = append(body, l.stranger(rest, true)...)
		}
	}
	if l.extra != nil {
		body = append([]string{l.keep()}, body...)
	}
	return body
}

func (l *layout) keep() string {
	return "wire.Entry(r, &m, &x." + l.extra.name + ", " + l.extra.slot.reader() + ")"
}

// stranger holds a member against additionalProperties. A value that is kept is checked when it is
// read.
func (l *layout) stranger(rest *spec.Type, kept bool) []string {
	switch {
	case rest.Kind == spec.KindNever:
		return []string{"m.Unknown()"}
	case kept && l.extra != nil && l.types.follow(rest) == l.types.follow(l.extra.slot.owner):
		return nil
	}
	return l.types.apply(rest, "m.Value", l.name+"Value")
}

// write returns the body of WriteJSON.
func (l *layout) write() []string {
	body := []string{"w.Object()"}
	for _, f := range l.fields {
		body = append(body, f.write()...)
	}
	if l.extra != nil {
		body = append(body, "wire.WriteEntries(w, x."+l.extra.name+", "+l.extra.slot.writer()+")")
	}
	return append(body, "w.EndObject()")
}

func (f *field) write() []string {
	var body []string
	switch {
	case f.constant != nil:
		body = []string{"w.Key(" + quote(f.json) + ").Raw(wire.Raw(" + goString(jsonText(f.constant)) + "))"}
	case f.name != "":
		body = f.slot.member("x."+f.name, f.json)
	default:
		return nil
	}
	switch {
	case f.readOnly:
		return block("if w.Direction() != wire.Request {", body)
	case f.writeOnly:
		return block("if w.Direction() != wire.Response {", body)
	}
	return body
}
