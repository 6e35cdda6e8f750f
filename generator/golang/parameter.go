package golang

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/golang/schema"
	"github.com/bylaw-dev/bylaw/spec"
)

// parameter is a parameter on its way to Go: one for all operations that share its declaration.
type parameter struct {
	*spec.Parameter
	slot     *schema.Slot
	style    string // the expression of its param.Style
	uses     int
	internal bool // for insiders only
	answered bool // a header of answers
	// The functions that read and write it, if several operations share it; "": they do it in place.
	read, put string
	// The same for a header of several answers.
	answerRead, answerPut string
}

// countShared counts how many operations use each declaration of a parameter, and names components
// before others may take their names.
func (l *lowering) countShared() {
	for _, o := range l.operations {
		for _, p := range o.Parameters {
			l.parameter(p).uses++
		}
	}
	for _, o := range l.operations {
		for _, use := range o.Parameters {
			if p := l.parameter(use); p.Operation == nil && p.uses > 1 && p.read == "" {
				l.share(p)
			}
		}
	}
}

// parameter returns the parameter that stands for all uses of its declaration.
func (l *lowering) parameter(p *spec.Parameter) *parameter {
	for p.Target != nil && p.Target != p {
		p = p.Target
	}
	if found := l.parameters[p]; found != nil {
		return found
	}
	made := &parameter{Parameter: p}
	if text := repeated(p); text != "" {
		if first := l.texts[text]; first != nil {
			made = first
		}
		l.texts[text] = made
	}
	l.parameters[p] = made
	return made
}

// repeated returns the text of a declaration that means the same wherever it stands again: that of a
// scalar, which needs no type of its own. It is "" for other declarations.
func repeated(p *spec.Parameter) string {
	if p.Span.Len() == 0 || len(p.Content) > 0 || p.Type.Ref != "" {
		return ""
	}
	switch p.Type.Kind {
	case spec.KindString, spec.KindInteger, spec.KindNumber, spec.KindBoolean:
		return p.Span.Path() + " " + p.In.String() + " " + p.Name + " " + p.Span.Text()
	}
	return ""
}

// lowerParameter decides how the parameter looks in Go, when it is met first.
func (l *lowering) lowerParameter(p *parameter, o *operation) {
	if p.slot != nil {
		return
	}
	name := o.name + naming.Exported(p.Name)
	if p.uses > 1 {
		if name = p.component(); p.read == "" {
			l.share(p)
		}
		if l.names.Taken(name) {
			name += "Parameter"
		}
	}
	p.style, p.internal = l.styleOf(p.Parameter), l.internal(p.Parameter)
	required, dflt := p.Required || p.In == spec.InPath, p.Default
	if p.internal && required && p.location() != "" { // of insiders; nobody else sends it
		required, dflt = false, nil
	}
	p.slot = l.types.Slot(p.Type, name, required, dflt)
}

// share gives a parameter functions of its own.
func (l *lowering) share(p *parameter) {
	name := p.component()
	p.read = l.names.Claim("read"+name, nil)
	p.put = l.names.Claim("put"+name, nil)
}

// component is what a parameter is called that several operations have: by its component, if it is
// one.
func (p *parameter) component() string {
	if at := strings.LastIndexByte(p.Local, '/'); p.Operation == nil && at >= 0 {
		return naming.Exported(p.Local[at+1:])
	}
	return naming.Exported(p.Name)
}

// styleOf returns the expression of how the parameter travels as text.
func (l *lowering) styleOf(p *spec.Parameter) string {
	parts := []string{"param." + l.styleName(p)}
	if p.Explode && len(p.Content) == 0 {
		parts = append(parts, "param.Explode")
	}
	if p.Required || p.In == spec.InPath {
		parts = append(parts, "param.Required")
	}
	if p.AllowReserved {
		parts = append(parts, "param.AllowReserved")
	}
	if p.AllowEmptyValue {
		parts = append(parts, "param.AllowEmpty")
	}
	return strings.Join(parts, "|")
}

func (l *lowering) styleName(p *spec.Parameter) string {
	if len(p.Content) > 0 {
		return l.contentStyle(p)
	}
	switch p.Style {
	case "matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited", "deepObject":
		return strings.ToUpper(p.Style[:1]) + p.Style[1:]
	case "cookie": // OpenAPI 3.2: form without percent-encoding
		return "Cookie"
	}
	l.warn(&p.Node, p.AttrSpan("style"), "unknown-style", fmt.Sprintf("the style %q is not known, so this is read as the default of its place", p.Style), "use a style that OpenAPI names")
	if p.In == spec.InQuery || p.In == spec.InCookie {
		return "Form"
	}
	return "Simple"
}

// contentStyle is the style of a parameter whose text is of a media type.
func (l *lowering) contentStyle(p *spec.Parameter) string {
	switch m := p.Content[0]; {
	case spec.IsJSON(m.Name):
		return "JSON"
	case m.Name == "application/x-www-form-urlencoded" && p.In == spec.InQueryString:
		return "Form"
	case !strings.HasPrefix(m.Name, "text/"):
		l.warn(&p.Node, m.NameSpan, "unsupported-parameter-content", fmt.Sprintf("a parameter of type %s is read as plain text", m.Name), "declare it as application/json, or with a schema")
	}
	return "Simple"
}

// readLines returns the statements that read the parameter into dst, an expression of its slot.
func (p *parameter) readLines(dst string) []string {
	call := fmt.Sprintf("c.%s(%s, %s, %s)", place(p.In), strconv.Quote(p.Name), p.style, p.shape())
	if p.In == spec.InQueryString {
		call = fmt.Sprintf("c.QueryString(%s, %s)", p.style, p.shape())
	}
	read := append([]string{"if n, ok := " + call + "; ok {"}, p.slot.Read(dst, "n")...)
	read = append(read, "}")
	if p.internal && p.location() != "" && !p.answered {
		read = append(append([]string{fmt.Sprintf("if !c.Internal(%s, %q) {", p.location(), p.Name)}, read...), "}")
	}
	return append(p.slot.Default(dst), read...)
}

// shape is what the parameter's text may stand for. JSON says that itself.
func (p *parameter) shape() string {
	if strings.Contains(p.style, "param.JSON") {
		return "param.Text"
	}
	return p.slot.Shape.Param()
}

// putLines returns the statements that write src to the request of a client.
func (p *parameter) putLines(src string) []string {
	put := fmt.Sprintf("call.Put%s(%s, %s)", place(p.In), strconv.Quote(p.Name), p.style)
	if p.In == spec.InQueryString {
		put = fmt.Sprintf("call.PutQueryString(%s)", p.style)
	}
	return joined(p.slot.Write(src, []string{put}), put)
}

// place is the method for parameters of a location: "Query".
func place(in spec.Location) string {
	switch in {
	case spec.InPath:
		return "Path"
	case spec.InHeader:
		return "Header"
	case spec.InCookie:
		return "Cookie"
	}
	return "Query"
}
