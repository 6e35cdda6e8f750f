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

// layOut writes a value, given as JSON, over several lines if what stands beside it does, and has it
// placed. keyed says that it stands behind a key, not behind the dash of a list.
func layOut(file *source.File, beside []*spec.Value, value string, keyed bool, place func(literal string) (source.Span, string, bool)) (report.Edit, bool) {
	at, text, ok := place("0")
	if !ok {
		return report.Edit{}, false
	}
	literal := Literal(at, value)
	if strings.Contains(text, "\n") && overLines(file, beside, literal) {
		literal = lined(file, value, keyed)
	}
	at, text, ok = place(literal)
	return report.Edit{Span: at, New: text}, ok
}

// longLine is how many bytes a value may have on one line where nothing shows how values are written.
const longLine = 60

// overLines reports whether the last object or list among the values stands on several lines.
func overLines(file *source.File, values []*spec.Value, literal string) bool {
	for i := len(values) - 1; i >= 0; i-- {
		if v := values[i]; v.Span.File == file && (len(v.Members) > 0 || len(v.Items) > 0) {
			opened := file.Content[v.Span.Start] == '{' || file.Content[v.Span.Start] == '['
			return !opened || strings.Contains(v.Span.Text(), "\n")
		}
	}
	return len(literal) > longLine
}

// Literal writes a value, given as JSON, on one line as the file at a place would: in YAML without
// quotes where none are needed, in JSON that is on one line itself without blanks.
func Literal(at source.Span, value string) string {
	switch {
	case !isJSON(at.File):
		return needlessQuotes.ReplaceAllStringFunc(value, plain)
	case !bytes.Contains(bytes.TrimSpace(at.File.Content), []byte("\n")):
		var out bytes.Buffer
		if json.Compact(&out, []byte(value)) == nil {
			return out.String()
		}
	}
	return value
}

func isJSON(file *source.File) bool {
	return bytes.HasPrefix(bytes.TrimLeft(file.Content, " \t\r\n\uFEFF"), []byte("{"))
}

// needlessQuotes finds text that YAML takes for text without quotes too, even within braces.
var needlessQuotes = regexp.MustCompile(`"[$A-Za-z][A-Za-z0-9_./+-]*( [A-Za-z0-9_./+-]+)*\.?"`)

func plain(quoted string) string {
	switch text := quoted[1 : len(quoted)-1]; strings.ToLower(text) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return quoted
	default:
		return text
	}
}

// lined writes a value over several lines; what places it indents them.
func lined(file *source.File, value string, keyed bool) string {
	unit := indentUnit(file)
	if isJSON(file) {
		var out bytes.Buffer
		if json.Indent(&out, []byte(value), "", unit) == nil {
			return out.String()
		}
		return value
	}
	decoder := json.NewDecoder(strings.NewReader(value))
	decoder.UseNumber()
	lines, nested := blockLines(decoder, unit)
	if keyed && nested {
		return "\n" + unit + strings.Join(lines, "\n"+unit)
	}
	return strings.Join(lines, "\n")
}

// blockLines writes the next value of the JSON as lines of YAML. nested says that it is an object or
// a list that has something in it, and so stands below its key.
func blockLines(d *json.Decoder, unit string) (lines []string, nested bool) {
	token, err := d.Token()
	if err != nil {
		return []string{"null"}, false
	}
	switch token {
	case json.Delim('{'):
		for d.More() {
			key, _ := d.Token()
			lines = append(lines, member(scalar(key)+":", d, unit)...)
		}
	case json.Delim('['):
		for d.More() {
			item, _ := blockLines(d, unit)
			lines = append(append(lines, "- "+item[0]), indentAll(item[1:], "  ")...)
		}
	default:
		return []string{scalar(token)}, false
	}
	closing, _ := d.Token()
	if len(lines) == 0 {
		return []string{map[json.Token]string{json.Delim('}'): "{}", json.Delim(']'): "[]"}[closing]}, false
	}
	return lines, true
}

// member writes a key with its value: on the same line, or below it.
func member(key string, d *json.Decoder, unit string) []string {
	value, nested := blockLines(d, unit)
	if !nested {
		return []string{key + " " + value[0]}
	}
	return append([]string{key}, indentAll(value, unit)...)
}

func indentAll(lines []string, by string) []string {
	indented := make([]string, len(lines))
	for i, line := range lines {
		indented[i] = by + line
	}
	return indented
}

// plainLine is text that needs no quotes where it has the rest of a line to itself.
var plainLine = regexp.MustCompile(`^"[$A-Za-z]([A-Za-z0-9_./+,;() -]*[A-Za-z0-9_./)])?"$`)

func scalar(token json.Token) string {
	text, _ := json.Marshal(token) // what was read can be written
	return plainLine.ReplaceAllStringFunc(string(text), plain)
}
