package bundle

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v3"

	"github.com/bylaw-dev/bylaw/spec"
)

// whole writes the root anew, with its order and without its comments.
func (b *bundler) whole(f Format) []byte {
	root := b.copied(b.root, false)
	for _, e := range b.added {
		put(child(child(root, "components"), e.section), e.name, e.value)
	}
	if f == JSON {
		return append(json(root, "  "), '\n')
	}
	return append([]byte(block(root)), '\n')
}

// child returns the object under a key, which is made if it isn't there.
func child(v *spec.Value, key string) *spec.Value {
	if at := v.Get(key); at != nil && at.Kind == spec.Map {
		return at
	}
	fresh := &spec.Value{Kind: spec.Map}
	put(v, key, fresh)
	return fresh
}

func put(v *spec.Value, key string, value *spec.Value) {
	if m := v.Member(key); m != nil {
		m.Value = value
		return
	}
	v.Members = append(v.Members, spec.Member{Key: key, Value: value})
}

// json writes a value; indent is that of one level, "" for all on one line.
func json(v *spec.Value, indent string) []byte {
	text := appendJSON(nil, v)
	value := jsontext.Value(text)
	var err error
	if indent == "" {
		err = value.Format(jsontext.SpaceAfterColon(true), jsontext.SpaceAfterComma(true), jsontext.PreserveRawStrings(true))
	} else {
		err = value.Indent(jsontext.WithIndent(indent))
	}
	if err != nil {
		return text
	}
	return value
}

func appendJSON(dst []byte, v *spec.Value) []byte {
	switch v.Kind {
	case spec.Str:
		return appendText(dst, v.Text)
	case spec.List:
		dst = append(dst, '[')
		for i, item := range v.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendJSON(dst, item)
		}
		return append(dst, ']')
	case spec.Map:
		dst = append(dst, '{')
		for i, m := range v.Members {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendText(dst, m.Key), ':')
			dst = appendJSON(dst, m.Value)
		}
		return append(dst, '}')
	case spec.Null:
		return append(dst, "null"...)
	}
	return append(dst, v.Text...)
}

func appendText(dst []byte, text string) []byte {
	quoted, err := jsontext.AppendQuote(dst, text)
	if err != nil {
		return append(dst, `""`...) // the readers let no text through that isn't UTF-8
	}
	return quoted
}

// block writes a value as YAML in block style, without a line break at the end.
func block(v *spec.Value) string {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if encoder.Encode(node(v)) != nil || encoder.Close() != nil {
		return string(json(v, ""))
	}
	return strings.TrimRight(text.String(), "\n")
}

func node(v *spec.Value) *yaml.Node {
	switch v.Kind {
	case spec.List:
		out := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for _, item := range v.Items {
			out.Content = append(out.Content, node(item))
		}
		return out
	case spec.Map:
		out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		for _, m := range v.Members {
			out.Content = append(out.Content, textNode(m.Key), node(m.Value))
		}
		return out
	case spec.Str:
		return textNode(v.Text)
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag(v), Value: literal(v)}
}

// textNode writes a text so that no version of YAML takes it for anything else.
func textNode(text string) *yaml.Node {
	out := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	switch strings.ToLower(text) {
	case "y", "n", "yes", "no", "on", "off":
		out.Style = yaml.SingleQuotedStyle
	}
	if strings.Contains(strings.TrimRight(text, "\n"), "\n") {
		out.Style = yaml.LiteralStyle
	}
	return out
}

func tag(v *spec.Value) string {
	switch {
	case v.Kind == spec.Null:
		return "!!null"
	case v.Kind == spec.Bool:
		return "!!bool"
	case strings.ContainsAny(v.Text, ".eE"):
		return "!!float"
	}
	return "!!int"
}

func literal(v *spec.Value) string {
	if v.Kind == spec.Null {
		return "null"
	}
	return v.Text
}
