package schema

import (
	"slices"
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
	l.decl.Log, l.decl.Secret = l.logged(), l.types.Personal(l.view.schema)
}

// doc returns the comment of a field: what the contract says, and what the type doesn't show.
func (f *field) doc() []string {
	var text string
	for _, use := range f.uses {
		if text = use.Doc; text != "" {
			break
		}
	}
	text, _, _ = strings.Cut(text, "\n\n") // what follows the first paragraph is in the contract
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
	cases, rest := l.cases(), l.rest()
	if len(cases) > 0 && len(rest) > 0 {
		cases = append(append(cases, "default:"), rest...)
	}
	if len(cases) > 0 {
		rest = block("switch m.Key {", cases)
	}
	body = append(body, l.loop(rest)...)
	if len(l.order) > mostCounted {
		body = append(body, "r.Require(n"+quotedNames(l.order[mostCounted:])+")")
	}
	return append(body, l.checks()...)
}

// mostCounted is how many names the reader counts while it goes over the members.
const mostCounted = 64

// loop goes over the members. The names that don't travel in the direction of the message are not
// demanded.
func (l *layout) loop(each []string) []string {
	names := l.order[:min(len(l.order), mostCounted)]
	start := "r.Struct(n" + quotedNames(names) + ")"
	if len(names) == 0 {
		start = "r.Object(n)"
	}
	readOnly, writeOnly, internal := l.exempt(names)
	switch {
	case len(each) == 0 && len(names) == 0:
		return []string{start}
	case readOnly|writeOnly|internal == 0:
		return block("for m := "+start+"; m.Next(); {", each)
	}
	body := []string{"m := " + start}
	if readOnly != 0 {
		body = append(body, "m.Exempt(wire.Request, "+bits(readOnly)+")")
	}
	if writeOnly != 0 {
		body = append(body, "m.Exempt(wire.Response, "+bits(writeOnly)+")")
	}
	if internal != 0 {
		body = append(body, "m.ExemptOutside("+bits(internal)+")")
	}
	return append(body, block("for m.Next() {", each)...)
}

// checks returns the statements for what the fields alone don't decide. Patterns for names are left
// to checks as a whole, with the properties beside them.
func (l *layout) checks() []string {
	var body []string
	for _, part := range l.view.parts {
		if l.types.exotic(part) {
			return []string{l.types.untyped(l.view.schema, l.name) + "(r, n)"}
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

func (l *layout) exempt(names []string) (readOnly, writeOnly, internal uint64) {
	for i, name := range names {
		f := l.byJSON[name]
		if f.readOnly {
			readOnly |= 1 << i
		} else if f.writeOnly {
			writeOnly |= 1 << i
		}
		if f.internal {
			internal |= 1 << i
		}
	}
	return readOnly, writeOnly, internal
}

func bits(set uint64) string { return "0b" + strconv.FormatUint(set, 2) }

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
	value := make(map[string]string, len(l.order))
	for i, name := range l.order[:min(len(l.order), mostCounted)] {
		value[name] = "m.Required(" + strconv.Itoa(i) + ")"
	}
	var body []string
	for _, f := range l.fields {
		each := l.member(f)
		if first := value[f.json]; first != "" {
			each = notice(each, first)
		}
		if f.internal {
			each = append(unlessInternal(), each...)
		}
		body = append(append(body, "case "+quote(f.json)+":"), each...)
	}
	return body
}

// unlessInternal goes on with the next member if this one is for insiders only, and an outsider's; first does what has to be
// done all the same.
func unlessInternal(first ...string) []string {
	return block("if m.Internal() {", append(slices.Clip(first), "continue"))
}

// notice has the first use of the member's value note that it is there.
func notice(each []string, value string) []string {
	if len(each) == 0 || !strings.Contains(each[0], "m.Value") {
		return append([]string{value}, each...)
	}
	each[0] = strings.Replace(each[0], "m.Value", value, 1)
	return each
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
		body = append(body, f.slot.Shape.checks("m.Value")...)
	case f.name != "":
		body = append(body, f.slot.Read("x."+f.name, "m.Value")...)
	case len(f.uses) == 0 && l.extra != nil: // demanded, and no property
		body = append(body, l.entry())
	}
	for _, part := range l.view.parts {
		if rest := additionalProperties(part); rest != nil && !hasPatterns(part) && !hasField(part, f.json) {
			body = append(body, l.stranger(rest, len(f.uses) == 0)...)
		}
	}
	return body
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
		body = append([]string{l.entry()}, body...)
		if l.extra.internal {
			body = append(unlessInternal(), body...)
		}
	}
	return body
}

func (l *layout) entry() string {
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
		body = append(body, hide(l.extra.internal, []string{"wire.WriteEntries(w, x." + l.extra.name + ", " + l.extra.slot.writer() + ")"})...)
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
		body = block("if w.Direction() != wire.Request {", body)
	case f.writeOnly:
		body = block("if w.Direction() != wire.Response {", body)
	}
	return hide(f.internal, body)
}

// hide keeps what statements write from outsiders, if it is internal.
func hide(internal bool, body []string) []string {
	if !internal {
		return body
	}
	return append(append([]string{"w.Hide()"}, body...), "w.Show()")
}
