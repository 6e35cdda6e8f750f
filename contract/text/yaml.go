package text

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/spec"
)

// The form of what is written: values that lie deeper than anybody reads stand on one line, as JSON,
// and keys that YAML takes for none because of their length are announced.
const (
	deepestLevel = 60
	longestKey   = 900
)

// printer writes a value as a person would: block style, no anchors, quotes where they are needed.
type printer struct{ bytes.Buffer }

func (p *printer) indent(depth int) { p.WriteString(strings.Repeat("  ", depth)) }

func (p *printer) mapping(v *spec.Value, depth int) {
	for i := range v.Members {
		p.indent(depth)
		p.member(&v.Members[i], depth)
	}
}

func (p *printer) member(m *spec.Member, depth int) {
	key := scalar(m.Key)
	if len(key) > longestKey {
		p.WriteString("? " + key + "\n")
		p.indent(depth)
		key = ""
	}
	p.WriteString(key + ":")
	p.below(m.Value, depth)
}

// below writes a value behind the colon of its key or the dash of its item.
func (p *printer) below(v *spec.Value, depth int) {
	switch {
	case depth > deepestLevel:
		p.WriteByte(' ')
		p.flow(v)
		p.WriteByte('\n')
	case v.Kind == spec.Map && len(v.Members) > 0:
		p.WriteByte('\n')
		p.mapping(v, depth+1)
	case v.Kind == spec.List && len(v.Items) > 0:
		p.WriteByte('\n')
		p.sequence(v, depth+1)
	case v.Kind == spec.Str && literalBlock(v.Text):
		p.block(v.Text, depth+1)
	default:
		p.WriteByte(' ')
		p.flow(v)
		p.WriteByte('\n')
	}
}

func (p *printer) sequence(v *spec.Value, depth int) {
	for _, item := range v.Items {
		p.indent(depth)
		p.WriteByte('-')
		if item.Kind != spec.Map || len(item.Members) == 0 || depth >= deepestLevel {
			p.below(item, depth)
			continue
		}
		p.WriteByte(' ')
		p.member(&item.Members[0], depth+1)
		p.mapping(&spec.Value{Members: item.Members[1:]}, depth+1)
	}
}

// flow writes a value on one line.
func (p *printer) flow(v *spec.Value) {
	switch v.Kind {
	case spec.Null:
		p.WriteString("null")
	case spec.Str:
		p.WriteString(scalar(v.Text))
	case spec.List:
		p.items(v)
	case spec.Map:
		p.fields(v)
	default:
		p.WriteString(v.Text)
	}
}

func (p *printer) items(v *spec.Value) {
	p.WriteByte('[')
	for i, item := range v.Items {
		p.comma(i)
		p.inner(item)
	}
	p.WriteByte(']')
}

func (p *printer) fields(v *spec.Value) {
	p.WriteByte('{')
	for i := range v.Members {
		p.comma(i)
		key := doubleQuoted(v.Members[i].Key)
		if len(key) > longestKey {
			key = "? " + key + " "
		}
		p.WriteString(key + ": ")
		p.inner(v.Members[i].Value)
	}
	p.WriteByte('}')
}

func (p *printer) comma(i int) {
	if i > 0 {
		p.WriteString(", ")
	}
}

// inner writes a value within brackets, where texts are in quotes.
func (p *printer) inner(v *spec.Value) {
	if v.Kind == spec.Str {
		p.WriteString(doubleQuoted(v.Text))
		return
	}
	p.flow(v)
}

// block writes a text of several lines as they are.
func (p *printer) block(text string, depth int) {
	head := " |-\n"
	if strings.HasSuffix(text, "\n") {
		head, text = " |\n", strings.TrimSuffix(text, "\n")
	}
	p.WriteString(head)
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			p.indent(depth)
			p.WriteString(line)
		}
		p.WriteByte('\n')
	}
}

// literalBlock reports whether a text of several lines can stand as it is.
func literalBlock(text string) bool {
	body := strings.TrimSuffix(text, "\n")
	return strings.Contains(text, "\n") && printable(strings.ReplaceAll(body, "\n", "")) && body != "" &&
		!strings.HasPrefix(body, " ") && !strings.HasPrefix(body, "\n") && !strings.HasSuffix(body, "\n") &&
		!strings.HasSuffix(body, " ") && !strings.Contains(body, " \n")
}

// scalar writes a text without quotes where nobody could read it as anything else.
func scalar(text string) string {
	switch {
	case plain(text):
		return text
	case !strings.Contains(text, "'") && printable(text):
		return "'" + text + "'"
	}
	return doubleQuoted(text)
}

// plain is narrower than YAML.
func plain(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	if text == "" || !unicode.IsLetter(first) && first != '/' && first != '$' || !printable(text) {
		return false
	}
	return !strings.HasSuffix(text, " ") && !strings.HasSuffix(text, ":") && !strings.Contains(text, ": ") &&
		!strings.Contains(text, " #") && !reserved(text)
}

// reserved are the words that some version of YAML reads as null or as a boolean.
func reserved(text string) bool {
	switch strings.ToLower(text) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return true
	}
	return false
}

// printable reports whether a text of one line can stand as it is.
func printable(text string) bool {
	for _, r := range text {
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			return false
		}
	}
	return true
}

// doubleQuoted writes a text as YAML reads it in double quotes, with escapes for what can't be seen.
func doubleQuoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	return b.String() + `"`
}

// object collects the members of what is written, in order.
type object []spec.Member

func (o *object) add(key string, v *spec.Value) {
	if v != nil {
		*o = append(*o, spec.Member{Key: key, Value: v})
	}
}

func (o *object) text(key, text string) {
	if text != "" {
		o.add(key, contract.Text(text))
	}
}

// members adds an object unless it is empty.
func (o *object) members(key string, members []spec.Member) {
	if len(members) > 0 {
		o.add(key, contract.Object(members...))
	}
}

func (o object) value() *spec.Value { return contract.Object(o...) }
