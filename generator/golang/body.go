package golang

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
)

// body is the body of a request.
type body struct {
	required bool
	patch    bool // what is absent stays as it is, so that no default applies
	media    []*media
}

// bodyFields are the names in a request that its body may need.
func bodyFields() []string {
	return []string{"Body", "JSON", "Form", "Multipart", "Text", "Binary", "Items", "Events", "ContentType"}
}

func (l *lowering) lowerBody(o *operation) {
	if o.Request == nil || len(o.Request.Content) == 0 {
		return
	}
	if m := o.Method(); m == "GET" || m == "HEAD" || m == "TRACE" {
		l.warn(&o.Request.Node, o.Request.NameSpan, "body-without-meaning", "RFC 9110 gives the body of "+m+" no meaning, and proxies drop it: it is read where it arrives", "use QUERY or POST")
	}
	b := &body{required: o.Request.Required, patch: o.Method() == "PATCH"}
	for _, m := range o.Request.Content {
		b.media = append(b.media, l.requestMedia(m))
	}
	l.fillMedia(b.media, bodyName(o), b.required, naming.NewScope())
	o.body = b
}

// requestMedia is a media type that is read whole or as bytes: streams of values go one way only.
func (l *lowering) requestMedia(m *spec.MediaType) *media {
	result := l.newMedia(m)
	if result.stream() {
		l.warn(&m.Node, m.NameSpan, "request-stream", "the items of a streamed request are not checked: the body is handed over as bytes", "send one item per request, or check the items yourself")
		result.kind = httpapi.Bytes
	}
	return result
}

// bodyName is what the type of a body is called that has no name of its own.
func bodyName(o *operation) string {
	if t := o.Request.Target; t != nil && o.Request.Operation != t.Operation {
		return naming.Exported(t.Local[strings.LastIndexByte(t.Local, '/')+1:]) + "Body"
	}
	return o.name + "Body"
}

// fieldsOf returns the fields that hold a body, each once.
func fieldsOf(all []*media, bytes string) []Field {
	var fields []Field
	for i, m := range all {
		if i > 0 && m.field == all[0].field {
			continue
		}
		note := m.name
		for _, other := range all[i+1:] {
			if other.field == m.field {
				note += ", " + other.name
			}
		}
		fields = append(fields, Field{Name: m.field, Go: m.goType(bytes), Note: note})
	}
	return fields
}

// readLines returns the statements of the server that read the body.
func (b *body) readLines() []string {
	call := fmt.Sprintf("c.Body(boundary.%s, %s)", map[bool]string{true: "Required", false: "Optional"}[b.required], mediaNames(b.media))
	if len(b.media) == 1 || b.alike() {
		condition := "if " + call + " >= 0 {"
		return append(append([]string{condition}, b.readOne(b.media[0])...), "}")
	}
	lines := []string{"switch " + call + " {"}
	for i, m := range b.media {
		lines = append(lines, "case "+strconv.Itoa(i)+":")
		lines = append(lines, b.readOne(m)...)
	}
	return append(lines, "}")
}

// alike reports whether all media types are read by the same statements.
func (b *body) alike() bool {
	for _, m := range b.media {
		if m.kind != b.media[0].kind || m.field != b.media[0].field || m.encodings() != b.media[0].encodings() {
			return false
		}
	}
	return true
}

func (b *body) readOne(m *media) []string {
	dst := "x." + m.field
	if !m.typed() {
		return []string{dst + " = c.Stream()"}
	}
	var lines []string
	if b.patch {
		lines = append(lines, "r.Partial()")
	}
	lines = append(lines, "if n, ok := c."+m.parse()+"; ok {")
	lines = append(lines, m.slot.Read(dst, "n")...)
	return append(lines, "}")
}

// parse is the call that puts the body on the tape.
func (m *media) parse() string {
	switch m.kind {
	case httpapi.Form:
		return "Form(" + m.slot.Shape.Param() + ", " + m.encodings() + ")"
	case httpapi.Multipart:
		return "Multipart(" + m.slot.Shape.Param() + ", " + m.encodings() + ")"
	case httpapi.Text:
		return "Text(" + m.slot.Shape.Param() + ")"
	}
	return "JSON()"
}

func mediaNames(all []*media) string {
	return quoteAll(names(all))
}

func names(all []*media) []string {
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = m.name
	}
	return names
}

// putLines returns the statements of the client that send the body, a field of in: of several media
// types the first that is set.
func (b *body) putLines(in string) []string {
	if len(b.media) == 1 || b.media[0].field == b.media[len(b.media)-1].field {
		return b.media[0].put(in+b.media[0].field, b.required)
	}
	lines := []string{"switch {"}
	for _, m := range b.media {
		src := in + m.field
		lines = append(lines, "case "+isSet(m, src)+":")
		lines = append(lines, m.put(src, false)...)
	}
	return append(lines, "}")
}

// put returns the statements that send src as the body.
func (m *media) put(src string, required bool) []string {
	name := strconv.Quote(concrete(m))
	switch {
	case !m.typed():
		send := fmt.Sprintf("call.BodyBinary(%s, %s)", name, src)
		if required {
			return []string{send}
		}
		return []string{"if " + src + " != nil {", send, "}"}
	case m.kind == httpapi.Form:
		return m.slot.Write(src, []string{"call.BodyForm(" + m.encodings() + ")"})
	case m.kind == httpapi.Multipart:
		return m.putMultipart(src)
	}
	return joined(m.slot.Write(src, []string{"call.Begin(" + name + ")"}), "call.Begin("+name+")")
}

// joined makes one statement of begin, which returns a writer, and the write right behind it, if
// nothing else needs the writer.
func joined(lines []string, begin string) []string {
	at := slices.Index(lines, begin)
	if at < 0 || at+1 == len(lines) || mentions(lines[at+2:], "w") {
		return lines
	}
	write := lines[at+1]
	if method, ok := strings.CutPrefix(write, "w."); ok {
		write = begin + "." + method
	} else if receiver, ok := strings.CutSuffix(write, ".WriteJSON(w)"); ok {
		write = receiver + ".WriteJSON(" + begin + ")"
	} else {
		return lines
	}
	return slices.Concat(lines[:at], []string{write}, lines[at+2:])
}

func (m *media) putMultipart(src string) []string {
	lines := m.slot.Write(src, []string{"call.BodyMultipart(" + m.encodings() + ")"})
	files := m.putFiles(src)
	if len(files) > 0 && strings.HasPrefix(m.slot.Go, "*") {
		files = append(append([]string{"if " + src + " != nil {"}, files...), "}")
	}
	return append(lines, files...)
}

// concrete is a media type that can be sent: a range can't.
func concrete(m *media) string {
	if !strings.Contains(m.name, "*") {
		return m.name
	}
	switch major, _, _ := strings.Cut(m.name, "/"); {
	case m.kind == httpapi.JSON:
		return "application/json"
	case m.kind == httpapi.Text || major == "text":
		return "text/plain"
	case major == "image":
		return "image/png"
	case major == "audio":
		return "audio/mpeg"
	case major == "video":
		return "video/mp4"
	}
	return "application/octet-stream"
}

// isSet is the expression of whether an optional field holds something.
func isSet(m *media, src string) string {
	if m.typed() && strings.HasPrefix(m.slot.Go, "value.Optional[") {
		return src + ".IsSet()"
	}
	return src + " != nil"
}
