package openapi

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/spec"
)

// yamlWidth is how long a line of text gets before it is folded.
const yamlWidth = 110

// YAML prints the document as a person would write it: block style, no anchors, long texts folded.
func (d *Document) YAML() []byte {
	p := &yamlPrinter{}
	p.mapping(d.Root, 0)
	return []byte(p.String())
}

type yamlPrinter struct{ strings.Builder }

func (p *yamlPrinter) indent(depth int) { p.WriteString(strings.Repeat("  ", depth)) }

// mapping prints the members of an object, each on a line of its own.
func (p *yamlPrinter) mapping(v *spec.Value, depth int) {
	for i := range v.Members {
		p.indent(depth)
		p.member(&v.Members[i], depth)
	}
}

func (p *yamlPrinter) member(m *spec.Member, depth int) {
	if key := yamlScalar(m.Key, false); len(key) > 1000 { // longer keys have to be announced
		p.WriteString("? " + key + "\n")
		p.indent(depth)
		p.WriteString(":")
	} else {
		p.WriteString(key + ":")
	}
	p.below(m.Value, depth)
}

// below prints a value behind the colon of its key.
func (p *yamlPrinter) below(v *spec.Value, depth int) {
	switch {
	case v.Kind == spec.Map && len(v.Members) > 0:
		p.WriteByte('\n')
		p.mapping(v, depth+1)
	case v.Kind == spec.List && len(v.Items) > 0:
		if line, ok := flow(v, yamlWidth-2*depth); ok {
			p.WriteString(" " + line + "\n")
			return
		}
		p.WriteByte('\n')
		p.sequence(v, depth+1)
	default:
		p.WriteByte(' ')
		p.scalar(v, depth+1)
	}
}

func (p *yamlPrinter) sequence(v *spec.Value, depth int) {
	for _, item := range v.Items {
		p.indent(depth)
		p.WriteByte('-')
		if item.Kind != spec.Map || len(item.Members) == 0 {
			p.below(item, depth)
			continue
		}
		p.WriteByte(' ')
		p.member(&item.Members[0], depth+1)
		p.mapping(&spec.Value{Members: item.Members[1:]}, depth+1)
	}
}

// flow writes a list of short scalars in brackets.
func flow(v *spec.Value, width int) (string, bool) {
	var parts []string
	for _, item := range v.Items {
		if item.Kind == spec.Map || item.Kind == spec.List {
			return "", false
		}
		parts = append(parts, yamlLiteral(item, true))
	}
	line := "[" + strings.Join(parts, ", ") + "]"
	return line, utf8.RuneCountInString(line) <= width-20
}

func (p *yamlPrinter) scalar(v *spec.Value, depth int) {
	if v.Kind == spec.Str {
		switch {
		case foldable(v.Text) && len(v.Text) > yamlWidth-2*depth:
			p.block(">-", fold(v.Text, yamlWidth-2*depth), depth)
			return
		case literal(v.Text):
			p.block("|-", strings.Split(v.Text, "\n"), depth)
			return
		}
	}
	p.WriteString(yamlLiteral(v, false) + "\n")
}

func (p *yamlPrinter) block(head string, lines []string, depth int) {
	p.WriteString(head + "\n")
	for _, line := range lines {
		if line != "" {
			p.indent(depth)
			p.WriteString(line)
		}
		p.WriteByte('\n')
	}
}

func yamlLiteral(v *spec.Value, inFlow bool) string {
	switch v.Kind {
	case spec.Null:
		return "null"
	case spec.Str:
		return yamlScalar(v.Text, inFlow)
	case spec.Map:
		return "{}"
	case spec.List:
		return "[]"
	}
	return v.Text
}

// yamlScalar writes a text without quotes where nobody could read it as anything else.
func yamlScalar(s string, inFlow bool) string {
	switch {
	case plain(s, inFlow):
		return s
	case strings.ContainsAny(s, `\"`) && !strings.Contains(s, "'") && printable(s) && !strings.ContainsAny(s, "\n\t"):
		return "'" + s + "'"
	}
	return doubleQuoted(s)
}

// plain is narrower than YAML: a letter, a slash or a sign of a path begins it.
func plain(s string, inFlow bool) bool {
	first, _ := utf8.DecodeRuneInString(s)
	if s == "" || !(unicode.IsLetter(first) || first == '/' || first == '(' && !inFlow || first == '$' || first == '^' || first == '<' && s != "<<") {
		return false
	}
	if inFlow && strings.ContainsAny(s, ",[]{}:#") {
		return false
	}
	if !printable(s) || strings.ContainsAny(s, "\n\t") || strings.HasSuffix(s, " ") || strings.HasSuffix(s, ":") ||
		strings.Contains(s, ": ") || strings.Contains(s, " #") {
		return false
	}
	return !reserved(s)
}

// reserved are the words that some version of YAML reads as null or as a boolean.
func reserved(s string) bool {
	switch strings.ToLower(s) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return true
	}
	return false
}

// printable reports whether a text can stand as it is: no control but line ends and tabs, no strange spaces.
func printable(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r != '\n' && r != '\t' && !unicode.IsPrint(r) || r == '\uFEFF' {
			return false
		}
	}
	return true
}

// foldable reports whether a text is one line that can be broken at its spaces.
func foldable(s string) bool {
	return s != "" && printable(s) && !strings.ContainsAny(s, "\n\t") && strings.TrimSpace(s) == s && strings.Contains(s, " ")
}

// literal reports whether a text of several lines can stand as it is.
func literal(s string) bool {
	return strings.Contains(s, "\n") && printable(s) && strings.TrimSpace(s) == s &&
		!strings.Contains(s, " \n") && !strings.Contains(s, "\t\n") && !strings.Contains(s, "\n\t")
}

// fold breaks a line where a single space stands between two words.
func fold(s string, width int) []string {
	width = max(width, 40)
	var lines []string
	for len(s) > width {
		at := breakBefore(s, width)
		if at < 0 {
			break
		}
		lines = append(lines, s[:at])
		s = s[at+1:]
	}
	return append(lines, s)
}

// breakBefore returns the last place up to the width where a line may end, or the first one after it; -1: none.
func breakBefore(s string, width int) int {
	best := -1
	for i := 1; i < len(s)-1; i++ {
		if s[i] != ' ' || s[i-1] == ' ' || s[i+1] == ' ' {
			continue
		}
		if i > width && best >= 0 {
			break
		}
		best = i
	}
	return best
}

func doubleQuoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r) && r != '\uFEFF':
			b.WriteRune(r)
		default:
			escapeRune(&b, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func escapeRune(b *strings.Builder, r rune) {
	const hex = "0123456789abcdef"
	digits, shift := byte('u'), 12
	if r > 0xffff {
		digits, shift = 'U', 28
	}
	b.WriteByte('\\')
	b.WriteByte(digits)
	for ; shift >= 0; shift -= 4 {
		b.WriteByte(hex[r>>shift&15])
	}
}
