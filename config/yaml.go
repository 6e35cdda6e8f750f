package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

const (
	maxSize  = 1 << 20 // bytes; the longest configurations that people write have a few thousand lines
	maxDepth = 50      // levels of values in values
)

// problem is something wrong at a place.
type problem struct {
	span          source.Span
	message, cure string
}

// read turns the text of a file into a positioned value. What the grammar has no use for
// (anchors, aliases, tags, several documents) is a problem and left out, which also disarms alias
// bombs. The value is nil if the text could not be read or is empty.
func read(file *source.File) (*spec.Value, []problem) {
	if at, message, cure := unreadable(file.Content); message != "" {
		return nil, []problem{{file.Span(at, at+1), message, cure}}
	}
	r := reader{file: file, lines: yamlLines(file.Content)}
	decoder := yaml.NewDecoder(bytes.NewReader(file.Content))
	var document, next yaml.Node
	if err := decoder.Decode(&document); err != nil {
		return nil, r.syntax(err)
	}
	value := r.value(document.Content[0], source.Span{}, 0)
	if err := decoder.Decode(&next); err == nil {
		r.fail(r.span(&next), "a configuration is one YAML document", "delete the second one")
	} else if !errors.Is(err, io.EOF) {
		r.problems = append(r.problems, r.syntax(err)...)
	}
	return value, r.problems
}

func unreadable(content []byte) (at int, message, cure string) {
	if len(content) > maxSize {
		return 0, fmt.Sprintf("the file is longer than the %d bytes that a configuration may have", maxSize), ""
	}
	if utf8.Valid(content) {
		return 0, "", ""
	}
	for at < len(content) {
		r, size := utf8.DecodeRune(content[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at, "the file is not UTF-8", "save it as UTF-8"
}

type reader struct {
	file     *source.File
	lines    []int // byte offset at which each line begins, as YAML counts lines
	problems []problem
}

func (r *reader) fail(span source.Span, message, cure string) {
	r.problems = append(r.problems, problem{span, message, cure})
}

var yamlError = regexp.MustCompile(`(?s)^yaml: (?:line (\d+): )?(.*)$`)

// syntax places an error of the YAML reader, which knows no more than a line. An empty file is no
// error: it lacks what every file lacks that says nothing.
func (r *reader) syntax(err error) []problem {
	if errors.Is(err, io.EOF) {
		return nil
	}
	match := yamlError.FindStringSubmatch(err.Error())
	if match == nil {
		match = []string{"", "", err.Error()}
	}
	line, _ := strconv.Atoi(match[1])
	return []problem{{r.file.Line(max(line, 1)), "not YAML: " + match[2], ""}}
}

// value converts a node; nil for one that is refused. Where it stands for nothing, as behind a key
// without a value, it is placed at the key.
func (r *reader) value(n *yaml.Node, key source.Span, depth int) *spec.Value {
	v := &spec.Value{Span: r.span(n)}
	if v.Span.Len() == 0 && !key.IsZero() {
		v.Span = key
	}
	switch {
	case depth > maxDepth:
		return r.refuse(v.Span, "values are nested too deeply", "")
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return r.refuse(v.Span, "anchors and aliases are not understood here", "write the value out")
	case n.Style&yaml.TaggedStyle != 0:
		return r.refuse(v.Span, "tags are not understood here", "write the plain value")
	case n.Kind == yaml.MappingNode:
		r.members(v, n, depth)
	case n.Kind == yaml.SequenceNode:
		r.items(v, n, depth)
	default:
		return r.scalar(v, n)
	}
	return v
}

func (r *reader) refuse(span source.Span, message, cure string) *spec.Value {
	r.fail(span, message, cure)
	return nil
}

func (r *reader) items(v *spec.Value, n *yaml.Node, depth int) {
	v.Kind = spec.List
	for _, item := range n.Content {
		if value := r.value(item, source.Span{}, depth+1); value != nil {
			v.Items = append(v.Items, value)
		}
	}
}

func (r *reader) members(v *spec.Value, n *yaml.Node, depth int) {
	v.Kind = spec.Map
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, span := n.Content[i], r.span(n.Content[i])
		if key.Kind != yaml.ScalarNode {
			r.fail(span, "a key must be a plain word", "")
			continue
		}
		if seen[key.Value] {
			r.fail(span, fmt.Sprintf("%s stands here twice", quote(key.Value)), "keep one of them")
			continue
		}
		seen[key.Value] = true
		if value := r.value(n.Content[i+1], span, depth+1); value != nil {
			v.Members = append(v.Members, spec.Member{Key: key.Value, KeySpan: span, Value: value})
		}
	}
}

func (r *reader) scalar(v *spec.Value, n *yaml.Node) *spec.Value {
	v.Kind, v.Text = spec.Str, n.Value
	switch n.ShortTag() {
	case "!!null":
		v.Kind, v.Text = spec.Null, ""
	case "!!bool":
		v.Kind, v.Text = spec.Bool, strings.ToLower(n.Value)
	case "!!int", "!!float":
		number, ok := jsonNumber(n.Value)
		if !ok {
			return r.refuse(v.Span, quote(n.Value)+" is no number of JSON", "write it in decimal, or in quotes")
		}
		v.Kind, v.Text = spec.Num, number
	}
	return v
}

var jsonNumberSyntax = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// jsonNumber returns a number of YAML as JSON writes it: unchanged where JSON would.
func jsonNumber(text string) (string, bool) {
	if jsonNumberSyntax.MatchString(text) {
		return text, true
	}
	if n, err := strconv.ParseInt(text, 0, 64); err == nil {
		return strconv.FormatInt(n, 10), true
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && f-f == 0 { // finite
		return strconv.FormatFloat(f, 'g', -1, 64), true
	}
	return "0", false
}
