package restclient

import (
	"errors"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
)

// template is a path template of google/api/http.proto, cut where its variables are.
type template struct {
	literals  []string // one more than there are variables
	variables []variable
}

// variable is a field that stands in the path, with the segments that it may have.
type variable struct {
	field   string   // a path by proto names: order.name
	pattern []string // literal text, * or **
}

func parseTemplate(text string) (*template, error) {
	t := &template{}
	for {
		literal, rest, found := strings.Cut(text, "{")
		if strings.ContainsAny(literal, "}*") {
			return nil, errors.New("the path " + text + " has a } or a * outside of a variable")
		}
		t.literals = append(t.literals, literal)
		if !found {
			break
		}
		inside, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, errors.New("the path has a { without }: " + text)
		}
		name, pattern, _ := strings.Cut(inside, "=")
		if pattern == "" {
			pattern = "*"
		}
		t.variables = append(t.variables, variable{name, strings.Split(pattern, "/")})
		text = after
	}
	if !strings.HasPrefix(t.literals[0], "/") {
		return nil, errors.New("a path has to start with /")
	}
	return t, nil
}

// fields names those that stand in the path.
func (t *template) fields() []string {
	var names []string
	for _, v := range t.variables {
		names = append(names, v.field)
	}
	return names
}

// expand puts the message's values into the template. If one doesn't fit, it returns its variable.
func (t *template) expand(m protoreflect.Message) (path string, misfit *variable) {
	var b strings.Builder
	b.WriteString(t.literals[0])
	for i := range t.variables {
		v := &t.variables[i]
		texts, ok := jsonpb.AppendText(m, v.field)
		if !ok || len(texts) != 1 || !v.fits(texts[0]) {
			return "", v
		}
		v.escape(&b, texts[0])
		b.WriteString(t.literals[i+1])
	}
	return b.String(), nil
}

// fits reports whether the variable may have that value.
func (v *variable) fits(text string) bool {
	if v.single() {
		return text != "" && !dots(text)
	}
	segments := strings.Split(text, "/")
	return text != "" && !slices.ContainsFunc(segments, dots) && match(v.pattern, segments)
}

// dots says whether a segment is one that a proxy on the way would take for another path, escaped or
// not (RFC 3986 §6.2.2).
func dots(segment string) bool { return segment == "." || segment == ".." }

func match(pattern, segments []string) bool {
	if len(pattern) == 0 {
		return len(segments) == 0
	}
	if pattern[0] == "**" { // at most one, says http.proto
		after := len(pattern) - 1
		return len(segments) >= after && match(pattern[1:], segments[len(segments)-after:])
	}
	if len(segments) == 0 || segments[0] == "" || pattern[0] != "*" && pattern[0] != segments[0] {
		return false
	}
	return match(pattern[1:], segments[1:])
}

func (v *variable) single() bool { return len(v.pattern) == 1 && v.pattern[0] == "*" }

// escape writes a value as http.proto wants it: all but unreserved characters are escaped, and slashes
// only where the variable is one segment.
func (v *variable) escape(b *strings.Builder, text string) {
	const hex = "0123456789ABCDEF"
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-_.~", c) >= 0, c == '/' && !v.single():
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
}

// shape is how the value has to look: customers/*/orders/*.
func (v *variable) shape() string { return strings.Join(v.pattern, "/") }
