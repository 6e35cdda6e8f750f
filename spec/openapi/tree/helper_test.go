package tree

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v3"
)

// parse reads a text and fails the test unless it is fine.
func parse(tb testing.TB, path, text string) *Document {
	tb.Helper()
	document, findings := Parse(source.NewFile(path, []byte(text)))
	if len(findings) > 0 {
		tb.Fatalf("findings in %q:\n%s", brief(text), describe(findings))
	}
	return document
}

// describe writes findings one per line: place, the text they cover, rule and message.
func describe(findings []report.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		at := f.Span.Position()
		fmt.Fprintf(&b, "%d:%d %q %s: %s\n", at.Line, at.Column, brief(f.Span.Text()), f.Rule, f.Message)
	}
	return b.String()
}

// compact writes a value as JSON, without its places.
func compact(v *spec.Value) string {
	var b strings.Builder
	writeValue(&b, v)
	return b.String()
}

func writeValue(b *strings.Builder, v *spec.Value) {
	switch v.Kind {
	case spec.Null:
		b.WriteString("null")
	case spec.Str:
		writeText(b, v.Text)
	case spec.List:
		b.WriteByte('[')
		for i, item := range v.Items {
			writeComma(b, i)
			writeValue(b, item)
		}
		b.WriteByte(']')
	case spec.Map:
		b.WriteByte('{')
		for i, m := range v.Members {
			writeComma(b, i)
			writeText(b, m.Key)
			b.WriteByte(':')
			writeValue(b, m.Value)
		}
		b.WriteByte('}')
	default:
		b.WriteString(v.Text)
	}
}

func writeComma(b *strings.Builder, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
}

func writeText(b *strings.Builder, text string) {
	quoted, _ := jsontext.AppendQuote(nil, text)
	b.Write(quoted)
}

// walkOwn visits the values of a tree that stand where they are used: what an alias or a merge key
// brings in is left out. The parent of the root is nil.
func walkOwn(d *Document, visit func(v, parent *spec.Value, m *spec.Member)) {
	visit(d.Root, nil, nil)
	walkChildren(d, d.Root, visit)
}

func walkChildren(d *Document, v *spec.Value, visit func(v, parent *spec.Value, m *spec.Member)) {
	for _, item := range v.Items {
		if v.Span.Contains(item.Span) {
			visit(item, v, nil)
			walkChildren(d, item, visit)
		}
	}
	members := v.Members
	if own, ok := d.merged[v]; ok {
		members = members[:own]
	}
	for i := range members {
		m := &members[i]
		if m.Value.Span.Start >= m.KeySpan.End {
			visit(m.Value, v, m)
			walkChildren(d, m.Value, visit)
		}
	}
}

// checkPlaces makes sure of what every tree promises: parts lie within the whole, in ascending
// order, without overlap, and the text of each key and scalar means what its value says.
func checkPlaces(tb testing.TB, d *Document) {
	tb.Helper()
	var ends = map[*spec.Value]int32{}
	walkOwn(d, func(v, parent *spec.Value, m *spec.Member) {
		start := v.Span.Start
		if m != nil {
			start = m.KeySpan.Start
			if got := decodeToken(d, keyInContext(d, m.KeySpan, parent), spec.Str); got != m.Key {
				tb.Errorf("%v: key %q is %q, but was read as %q", m.KeySpan.Position(), m.KeySpan.Text(), got, m.Key)
			}
		}
		if parent != nil && (start < ends[parent] || !parent.Span.Contains(v.Span)) {
			tb.Errorf("%v: %q lies outside of %v-%v, or before what precedes it", v.Span.Position(), brief(v.Span.Text()), parent.Span.Position(), parent.Span.EndPosition())
		}
		ends[parent] = v.Span.End
		if v.Kind == spec.Str || v.Kind == spec.Num || v.Kind == spec.Bool {
			if got := decodeToken(d, inContext(d, v.Span, parent), v.Kind); got != v.Text {
				tb.Errorf("%v: value %q is %q, but was read as %q", v.Span.Position(), brief(v.Span.Text()), brief(got), brief(v.Text))
			}
		}
	})
}

// inContext returns the text of a scalar, with the line break behind it if there is one, as an entry of a YAML list like the object or list that it
// stands in: for the same text means other things in braces, at the beginning of a line, and by
// itself.
func inContext(d *Document, span source.Span, parent *spec.Value) string {
	token := span.Text()
	if !d.YAML {
		return token
	}
	if parent != nil && inFlow(d, parent) {
		return "[" + token + "]"
	}
	if int(span.End) < len(d.File.Content) {
		token += "\n"
	}
	if parent == nil {
		return " " + token // --- at the beginning of a line would mean something else
	}
	return strings.Repeat(" ", syntax{d, parent}.column(int(parent.Span.Start))) + "- " + token
}

// keyInContext is inContext for keys.
func keyInContext(d *Document, span source.Span, parent *spec.Value) string {
	token := span.Text()
	if token == "" { // as in "? : value"
		return token
	}
	if !d.YAML || len(token) > 1000 || strings.ContainsAny(token, "\n\r\u0085\u2028\u2029") || token[0] == '|' || token[0] == '>' {
		return inContext(d, span, parent)
	} else if inFlow(d, parent) {
		return "{" + token + ": 0}"
	}
	return token + ": 0"
}

func inFlow(d *Document, v *spec.Value) bool {
	return strings.IndexByte("[{", v.Span.Text()[0]) >= 0 || d.pairs[v]
}

// decodeToken reads the text of one scalar with a reader other than ours.
func decodeToken(d *Document, token string, kind spec.ValueKind) string {
	if !d.YAML {
		var decoded any
		decoder := json.NewDecoder(strings.NewReader(token))
		decoder.UseNumber()
		if err := decoder.Decode(&decoded); err != nil {
			return err.Error()
		}
		return fmt.Sprint(decoded)
	}
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(token), &node); err != nil {
		return "unreadable: " + err.Error()
	}
	scalar := &node
	for scalar.Kind != yaml.ScalarNode {
		if len(scalar.Content) == 0 {
			return "" // nothing, as after "key: !!str"
		}
		scalar = scalar.Content[0]
	}
	if kind != spec.Str {
		_, text := resolveScalar(scalar, false)
		return text
	}
	return scalar.Value
}

// corpus returns the OpenAPI documents of the corpus by name.
func corpus(tb testing.TB) map[string]*source.File {
	folder := filepath.Join(sharedtest.Corpus(tb), "openapi")
	entries, err := os.ReadDir(folder)
	if err != nil {
		tb.Fatal(err)
	}
	files := map[string]*source.File{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			tb.Fatal(err)
		}
		files[entry.Name()] = source.NewFile(entry.Name(), content)
	}
	return files
}

// expand counts the values of a tree and its levels, as whoever walks it meets them.
func expand(v *spec.Value) (values, levels int) {
	values = 1
	deepest := 0
	visit := func(child *spec.Value) {
		n, below := expand(child)
		values, deepest = values+n, max(deepest, below)
	}
	for _, item := range v.Items {
		visit(item)
	}
	for _, m := range v.Members {
		visit(m.Value)
	}
	return values, deepest + 1
}
